//! Runs and failures in the words of the supervisor and of the port.

use std::time::Duration;

use beadle_application::port::{self, Defect};
use beadle_domain::{
    call::{SandboxError, ScriptCall},
    execution::FailureCode,
    function,
    script::AllowedCommand,
};
use jiff::Timestamp;

use crate::{
    Failure, Fault, FunctionRun, ScriptRun, Upload,
    function::Context,
    limits::{FunctionLimits, ScriptLimits},
};

pub(super) fn script(command: AllowedCommand, call: ScriptCall, timeout: Duration) -> ScriptRun {
    let AllowedCommand { path, sha256, network, cwd, writes_cwd, read, user } = command;
    ScriptRun {
        command: crate::AllowedCommand {
            path: path.into(),
            sha256,
            network,
            cwd: cwd.into_iter().map(Into::into).collect(),
            writes_cwd,
            read: read.into_iter().map(Into::into).collect(),
            user,
        },
        arguments: call.args,
        environment: call.env,
        folder: call.cwd.map(Into::into),
        input: call.input,
        final_statuses: call.final_exit_codes.into_iter().map(i32::from).collect(),
        timeout,
        limits: ScriptLimits::default(),
    }
}

pub(super) fn function(run: port::FunctionRun, timeout: Duration, deadline: Timestamp) -> FunctionRun {
    let context = run.context;
    FunctionRun {
        upload: upload(&run.upload),
        limits: limits(&run.upload),
        function: run.export,
        params: run.params,
        context: Context {
            execution_id: context.execution.to_string(),
            task_id: context.task.map(|task| task.to_string()),
            attempt: context.attempt,
            idempotency_key: context.idempotency_key,
            scheduled_for: context.scheduled_for.map(|time| time.to_string()),
            deadline: deadline.to_string(),
        },
        timeout,
    }
}

pub(super) fn upload(upload: &function::Upload) -> Upload {
    Upload { modules: upload.modules.clone(), entry: upload.entry.clone() }
}

pub(super) fn limits(upload: &function::Upload) -> FunctionLimits {
    FunctionLimits {
        heap: u64::from(upload.memory_mb) * 1024 * 1024,
        cpu_ms: upload.cpu_ms.into(),
        ..FunctionLimits::default()
    }
}

pub(super) fn defect(defect: crate::function::Defect) -> Defect {
    let crate::function::Defect { module, line, column, message } = defect;
    Defect { module, line, column, message }
}

/// The failure codes are named like the faults. An exit code after which no other attempt is made has one of its own.
pub(super) fn failure(failure: Failure) -> SandboxError {
    let code = match failure.fault {
        Fault::ScriptExit if !failure.retryable => FailureCode::ScriptFinal,
        fault => fault.as_str().parse().unwrap_or(FailureCode::SandboxCrashed),
    };
    SandboxError { code, message: failure.message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_a_failure_code_that_is_retried_alike() {
        let mut compared = 0;
        for fault in Fault::ALL {
            let code: FailureCode = fault.as_str().parse().unwrap();
            let retried = beadle_domain::execution::Failure::new(code, "").is_retryable();
            assert_eq!(retried, Failure::new(fault, "").retryable, "{}", fault.as_str());
            compared += 1;
        }
        assert_eq!(compared, Fault::ALL.len());
        let last = Failure { retryable: false, ..Failure::new(Fault::ScriptExit, "") };
        assert_eq!(failure(last).code, FailureCode::ScriptFinal);
    }
}
