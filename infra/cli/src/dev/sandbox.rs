//! The sandbox of one machine: each run is a child process of this one, under a supervisor.

mod fetches;
mod translate;

use std::{env, ffi::OsString, io, sync::Arc};

use async_trait::async_trait;
use beadle_application::port::{
    CheckError, Defect, FunctionRun, HttpCaller, Sandbox, SandboxRun, SandboxWork, TakesOutput,
};
use beadle_domain::{
    call::{RunResult, SandboxError},
    execution::OutputStream,
    function::Upload,
};
use beadle_sandbox::{
    ChildProgram, Enforcement, Fault, Log, LogLine, Settings, Supervisor, log::Stream, supervisor::ParseError,
};
use serde_json::Value;

use self::fetches::fetch_for;

/// The sandbox of this machine.
pub struct LocalSandbox {
    supervisor: Supervisor,
    caller: Arc<dyn HttpCaller>,
}

impl LocalSandbox {
    /// A sandbox whose functions call out over `caller`. Where a layer of it can't be had, its runs fail, unless they
    /// `may_be_unsafe`.
    ///
    /// # Errors
    /// When the system has no process for it.
    pub fn new(caller: Arc<dyn HttpCaller>, may_be_unsafe: bool) -> io::Result<Self> {
        let settings = Settings {
            child: ChildProgram {
                path: env::current_exe()?,
                arguments: vec![OsString::from(beadle_sandbox_child::ARGUMENT)],
            },
            folder: env::temp_dir(),
            enforcement: if may_be_unsafe { Enforcement::Unsafe } else { Enforcement::Required },
            without: Vec::new(),
        };
        Ok(Self { supervisor: Supervisor::new(settings)?, caller })
    }

    async fn function(
        &self,
        run: FunctionRun,
        (timeout, deadline): (std::time::Duration, jiff::Timestamp),
        output: &dyn TakesOutput,
    ) -> Result<RunResult, SandboxError> {
        let fetch = fetch_for(&run, &self.caller, timeout);
        let run = translate::function(run, timeout, deadline);
        let report = self.supervisor.run_function(&run, &*fetch, &Forwarded(output)).await;
        match report.outcome {
            Ok(value) => Ok(RunResult::Value(value)),
            Err(failure) => {
                if let Some(stack) = &failure.stack {
                    let lines = stack.lines().map(|line| (OutputStream::Stderr, line.to_owned()));
                    output.take(lines.collect()).await;
                }
                Err(translate::failure(failure))
            }
        }
    }
}

#[async_trait]
impl Sandbox for LocalSandbox {
    async fn run(&self, run: SandboxRun, output: &dyn TakesOutput) -> Result<RunResult, SandboxError> {
        let SandboxRun { work, timeout, deadline } = run;
        match work {
            SandboxWork::Function(run) => self.function(*run, (timeout, deadline), output).await,
            SandboxWork::Script { command, call } => {
                let run = translate::script(command, *call, timeout);
                let report = self.supervisor.run_script(&run, &Forwarded(output)).await;
                match report.outcome {
                    Ok(Value::String(text)) => Ok(RunResult::Text { text, truncated: false }),
                    Ok(value) => Ok(RunResult::Value(value)),
                    Err(failure) => Err(translate::failure(failure)),
                }
            }
        }
    }

    async fn check(&self, upload: &Upload) -> Result<Vec<String>, CheckError> {
        let limits = translate::limits(upload);
        match self.supervisor.parse_modules(&translate::upload(upload), &limits).await {
            Ok(parsed) => Ok(parsed.exports),
            Err(ParseError::Defects(defects)) => {
                Err(CheckError::Defects(defects.into_iter().map(translate::defect).collect()))
            }
            Err(ParseError::Failed(failure))
                if matches!(failure.fault, Fault::Unavailable | Fault::Crashed | Fault::Timeout) =>
            {
                Err(translate::failure(failure).into())
            }
            Err(ParseError::Failed(failure)) => Err(CheckError::Defects(vec![Defect {
                module: upload.entry.clone(),
                line: 1,
                column: None,
                message: failure.message,
            }])),
        }
    }
}

/// Hands the log of a run on.
struct Forwarded<'a>(&'a dyn TakesOutput);

#[async_trait]
impl Log for Forwarded<'_> {
    async fn take(&self, lines: Vec<LogLine>) {
        let stream = |stream| match stream {
            Stream::Stdout => OutputStream::Stdout,
            Stream::Stderr => OutputStream::Stderr,
        };
        self.0.take(lines.into_iter().map(|line| (stream(line.stream), line.text)).collect()).await;
    }
}
