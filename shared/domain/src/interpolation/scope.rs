//! The values of placeholders in one attempt.

use std::{fmt, sync::LazyLock};

use beadle_values::id::{ExecutionId, TaskId};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{SecretValues, Upstream};
use crate::{
    batch::BatchSummary,
    config::Config,
    execution::{Execution, State},
};

/// The values of placeholders in one attempt.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// `${input…}`; takes precedence for bare names.
    pub input: &'a Map<String, Value>,
    /// Bare names that the input does not have.
    pub variables: &'a Map<String, Value>,
    /// `${secret:…}`.
    pub secrets: &'a SecretValues,
    /// `${execution…}` and `${task.id}`.
    pub facts: Facts,
    /// `${now}`.
    pub now: Timestamp,
    /// `${dep…}`.
    pub dep: Option<&'a Upstream>,
    /// `${callback.url}` and `${callback.token}`.
    pub callback: Option<CallbackPlace<'a>>,
    /// `${job…}`: what the answer to a start said.
    pub job: Option<&'a Map<String, Value>>,
    /// `${batch…}`: the batch whose end the execution follows.
    pub batch: Option<&'a BatchSummary>,
}

/// Where a job calls back.
#[derive(Clone, Copy)]
pub struct CallbackPlace<'a> {
    /// The address with the token in it.
    pub url: &'a str,
    /// The token.
    pub token: &'a str,
}

impl fmt::Debug for CallbackPlace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackPlace").finish_non_exhaustive()
    }
}

/// Facts about the execution.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// The id of the execution.
    pub id: ExecutionId,
    /// The task that it runs, if it is a saved one.
    pub task_id: Option<TaskId>,
    /// The number of the attempt, starting at 1.
    pub attempt: u32,
    /// The scheduled time that it runs for, if any.
    pub scheduled_for: Option<Timestamp>,
    /// When it was requested.
    pub created_at: Timestamp,
}

impl Facts {
    /// The facts about `execution`.
    pub fn of(execution: &Execution) -> Self {
        let request = &*execution.request;
        Self {
            id: request.id,
            task_id: request.task_id,
            attempt: match execution.state() {
                State::Running { attempt, .. } | State::Waiting { attempt, .. } => *attempt,
                _ => 1,
            },
            scheduled_for: request.trigger.scheduled_for,
            created_at: request.created_at,
        }
    }
}

static NOTHING: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);

impl<'a> Scope<'a> {
    /// The values in the attempt of `execution` at `now`.
    pub fn of(
        execution: &'a Execution,
        config: Option<&'a Config>,
        secrets: &'a SecretValues,
        dep: Option<&'a Upstream>,
        now: Timestamp,
    ) -> Self {
        Self {
            input: &execution.request.input,
            variables: config.map_or(&*NOTHING, |config| &config.profile.variables),
            secrets,
            facts: Facts::of(execution),
            now,
            dep,
            callback: None,
            job: None,
            batch: execution.request.trigger.batch.as_ref(),
        }
    }
}
