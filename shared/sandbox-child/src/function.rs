//! Functions in QuickJS: one fresh engine for the one run of this process.

mod crypto;
mod engine;
mod failure;
mod host;
mod modules;
mod turns;
mod url;

use std::process::exit;

use beadle_sandbox::{
    fault::{Failure, Fault},
    function::Upload,
    limits::FunctionLimits,
    protocol::{Call, FromChild},
};
use rquickjs::{Ctx, Module, Object};
use serde_json::Value;

use self::{engine::Engine, failure::Told, turns::Turns};
use crate::{confine::Confinement, line};

/// Adds globals to those of functions.
pub type Extra = for<'js> fn(&Ctx<'js>) -> rquickjs::Result<()>;

/// Runs a function, and says how it ended. Afterwards the process is gone, and the engine with it.
pub(crate) fn run(mut confinement: Confinement, call: Call, extra: Option<Extra>) -> Result<(), Failure> {
    confinement.before_work()?;
    let engine = Engine::new(&call.upload, &call.limits, call.timeout_ms)?;
    let outcome = engine.context.with(|ctx| {
        let host = engine.set_up(&ctx, extra)?;
        confinement.allow_few_calls()?;
        let layers = confinement.layers();
        say(&FromChild::Ready { layers })?;
        Ok(evaluate(&engine, &ctx, &host, &call))
    })?;
    let usage = engine.usage();
    match outcome {
        Ok(result) => say(&FromChild::Done { result, usage })?,
        Err(failure) => say(&FromChild::Failed { failure, usage })?,
    }
    exit(0)
}

/// Parses the modules without running any of them.
pub(crate) fn parse(
    mut confinement: Confinement,
    upload: &Upload,
    limits: &FunctionLimits,
) -> Result<(), Failure> {
    confinement.before_work()?;
    let engine = Engine::new(upload, limits, limits.cpu_ms)?;
    let stopped = modules::stopped(upload);
    let linker = Engine::new(&stopped, limits, limits.cpu_ms)?;
    confinement.allow_few_calls()?;
    say(&FromChild::Ready { layers: confinement.layers() })?;
    let defects = engine.context.with(|ctx| modules::defects(&engine, &ctx, upload));
    let linked = match defects.is_empty() {
        true => linker.context.with(|ctx| modules::exports(&linker, &ctx, &stopped)),
        false => Err(defects),
    };
    match linked {
        Ok(exports) => say(&FromChild::Parsed { exports, defects: Vec::new() })?,
        Err(defects) => say(&FromChild::Parsed { exports: Vec::new(), defects })?,
    }
    exit(0)
}

/// Loads the entry, finds the function, calls it, and waits for its end.
fn evaluate<'js>(engine: &Engine, ctx: &Ctx<'js>, host: &Object<'js>, call: &Call) -> Result<Value, Failure> {
    let told = Told { engine, ctx };
    let turns = Turns { engine, ctx, host, told };
    let source = modules::entry(&call.upload)?;
    let declared = Module::declare(ctx.clone(), call.upload.entry.as_str(), source);
    let declared = declared.map_err(|error| told.failed_to_load(error, &call.upload))?;
    let (module, loaded) = declared.eval().map_err(|error| told.failed_to_load(error, &call.upload))?;
    let watch: rquickjs::Function<'_> = host.get("watch").map_err(|error| told.failure(error))?;
    watch.call::<_, ()>((loaded.clone(),)).map_err(|error| told.failure(error))?;
    turns.until(|| Ok(loaded.result::<rquickjs::Value<'_>>().is_some()))?;
    if let Some(Err(error)) = loaded.result::<rquickjs::Value<'_>>() {
        return Err(told.failed_to_load(error, &call.upload));
    }
    let error = |error| told.failure(error);
    let begin: rquickjs::Function<'_> = host.get("call").map_err(error)?;
    let exports = module.namespace().map_err(error)?;
    let texts = (call.params.to_string(), serde_json::to_string(&call.context).unwrap_or_default());
    let end: Object<'_> = begin.call((exports, call.function.clone(), texts.0, texts.1)).map_err(error)?;
    let result = || end.get::<_, Option<String>>("result").map_err(error);
    let errors = || end.get::<_, Vec<rquickjs::Value<'_>>>("error").map_err(error);
    turns.until(|| Ok(result()?.is_some() || !errors()?.is_empty()))?;
    if let Some(thrown) = errors()?.into_iter().next() {
        return Err(told.thrown(&thrown));
    }
    turns.check()?;
    let text = result()?.unwrap_or_default();
    let (size, most) = (text.len() as u64, call.limits.result);
    if size > most {
        let message = format!("the result has {size} bytes as JSON; at most {most} are allowed");
        return Err(Failure::new(Fault::ResultLimit, message));
    }
    kept(&text)
}

/// A result as a value. It is put into other values on its way, so it may not be nested as deeply as JSON can be read.
fn kept(text: &str) -> Result<Value, Failure> {
    const WRAPPED: usize = 8;
    let wrapped = format!("{}{text}{}", "[".repeat(WRAPPED), "]".repeat(WRAPPED));
    let mut value: Value = serde_json::from_str(&wrapped).map_err(|error| {
        Failure::new(Fault::ResultInvalid, format!("the result can't be kept as JSON: {error}"))
    })?;
    for _ in 0..WRAPPED {
        value = value.get_mut(0).map(Value::take).unwrap_or_default();
    }
    Ok(value)
}

fn say(line: &FromChild) -> Result<(), Failure> {
    line::write(line)
        .map_err(|error| Failure::new(Fault::Unavailable, format!("the supervisor is gone: {error}")))
}
