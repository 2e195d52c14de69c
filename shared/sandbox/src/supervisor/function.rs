//! One run of a function: its lines are answered until it is done.

use std::{os::unix::process::ExitStatusExt, process::ExitStatus};

use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use serde_json::Value;
use tokio::time::{self, Instant, MissedTickBehavior};

use super::{
    Report, Supervisor,
    launch::{Access, Running, line},
    pipes::Written,
};
use crate::{
    fault::{Failure, Fault},
    fetch::Fetch,
    function::FunctionRun,
    limits::{FunctionLimits, ProcessLimits},
    log::{Lines, Log, PERIOD, Stream},
    protocol::{Call, Fetched, FromChild, Usage, Work},
};

const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;
const SIGSYS: i32 = 31;

impl Supervisor {
    /// Runs a function and returns what it came to. `fetch` makes its calls, `log` gets its console while it runs. Dropping
    /// the future ends the function.
    pub async fn run_function(&self, run: &FunctionRun, fetch: &dyn Fetch, log: &dyn Log) -> Report {
        let deadline = Instant::now() + run.timeout;
        match self.start_function(run, deadline).await {
            Ok(running) => Session::new(run, running, fetch).follow(deadline, log).await,
            Err(failure) => Report::failed(failure),
        }
    }

    async fn start_function(&self, run: &FunctionRun, deadline: Instant) -> Result<Running, Failure> {
        let (size, most) = (run.upload.size(), run.limits.source);
        if size > most {
            let message = format!("the modules have {size} bytes; at most {most} are allowed");
            return Err(Failure::new(Fault::SourceLimit, message));
        }
        let timeout_ms = u64::try_from(run.timeout.as_millis()).unwrap_or(u64::MAX);
        let call = Call {
            upload: run.upload.clone(),
            function: run.function.clone(),
            params: run.params.clone(),
            context: run.context.clone(),
            timeout_ms,
            limits: run.limits,
        };
        let limits = ProcessLimits::function(&run.limits);
        // Where the child finds out how much memory it had in use.
        let access = Access { read: vec!["/proc/self/status".into()], ..Access::default() };
        self.launch(Work::Function(Box::new(call)), access, limits, deadline).await
    }
}

/// What a child said about the end.
type Verdict = (Result<Value, Failure>, Usage);

/// A function that runs.
struct Session<'r> {
    running: Running,
    limits: &'r FunctionLimits,
    timeout_ms: u128,
    fetch: &'r dyn Fetch,
    fetches: FuturesUnordered<BoxFuture<'r, Fetched>>,
    fetched: u32,
    lines: Lines,
    console: u64,
}

impl<'r> Session<'r> {
    fn new(run: &'r FunctionRun, running: Running, fetch: &'r dyn Fetch) -> Self {
        Self {
            running,
            limits: &run.limits,
            timeout_ms: run.timeout.as_millis(),
            fetch,
            fetches: FuturesUnordered::new(),
            fetched: 0,
            lines: Lines::new(run.limits.console),
            console: 0,
        }
    }

    async fn follow(mut self, deadline: Instant, log: &dyn Log) -> Report {
        let mut period = time::interval(PERIOD);
        period.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut verdict = self.heard();
        while verdict.is_none() {
            tokio::select! {
                written = self.running.pipes.written.recv() => match written {
                    Some(written) => verdict = self.take(&written),
                    None => break,
                },
                Some(fetched) = self.fetches.next(), if !self.fetches.is_empty() => match line(&fetched) {
                    Ok(line) => self.running.pipes.send(line),
                    Err(failure) => verdict = Some(failed(failure)),
                },
                () = time::sleep_until(deadline) => verdict = Some(failed(self.late())),
                _ = period.tick() => if let Some(lines) = self.lines.untaken() {
                    // A log that is slow must not keep the function beyond its deadline.
                    let _ = time::timeout_at(deadline, log.take(lines)).await;
                },
            }
        }
        let ended = self.running.end().await;
        let (outcome, mut usage) = verdict.unwrap_or_else(|| failed(self.crashed(ended.as_ref().ok())));
        if let Ok((_, cpu_ms)) = ended {
            usage.cpu_ms = usage.cpu_ms.max(cpu_ms);
        }
        if let Some(lines) = self.lines.untaken() {
            log.take(lines).await;
        }
        Report { outcome, log: self.lines.into_kept(), usage, layers: self.running.layers }
    }

