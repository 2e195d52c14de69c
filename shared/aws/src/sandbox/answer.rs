//! The result of an invocation.

use aws_sdk_lambda::{
    error::SdkError,
    operation::invoke::{InvokeError, InvokeOutput},
};
use beadle_sandbox::{Failure, Fault, invocation::Answer};
use beadle_values::cause::{Cause, Chain};
use serde::Deserialize;

use super::MAX_PAYLOAD;
use crate::errors::failed;

/// Why an invocation has no answer, as Lambda reports it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct FunctionError {
    error_type: String,
    error_message: String,
}

/// The answer of the function, if it has one.
pub(super) fn read(output: &InvokeOutput) -> Result<Answer, Failure> {
    let payload = output.payload().map(AsRef::as_ref).unwrap_or_default();
    if output.function_error().is_some() {
        return Err(broken(&serde_json::from_slice(payload).unwrap_or_default()));
    }
    serde_json::from_slice(payload).map_err(|error| {
        tracing::error!(%error, "the answer of the sandbox can't be read");
        unexpected()
    })
}

/// The function ended before it answered.
fn broken(error: &FunctionError) -> Failure {
    let FunctionError { error_type, error_message } = error;
    tracing::warn!(error.code = %error_type, error = %error_message, "the sandbox ended without an answer");
    if error_type == "Sandbox.Timedout" || error_message.contains("Task timed out") {
        return Failure::new(Fault::Timeout, "the time of the sandbox was up before the run was over");
    }
    Failure::new(Fault::Crashed, "the sandbox ended in the middle of the run")
}

/// There is no answer, or not to this.
pub(super) fn unexpected() -> Failure {
    Failure::new(Fault::Crashed, "the answer of the sandbox can't be read")
}

/// What is to be run does not fit into an invocation.
pub(super) fn too_large(size: usize) -> Failure {
    let message = format!("the run has {size} bytes as JSON; at most {MAX_PAYLOAD} reach the sandbox");
    Failure::new(Fault::SourceLimit, message)
}

/// The function was not invoked, or its answer was lost. Throttling and faults of the service pass; what the role or the
/// name of the function is to blame for does not.
pub(super) fn refused(error: SdkError<InvokeError>) -> Failure {
    let status = error.raw_response().map(|response| response.status().as_u16());
    let fault = match &error {
        SdkError::TimeoutError(_) => Fault::Timeout,
        SdkError::DispatchFailure(_) => Fault::Busy,
        SdkError::ResponseError(_) => Fault::Crashed,
        _ => match status {
            Some(409 | 429 | 500..=599) => Fault::Busy,
            Some(413) => Fault::SourceLimit,
            _ => Fault::Unavailable,
        },
    };
    let cause: Cause = failed("invoke the sandbox", error);
    tracing::warn!(error = %Chain(&cause), fault = fault.as_str(), "the sandbox did not take a run");
    let message = match fault {
        Fault::Timeout => "the sandbox did not answer in time",
        Fault::Busy => "the sandbox can't take the run now",
        Fault::Crashed => "the answer of the sandbox was lost",
        Fault::SourceLimit => "the run is larger than what reaches the sandbox",
        _ => "the sandbox can't be invoked",
    };
    Failure::new(fault, message)
}
