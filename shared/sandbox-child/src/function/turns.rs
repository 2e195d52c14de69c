//! The loop of events: jobs, timers and fetches, until something has come true.

use std::{
    io::Read,
    os::fd::AsFd,
    time::{Duration, Instant},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use beadle_sandbox::{
    fault::{Failure, Fault},
    protocol::Fetched,
};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use rquickjs::{Ctx, Function, Object, Value};
use serde_json::json;

use super::{engine::Engine, failure::Told};

/// One function's turns.
pub(super) struct Turns<'e, 'js> {
    pub(super) engine: &'e Engine,
    pub(super) ctx: &'e Ctx<'js>,
    pub(super) host: &'e Object<'js>,
    pub(super) told: Told<'e, 'js>,
}

impl<'js> Turns<'_, 'js> {
    /// Goes on until `is_done`.
    pub(super) fn until(&self, is_done: impl Fn() -> Result<bool, Failure>) -> Result<(), Failure> {
        let mut input = Input::default();
        let mut is_warned = false;
        loop {
            self.check()?;
            if is_done()? {
                return Ok(());
            }
            if !is_warned && Instant::now() >= self.engine.warning {
                is_warned = true;
                if let Some(abort) = self.ask::<Option<Function<'_>>>("abort")? {
                    abort.call::<_, ()>(()).map_err(|error| self.told.failure(error))?;
                    continue;
                }
            }
            if self.call::<bool>("fireTimer")? {
                continue;
            }
            let (timer, fetches) = (self.call::<f64>("nextTimer")?, self.call::<u32>("pendingFetches")?);
            if timer < 0.0 && fetches == 0 {
                return Err(self.stuck());
            }
            let next = if is_warned { self.engine.deadline } else { self.engine.warning };
            let wake = next.saturating_duration_since(Instant::now());
            let timer = if timer < 0.0 { wake } else { Duration::from_secs_f64(timer / 1e3) };
            for fetched in input.wait(timer.min(wake))? {
                self.settle(fetched)?;
            }
        }
    }

    /// Runs the jobs that are ready, and fails if the engine was interrupted or a rejection was left alone.
    pub(super) fn check(&self) -> Result<(), Failure> {
        while self.ctx.execute_pending_job() {
            self.told.interrupted().map_or(Ok(()), Err)?;
        }
        self.told.interrupted().map_or(Ok(()), Err)?;
        if let Some(reason) = self.call::<Vec<Value<'_>>>("firstUnhandled")?.into_iter().next() {
            let mut failure = self.told.thrown(&reason);
            if failure.fault == Fault::FunctionThrew {
                failure.fault = Fault::UnhandledRejection;
                failure.message = format!("a promise that nobody awaits was rejected: {}", failure.message);
            }
            return Err(failure);
        }
        Ok(())
    }

    fn stuck(&self) -> Failure {
        if self.engine.was_full() {
            return self.told.heap_is_full();
        }
        Failure::new(
            Fault::NeverSettles,
            "the function waits for a promise that nothing can settle: no timer and no fetch is pending",
        )
    }

    fn settle(&self, fetched: Fetched) -> Result<(), Failure> {
        let head = match fetched.outcome {
            Ok(response) => {
                self.engine
                    .bodies
                    .keep(fetched.id, BASE64_STANDARD.decode(response.body).unwrap_or_default());
                json!({"status": response.status, "headers": response.headers})
            }
            Err(error) => json!({"error": error}),
        };
        let error = |error| self.told.failure(error);
        let settle: Function<'_> = self.host.get("settleFetch").map_err(error)?;
        settle.call::<_, ()>((fetched.id, head.to_string())).map_err(error)
    }

    fn ask<T: rquickjs::FromJs<'js>>(&self, name: &str) -> Result<T, Failure> {
        self.host.get(name).map_err(|error| self.told.failure(error))
    }

    fn call<T: rquickjs::FromJs<'js>>(&self, name: &str) -> Result<T, Failure> {
        self.ask::<Function<'_>>(name)?.call(()).map_err(|error| self.told.failure(error))
    }
}

/// What the supervisor says.
#[derive(Default)]
struct Input {
    bytes: Vec<u8>,
}

impl Input {
    /// Waits at most for `time`, and returns the answers that arrived.
    fn wait(&mut self, time: Duration) -> Result<Vec<Fetched>, Failure> {
        let lost = |why: String| Failure::new(Fault::Crashed, format!("the supervisor is lost: {why}"));
        // Rounded up: a timer must not be asked for before its time.
        let ms = u16::try_from(time.as_micros().div_ceil(1_000)).unwrap_or(u16::MAX);
        let stdin = std::io::stdin();
        let mut watched = [PollFd::new(stdin.as_fd(), PollFlags::POLLIN)];
        if poll(&mut watched, PollTimeout::from(ms)).map_err(|error| lost(error.to_string()))? == 0 {
            return Ok(Vec::new());
        }
        let mut chunk = [0; 64 * 1024];
        // Nothing is left behind in the buffer of the handle: it is taken at once.
        let count = stdin.lock().read(&mut chunk).map_err(|error| lost(error.to_string()))?;
        if count == 0 {
            return Err(lost("it closed the pipe".to_owned()));
        }
        let chunk = chunk.get(..count).unwrap_or_default();
        self.bytes.extend_from_slice(chunk);
        if chunk.contains(&b'\n') {
            self.lines().map_err(|error| lost(error.to_string()))
        } else {
            Ok(Vec::new())
        }
    }

    fn lines(&mut self) -> serde_json::Result<Vec<Fetched>> {
        let Some(end) = self.bytes.iter().rposition(|byte| *byte == b'\n') else { return Ok(Vec::new()) };
        let whole: Vec<u8> = self.bytes.drain(..=end).collect();
        whole
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(serde_json::from_slice)
            .collect()
    }
}