    fn take(&mut self, written: &Written) -> Option<Verdict> {
        match written {
            Written::Stdout(bytes) => match self.running.lines.push(bytes) {
                Ok(()) => self.heard(),
                Err(error) => Some(failed(Failure::new(Fault::Crashed, error.to_string()))),
            },
            Written::Stderr(bytes) => {
                self.running.note(bytes);
                None
            }
        }
    }

    /// Does what the lines that arrived ask for. The child may be anybody by now, so its limits are checked here too.
    fn heard(&mut self) -> Option<Verdict> {
        loop {
            match self.running.lines.next::<FromChild>() {
                Ok(None) => return None,
                Ok(Some(FromChild::Console { level, text })) => {
                    self.console += text.len() as u64 + 1;
                    let stream = if matches!(level.as_str(), "warn" | "error") {
                        Stream::Stderr
                    } else {
                        Stream::Stdout
                    };
                    self.lines.add(stream, &text);
                    if self.console > self.limits.console {
                        let message =
                            format!("the console was written more than {} bytes", self.limits.console);
                        return Some(failed(Failure::new(Fault::ConsoleLimit, message)));
                    }
                }
                Ok(Some(FromChild::Fetch { id, request })) => {
                    self.fetched += 1;
                    if self.fetched > self.limits.fetches {
                        let message = format!("the function made more than {} fetches", self.limits.fetches);
                        return Some(failed(Failure::new(Fault::FetchLimit, message)));
                    }
                    let (fetch, most) = (self.fetch, self.limits.fetch_body);
                    self.fetches.push(Box::pin(async move {
                        Fetched { id, outcome: fetch.fetch(request, most).await }
                    }));
                }
                Ok(Some(FromChild::Done { result, usage })) => return Some((self.checked(result), usage)),
                Ok(Some(FromChild::Failed { failure, usage })) => return Some((Err(failure), usage)),
                Ok(Some(_)) | Err(_) => {
                    let message = "the child does not keep to the protocol";
                    return Some(failed(Failure::new(Fault::Crashed, message)));
                }
            }
        }
    }

    fn checked(&self, result: Value) -> Result<Value, Failure> {
        let size = result.to_string().len() as u64;
        if size <= self.limits.result {
            return Ok(result);
        }
        let message =
            format!("the result has {size} bytes as JSON; at most {} are allowed", self.limits.result);
        Err(Failure::new(Fault::ResultLimit, message))
    }

    fn late(&self) -> Failure {
        Failure::new(Fault::Timeout, format!("the function did not end within {} ms", self.timeout_ms))
    }

    /// The failure of a child that ended without a word.
    fn crashed(&self, ended: Option<&(ExitStatus, u64)>) -> Failure {
        let signal = ended.and_then(|(status, _)| status.signal());
        let cpu_ms = ended.map_or(0, |(_, cpu_ms)| *cpu_ms);
        match signal {
            Some(SIGXCPU) => self.out_of_time(),
            Some(SIGKILL) if cpu_ms >= self.limits.cpu_ms => self.out_of_time(),
            Some(SIGSYS) => Failure::new(
                Fault::Violation,
                "the function made a system call that no function needs, and was ended",
            ),
            _ => {
                let said = String::from_utf8_lossy(&self.running.errors).into_owned();
                tracing::warn!(?signal, said, "the child of a function crashed");
                Failure::new(Fault::Crashed, "the child that ran the function crashed")
            }
        }
    }

    fn out_of_time(&self) -> Failure {
        let most = self.limits.cpu_ms;
        Failure::new(Fault::CpuLimit, format!("the function used more than {most} ms of processor time"))
    }
}

fn failed(failure: Failure) -> Verdict {
    (Err(failure), Usage::default())
}
