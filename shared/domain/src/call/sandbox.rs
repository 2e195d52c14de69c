//! A run in the sandbox: a script or a function that is ready to run, its result, and why there is none.

use std::{collections::BTreeMap, fmt};

use beadle_values::id::{ExecutionId, OwnerId, TaskId};
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::Value;

use super::{
    Redactor,
    evaluate::Body,
    stored_response::{self, RawResponse},
};
use crate::{
    execution::{Execution, Failure, FailureCode, conclude::Outcome},
    function::{ExportName, FunctionRef},
};

/// For whom a run is, and what a function learns of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunContext {
    /// The owner, who is the tenant of the sandbox.
    pub owner: OwnerId,
    /// The execution.
    pub execution: ExecutionId,
    /// The saved task, if there is one.
    pub task: Option<TaskId>,
    /// Which attempt, from 1.
    pub attempt: u32,
    /// The same for each attempt of the execution.
    pub idempotency_key: String,
    /// When its schedule wanted it.
    pub scheduled_for: Option<Timestamp>,
}

impl RunContext {
    /// The context of attempt `attempt` of `execution`.
    pub fn of(execution: &Execution, attempt: u32) -> Self {
        let request = &*execution.request;
        Self {
            owner: request.owner.clone(),
            execution: request.id,
            task: request.task_id,
            attempt,
            idempotency_key: request.destination_key(),
            scheduled_for: request.trigger.scheduled_for,
        }
    }
}

/// A command to run, with its placeholders filled in.
#[derive(Clone, PartialEq)]
pub struct ScriptCall {
    /// For whom.
    pub context: RunContext,
    /// The name of the command on the list of commands.
    pub command: String,
    /// Its arguments.
    pub args: Vec<String>,
    /// What the task adds to its environment; may hold secrets.
    pub env: BTreeMap<String, String>,
    /// Where it starts.
    pub cwd: Option<String>,
    /// What it reads.
    pub input: Value,
    /// The exit codes after which no other attempt is made.
    pub final_exit_codes: Vec<u16>,
}

impl fmt::Debug for ScriptCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&String> = self.env.keys().collect();
        f.debug_struct("ScriptCall")
            .field("command", &self.command)
            .field("env", &names)
            .finish_non_exhaustive()
    }
}

/// A function to call, with the placeholders of its parameters filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionCall {
    /// For whom.
    pub context: RunContext,
    /// Which function.
    pub function: FunctionRef,
    /// Which export.
    pub export: Option<ExportName>,
    /// Its first argument.
    pub params: Value,
}

/// The result of a run.
#[derive(Debug, Clone, PartialEq)]
pub enum RunResult {
    /// A JSON value.
    Value(Value),
    /// All that a script wrote to its standard output, and whether that was more than this.
    Text {
        /// The text.
        text: String,
        /// Whether there was more.
        truncated: bool,
    },
}

/// Why a run failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SandboxError {
    /// The kind of failure.
    pub code: FailureCode,
    /// What happened, for the author of the code.
    pub message: String,
}

impl SandboxError {
    /// Nothing here runs scripts and functions.
    pub fn unavailable(why: impl Into<String>) -> Self {
        Self { code: FailureCode::SandboxUnavailable, message: why.into() }
    }
}

impl From<SandboxError> for Failure {
    fn from(error: SandboxError) -> Self {
        Self::new(error.code, error.message)
    }
}

/// The outcome of a run with `result`, in which the secrets in `redactor` are masked.
pub fn evaluate_run(result: RunResult, redactor: &Redactor) -> Outcome {
    let (body, bytes, truncated) = match result {
        RunResult::Value(value) => (Body::Value(value.clone()), Bytes::from(value.to_string()), false),
        RunResult::Text { text, truncated } => (Body::Plain, Bytes::from(text), truncated),
    };
    let size = bytes.len() as u64;
    let raw = RawResponse { status: None, headers: Vec::new(), bytes, size, truncated, body };
    Outcome::Succeeded { answer: Some(stored_response::build(raw, None, Vec::new(), redactor)) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::execution::AnswerBody;

    #[test]
    fn the_result_is_what_the_run_returned_without_its_secrets() {
        let redactor = Redactor::new(["hunter2"]);
        let stored = |result| match evaluate_run(result, &redactor) {
            Outcome::Succeeded { answer: Some(answer) } => (answer.body, answer.truncated),
            other => panic!("{other:?}"),
        };
        let value = RunResult::Value(json!({"token": "hunter2", "rows": 3}));
        assert_eq!(stored(value), (AnswerBody::Json(json!({"token": "********", "rows": 3})), false));
        let text = RunResult::Text { text: "the password is hunter2\n".to_owned(), truncated: true };
        assert_eq!(stored(text), (AnswerBody::Text("the password is ********\n".to_owned()), true));
        let nothing = RunResult::Text { text: String::new(), truncated: false };
        assert_eq!(stored(nothing), (AnswerBody::Empty, false));
    }

    #[test]
    fn debug_hides_the_environment() {
        let context = RunContext {
            owner: OwnerId::parse("ada").unwrap(),
            execution: ExecutionId::from_uuid(uuid::Uuid::nil()),
            task: None,
            attempt: 1,
            idempotency_key: String::new(),
            scheduled_for: None,
        };
        let call = ScriptCall {
            context,
            command: "a".to_owned(),
            args: Vec::new(),
            env: [("TOKEN".to_owned(), "hunter2".to_owned())].into(),
            cwd: None,
            input: Value::Null,
            final_exit_codes: Vec::new(),
        };
        assert!(!format!("{call:?}").contains("hunter2"));
    }
}
