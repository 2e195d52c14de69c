//! Trying a function: nothing is sent and nothing is stored.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use beadle_domain::{
    call::{RunContext, RunResult, SandboxError},
    execution::OutputStream,
    function::{DryRun, FunctionName, FunctionRef, Pin, RanFunction},
};
use beadle_values::{
    duration,
    id::ExecutionId,
    violation::{Path, Violation},
};

use super::FunctionService;
use crate::{
    Call, Error, Operation,
    port::{Fetches, FunctionRun, SandboxRun, SandboxWork, TakesOutput},
};

/// How long a dry run may take. The response of a function behind API Gateway has to begin within 30 seconds.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The result of a dry run.
#[derive(Debug, Clone, PartialEq)]
pub struct DryRunResult {
    /// The version that ran.
    pub function: RanFunction,
    /// What it returned, or why it failed.
    pub outcome: Result<RunResult, SandboxError>,
    /// What it wrote.
    pub output: Vec<(OutputStream, String)>,
}

/// Keeps what a run writes.
#[derive(Default)]
struct Kept(Mutex<Vec<(OutputStream, String)>>);

#[async_trait]
impl TakesOutput for Kept {
    async fn take(&self, lines: Vec<(OutputStream, String)>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(lines);
    }
}

impl FunctionService {
    /// Runs the function as `run` says, with its calls answered by mocks. A failure of the function is a result.
    ///
    /// # Errors
    /// [`Error::Denied`] for all but operators, [`Error::FunctionNotFound`], [`Error::FunctionVersionNotFound`],
    /// [`Error::Invalid`] for an export that there is not, [`Error::Store`].
    pub async fn dry_run(
        &self,
        call: Call<'_>,
        name: &FunctionName,
        run: DryRun,
    ) -> Result<DryRunResult, Error> {
        Operation::InspectFunction.check_own(call.by)?;
        let function = self.existing(name).await?;
        let number = run.version.unwrap_or(function.current);
        let missing = || Error::FunctionVersionNotFound { name: name.clone(), number };
        if !function.versions.iter().any(|version| version.number == number) {
            return Err(missing());
        }
        let reference = FunctionRef { name: name.clone(), pin: Some(Pin::Number(number)) };
        let (version, export) = function.resolve(&reference, run.export.as_ref()).map_err(|failure| {
            Violation::new(Path::body().key("export"), "no_such_function", failure.message)
        })?;
        let upload = self.functions.source(name, &version.digest).await?.ok_or_else(missing)?;
        let id = ExecutionId::from_uuid(self.ids.fresh(call.now));
        let context = RunContext {
            owner: call.by.owner.clone(),
            execution: id,
            task: None,
            attempt: 1,
            idempotency_key: id.to_string(),
            scheduled_for: None,
        };
        let work = SandboxWork::Function(Box::new(FunctionRun {
            context,
            upload: Arc::new(upload),
            export,
            params: run.params,
            fetches: Fetches::Mocked(run.fetches),
        }));
        let run = SandboxRun { work, timeout: TIMEOUT, deadline: duration::after(call.now, TIMEOUT) };
        let kept = Kept::default();
        let outcome = self.sandbox.run(run, &kept).await;
        let output = kept.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(DryRunResult { function: version.ran(name), outcome, output })
    }
}
