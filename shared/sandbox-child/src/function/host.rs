//! What JavaScript can ask the host for.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    process::exit,
    rc::Rc,
    str::FromStr,
    time::Instant,
};

use beadle_sandbox::{
    fault::{Failure, Fault},
    fetch::FetchRequest,
    limits::FunctionLimits,
    protocol::{FromChild, Usage},
};
use rquickjs::{Ctx, Exception, Function, Object, Result, TypedArray};

use super::{crypto, url};
use crate::line;

/// The bodies of answers that nobody read yet, by the numbers of their fetches.
#[derive(Debug, Clone, Default)]
pub(super) struct Bodies(Rc<RefCell<BTreeMap<u32, Vec<u8>>>>);

impl Bodies {
    pub(super) fn keep(&self, id: u32, body: Vec<u8>) {
        self.0.borrow_mut().insert(id, body);
    }

    fn take(&self, id: u32) -> Vec<u8> {
        self.0.borrow_mut().remove(&id).unwrap_or_default()
    }
}

/// The object that the globals get. User code never sees it.
pub(super) fn object<'js>(ctx: &Ctx<'js>, limits: &FunctionLimits, bodies: &Bodies) -> Result<Object<'js>> {
    let host = Object::new(ctx.clone())?;
    host.set("maxTimers", limits.timers)?;
    host.set("maxFetches", limits.fetches)?;
    host.set("maxBody", limits.fetch_body as f64)?;
    let began = Instant::now();
    host.set("now", Function::new(ctx.clone(), move || began.elapsed().as_secs_f64() * 1e3)?)?;
    let (written, most) = (Cell::new(0), limits.console);
    host.set(
        "console",
        Function::new(ctx.clone(), move |level: String, text: String| {
            written.set(written.get() + text.len() as u64 + 1);
            if written.get() > most {
                fail("console_limit".to_owned(), format!("the console was written more than {most} bytes"));
            }
            tell(&FromChild::Console { level, text });
        })?,
    )?;
    let kept = bodies.clone();
    host.set("bodyText", Function::new(ctx.clone(), move |id: u32| text_of(kept.take(id), false))?)?;
    let kept = bodies.clone();
    host.set(
        "bodyBytes",
        Function::new(ctx.clone(), move |ctx: Ctx<'js>, id: u32| TypedArray::new(ctx, kept.take(id)))?,
    )?;
    host.set("fail", Function::new(ctx.clone(), fail)?)?;
    host.set("fetch", Function::new(ctx.clone(), fetch)?)?;
    host.set("utf8", Function::new(ctx.clone(), utf8)?)?;
    host.set("text", Function::new(ctx.clone(), text)?)?;
    host.set("random", Function::new(ctx.clone(), random)?)?;
    host.set("digest", Function::new(ctx.clone(), digest)?)?;
    host.set("hmac", Function::new(ctx.clone(), hmac)?)?;
    host.set("parseUrl", Function::new(ctx.clone(), url::parse)?)?;
    host.set("setUrl", Function::new(ctx.clone(), url::set)?)?;
    Ok(host)
}

/// Ends the run. Nothing in JavaScript can catch this.
pub(super) fn fail(fault: String, message: String) {
    let fault = Fault::from_str(&fault).unwrap_or(Fault::Crashed);
    tell(&FromChild::Failed { failure: Failure::new(fault, message), usage: Usage::default() });
    exit(0)
}

/// Writes a line; without a supervisor there is nothing left to do.
fn tell(line: &FromChild) {
    if line::write(line).is_err() {
        exit(1)
    }
}

fn fetch(ctx: Ctx<'_>, id: u32, request: String) -> Result<()> {
    let request: FetchRequest = serde_json::from_str(&request)
        .map_err(|error| Exception::throw_type(&ctx, &format!("this can't be fetched: {error}")))?;
    tell(&FromChild::Fetch { id, request });
    Ok(())
}

fn utf8<'js>(ctx: Ctx<'js>, text: String) -> Result<TypedArray<'js, u8>> {
    TypedArray::new(ctx, text.into_bytes())
}

/// The text that bytes are; null if they are not UTF-8 and that is fatal.
fn text(binary: String, is_fatal: bool) -> Option<String> {
    text_of(bytes(&binary), is_fatal)
}

fn text_of(bytes: Vec<u8>, is_fatal: bool) -> Option<String> {
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(_) if is_fatal => None,
        Err(error) => Some(String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

fn random<'js>(ctx: Ctx<'js>, count: usize) -> Result<TypedArray<'js, u8>> {
    let random = crypto::random(count).map_err(|why| Exception::throw_internal(&ctx, why))?;
    TypedArray::new(ctx, random)
}

fn digest<'js>(ctx: Ctx<'js>, name: String, data: String) -> Result<TypedArray<'js, u8>> {
    let digest = crypto::digest(&name, &bytes(&data));
    let digest = digest.ok_or_else(|| Exception::throw_type(&ctx, "the digest is not known"))?;
    TypedArray::new(ctx, digest)
}

fn hmac<'js>(ctx: Ctx<'js>, name: String, key: String, data: String) -> Result<TypedArray<'js, u8>> {
    let mac = crypto::hmac(&name, &bytes(&key), &bytes(&data));
    let mac = mac.ok_or_else(|| Exception::throw_type(&ctx, "the digest is not known"))?;
    TypedArray::new(ctx, mac)
}

/// The bytes that the characters of `binary` are.
fn bytes(binary: &str) -> Vec<u8> {
    binary.chars().map(|character| u8::try_from(u32::from(character)).unwrap_or_default()).collect()
}
