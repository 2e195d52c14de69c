//! The port of the executor and the API over a sandbox, wherever that runs its children.

mod probe;
mod translate;

use async_trait::async_trait;
use beadle_application::port::{self, CheckError, Defect, Fetches, SandboxRun, SandboxWork, TakesOutput};
use beadle_domain::{
    call::{RunResult, SandboxError},
    execution::OutputStream,
    function::Upload,
};
use serde_json::Value;

pub use self::probe::SandboxProbe;
use crate::{Egress, Fault, Log, LogLine, Report, Sandbox, log::Stream, supervisor::ParseError};

/// For whom uploads are parsed and layers are looked at: those belong to nobody. No user has such a name.
pub const PARSER: &str = "system:parser";

/// The port over `S`.
pub struct CodeSandbox<S>(pub S);

#[async_trait]
impl<S: Sandbox> port::Sandbox for CodeSandbox<S> {
    async fn run(&self, run: SandboxRun, output: &dyn TakesOutput) -> Result<RunResult, SandboxError> {
        let SandboxRun { work, timeout, deadline } = run;
        let owner = work.context().owner.clone();
        let log = Forwarded(output);
        match work {
            SandboxWork::Script { command, call } => {
                let run = translate::script(command, *call, timeout);
                match self.0.run_script(owner.as_str(), &run, &log).await.outcome {
                    Ok(Value::String(text)) => Ok(RunResult::Text { text, truncated: false }),
                    Ok(value) => Ok(RunResult::Value(value)),
                    Err(failure) => Err(translate::failure(failure)),
                }
            }
            SandboxWork::Function(run) => {
                let egress = match &run.fetches {
                    Fetches::Refused => Egress::default(),
                    Fetches::Mocked(mocks) => Egress { mocks: Some(mocks.clone()), ..Egress::default() },
                    Fetches::Sent(secrets) => Egress {
                        hosts: run.upload.hosts.clone(),
                        secrets: secrets
                            .iter()
                            .map(|(place, value)| (place.to_string(), value.clone()))
                            .collect(),
                        timeout,
                        mocks: None,
                    },
                };
                let run = translate::function(*run, timeout, deadline);
                let Report { outcome, .. } = self.0.run_function(owner.as_str(), &run, &egress, &log).await;
                match outcome {
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
    }

    async fn check(&self, upload: &Upload) -> Result<Vec<String>, CheckError> {
        let limits = translate::limits(upload);
        match self.0.parse_modules(PARSER, &translate::upload(upload), &limits).await {
            Ok(parsed) => Ok(parsed.exports),
            Err(ParseError::Defects(defects)) => {
                Err(CheckError::Defects(defects.into_iter().map(translate::defect).collect()))
            }
            Err(ParseError::Failed(failure))
                if matches!(
                    failure.fault,
                    Fault::Unavailable | Fault::Busy | Fault::Crashed | Fault::Timeout
                ) =>
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
