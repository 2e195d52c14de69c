//! The engine: its limits, its globals, and its clock.

use std::{
    cell::{Cell, RefCell},
    fs::File,
    os::unix::fs::FileExt,
    rc::Rc,
    time::{Duration, Instant},
};

use beadle_sandbox::{
    fault::{Failure, Fault},
    function::Upload,
    limits::FunctionLimits,
    protocol::Usage,
};
use nix::sys::resource::{UsageWho, getrusage};
use rquickjs::{Context, Ctx, Function, Object, Persistent, Runtime, context::EvalOptions};

use super::{
    Extra, crypto,
    host::{self, Bodies},
    modules::{Loads, Problem},
};

/// The globals in JavaScript, in the order in which they need each other.
const GLOBALS: [(&str, &str); 8] = [
    ("beadle:console", include_str!("../js/console.js")),
    ("beadle:timers", include_str!("../js/timers.js")),
    ("beadle:encoding", include_str!("../js/encoding.js")),
    ("beadle:clone", include_str!("../js/clone.js")),
    ("beadle:url", include_str!("../js/url.js")),
    ("beadle:crypto", include_str!("../js/crypto.js")),
    ("beadle:fetch", include_str!("../js/fetch.js")),
    ("beadle:call", include_str!("../js/call.js")),
];

/// Globals of the engine that functions do without: they block, or are made for threads.
const REMOVED: &str =
    "delete globalThis.Atomics; delete globalThis.SharedArrayBuffer; delete globalThis.navigator;";

/// How long before the deadline the signal of the context is aborted, if a tenth of the time is more than that.
const WARNING: Duration = Duration::from_millis(500);

/// What is called about promises that are rejected, once it is there.
type Rejected = Rc<RefCell<Option<Persistent<Function<'static>>>>>;

/// The engine of one run.
pub(super) struct Engine {
    pub(super) context: Context,
    pub(super) limits: FunctionLimits,
    /// When the run has to be over.
    pub(super) deadline: Instant,
    /// When the signal of the context is aborted.
    pub(super) warning: Instant,
    /// Why the engine was interrupted, if it was.
    pub(super) interrupted: Rc<Cell<Option<Fault>>>,
    /// The last import that could not be resolved.
    pub(super) problem: Rc<RefCell<Option<Problem>>>,
    /// The bodies of answers that nobody read yet.
    pub(super) bodies: Bodies,
    rejected: Rejected,
    account: Option<File>,
    /// The most memory that the process had used before the function began, in bytes.
    before: Cell<u64>,
}

impl Engine {
    pub(super) fn new(upload: &Upload, limits: &FunctionLimits, timeout_ms: u64) -> Result<Self, Failure> {
        let timeout = Duration::from_millis(timeout_ms);
        let deadline = Instant::now() + timeout;
        let warning = deadline.checked_sub(WARNING.min(timeout / 10)).unwrap_or(deadline);
        crypto::warm_up().ok_or_else(|| Failure::new(Fault::Unavailable, "there is no cryptography"))?;
        let runtime = Runtime::new().map_err(unusable)?;
        runtime.set_memory_limit(usize::try_from(limits.heap).unwrap_or(usize::MAX));
        runtime.set_max_stack_size(usize::try_from(limits.stack).unwrap_or(usize::MAX));
        let interrupted = Rc::new(Cell::new(None));
        let (flag, cpu_ms) = (interrupted.clone(), limits.cpu_ms);
        runtime.set_interrupt_handler(Some(Box::new(move || {
            let fault = if self::cpu_ms() > cpu_ms {
                Some(Fault::CpuLimit)
            } else if Instant::now() > deadline {
                Some(Fault::Timeout)
            } else {
                None
            };
            flag.set(flag.get().or(fault));
            fault.is_some()
        })));
        let rejected: Rejected = Rc::default();
        let noted = rejected.clone();
        runtime.set_host_promise_rejection_tracker(Some(Box::new(
            move |ctx, promise, reason, is_handled| {
                let Some(note) = noted.borrow().clone() else { return };
                // Only an engine without memory can't note it, and that has its own end.
                let _ = note.restore(&ctx).and_then(|note| note.call::<_, ()>((promise, reason, is_handled)));
            },
        )));
        let problem = Rc::new(RefCell::new(None));
        let loads = Loads::new(upload, problem.clone());
        runtime.set_loader(loads.clone(), loads);
        let context = Context::full(&runtime).map_err(unusable)?;
        let (limits, before) = (*limits, Cell::new(0));
        Ok(Self {
            context,
            limits,
            deadline,
            warning,
            interrupted,
            problem,
            bodies: Bodies::default(),
            rejected,
            account: account(),
            before,
        })
    }

    /// Gives the engine its globals, and returns what they share with the host.
    pub(super) fn set_up<'js>(&self, ctx: &Ctx<'js>, extra: Option<Extra>) -> Result<Object<'js>, Failure> {
        let host = self.globals(ctx, extra).map_err(|error| {
            let exception = ctx.catch();
            let told = exception.as_exception().map(|exception| format!("{exception}")).unwrap_or_default();
            Failure::new(Fault::Unavailable, format!("the engine can't be set up: {error} {told}"))
        })?;
        self.before.set(memory(self.account.as_ref()));
        Ok(host)
    }

    fn globals<'js>(&self, ctx: &Ctx<'js>, extra: Option<Extra>) -> rquickjs::Result<Object<'js>> {
        let host = host::object(ctx, &self.limits, &self.bodies)?;
        for (name, source) in GLOBALS {
            let mut options = EvalOptions::default();
            options.filename = Some(name.to_owned());
            let define: Function<'_> =
                ctx.eval_with_options(format!("({})", source.trim_end().trim_end_matches(';')), options)?;
            define.call::<_, ()>((host.clone(),))?;
        }
        ctx.eval::<(), _>(REMOVED)?;
        if let Some(extra) = extra {
            extra(ctx)?;
        }
        self.rejected.replace(Some(Persistent::save(ctx, host.get::<_, Function<'_>>("rejected")?)));
        Ok(host)
    }

    /// Whether so much memory was in use that the heap must have been full.
    pub(super) fn was_full(&self) -> bool {
        memory(self.account.as_ref()).saturating_sub(self.before.get()) > self.limits.heap / 4 * 3
    }

    pub(super) fn usage(&self) -> Usage {
        Usage { cpu_ms: cpu_ms(), memory: memory(self.account.as_ref()) }
    }
}

fn unusable(error: rquickjs::Error) -> Failure {
    Failure::new(Fault::Unavailable, format!("the engine can't be set up: {error}"))
}

/// Processor time of this process, in milliseconds.
fn cpu_ms() -> u64 {
    let Ok(usage) = getrusage(UsageWho::RUSAGE_SELF) else { return 0 };
    let ms = |time: nix::sys::time::TimeVal| time.tv_sec() * 1_000 + time.tv_usec() / 1_000;
    u64::try_from(ms(usage.user_time()) + ms(usage.system_time())).unwrap_or_default()
}

/// The kernel's account of this process, opened before nothing can be opened any more. `getrusage` would tell the most
/// memory of the process that this one was started from.
fn account() -> Option<File> {
    File::open("/proc/self/status").ok()
}

/// The most memory that this process had in use, in bytes; 0 if it is unknown.
fn memory(account: Option<&File>) -> u64 {
    let mut text = [0; 4096];
    let count = account.and_then(|account| account.read_at(&mut text, 0).ok()).unwrap_or_default();
    let text = String::from_utf8_lossy(text.get(..count).unwrap_or_default());
    let field = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    field.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default() * 1024
}
