//! The changes that the projector reads: one for every write of a task or an execution, for every write that moves a
//! circuit breaker, and for every write of a record that is only audited.

use std::fmt;

use beadle_values::id::{ConfigId, ExecutionId, OwnerId, TaskId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::audit::RecordChange;
use crate::{
    account::Credits,
    call, cost,
    execution::{CancelReason, Execution, Progress, Status, TriggerKind},
    gate::{BreakerState, Transition},
    spec::TaskType,
    task::{Priority, Task},
};

/// The place of a change in its shard; later ones are greater.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sequence(String);

impl Sequence {
    /// The width every sequence number is filled up to, so that text order is number order. DynamoDB's have up to 40
    /// digits (`StreamRecord` in its API reference).
    const WIDTH: usize = 40;

    /// The sequence of a decimal number.
    pub fn of(digits: impl fmt::Display) -> Self {
        Self(format!("{:0>width$}", digits.to_string(), width = Self::WIDTH))
    }

    /// The number, filled up with zeros.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A change, its place and its time.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeRecord {
    /// The shard of the change stream.
    pub shard: String,
    /// The place in the shard.
    pub sequence: Sequence,
    /// When it happened.
    pub at: Timestamp,
    /// What.
    pub change: Change,
}

impl ChangeRecord {
    /// The execution, where the change is its end.
    pub fn ended(&self) -> Option<&ExecutionFacts> {
        match &self.change {
            Change::Execution { before, after } => {
                let was_final = before.is_some_and(|before| before.status.is_final());
                (after.status.is_final() && !was_final).then_some(after)
            }
            _ => None,
        }
    }
}

/// A row before and after a write.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly all of them are of executions")]
pub enum Change {
    /// A task was created or changed.
    Task {
        /// Before; `None` for a new one.
        before: Option<Box<Task>>,
        /// After.
        after: Box<Task>,
    },
    /// An execution was started or went on.
    Execution {
        /// Its state and the number of attempts before; `None` for a new one.
        before: Option<Before>,
        /// After.
        after: ExecutionFacts,
    },
    /// The circuit breaker of a config changed its state.
    Breaker {
        /// The config.
        config: ConfigId,
        /// Its owner.
        owner: OwnerId,
        /// What it went through, in order; at least one.
        transitions: Vec<Transition>,
    },
    /// A record was created or changed of which nothing follows but an entry of the audit trail.
    Record(Box<RecordChange>),
}

impl Change {
    /// The change that took the breaker of `config` from `before` to `after`; `None` where it stands as it stood.
    pub fn of_breaker(config: ConfigId, before: Option<&BreakerState>, after: &BreakerState) -> Option<Self> {
        let transitions = after.transitions_since(before).to_vec();
        let owner = after.owner.clone();
        (!transitions.is_empty()).then_some(Self::Breaker { config, owner, transitions })
    }
}

/// What counts of an execution before a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    /// Its state.
    pub status: Status,
    /// The attempts that had ended.
    pub attempts: u32,
}

/// What counts of an execution after a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExecutionFacts {
    /// Its id.
    pub id: ExecutionId,
    /// Whose it is.
    pub owner: OwnerId,
    /// The task it runs, if one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_id: Option<TaskId>,
    /// What it does.
    pub task_type: TaskType,
    /// What started it.
    pub trigger: TriggerKind,
    /// What it costs its owner when it completes.
    #[serde(default, skip_serializing_if = "Credits::is_zero")]
    pub credits: Credits,
    /// Which queue it takes.
    pub priority: Priority,
    /// The execution that it repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replay_of: Option<ExecutionId>,
    /// How many releases led to it one after the other.
    #[serde(default)]
    pub depth: u32,
    /// Its state.
    pub status: Status,
    /// The attempts that have ended.
    pub attempts: u32,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When its first attempt was claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The tokens it has used, once it has ended.
    #[serde(default)]
    pub tokens: u64,
    /// What it cost, once it has ended, in billionths of a US dollar.
    #[serde(default)]
    pub nano_usd: u64,
    /// Why it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<CancelReason>,
    /// What it came to, for the task it runs; see [`TaskStats::last_result`](crate::task::TaskStats::last_result).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Value>,
}

impl ExecutionFacts {
    /// What an execution of type `task_type` came to with `progress`, for the task `task`; `None` for an ad-hoc request
    /// and before it has completed.
    pub fn result_of(task: Option<TaskId>, task_type: TaskType, progress: &Progress) -> Option<Value> {
        let completed = task.is_some() && progress.state.status() == Status::Completed;
        let answer = progress.answer.as_ref().filter(|_| completed)?;
        Some(call::brief_result(task_type, answer))
    }
}

impl From<&Execution> for ExecutionFacts {
    fn from(execution: &Execution) -> Self {
        let Execution { request, progress } = execution;
        Self {
            id: request.id,
            owner: request.owner.clone(),
            task_id: request.task_id,
            task_type: request.spec.task_type(),
            trigger: request.trigger.kind,
            credits: request.credits,
            priority: request.priority,
            replay_of: request.trigger.replay_of,
            depth: request.trigger.depth,
            status: execution.status(),
            attempts: u32::try_from(progress.attempts.len()).unwrap_or(u32::MAX),
            created_at: request.created_at,
            started_at: progress.started_at(),
            ended_at: progress.state.ended_at(),
            error: match execution.status() {
                Status::Failed => progress.failure().map(|failure| failure.message.clone()),
                _ => None,
            },
            tokens: execution.tokens_consumed(),
            nano_usd: cost::booked(execution),
            cancel_reason: progress.state.cancel_reason(),
            result: Self::result_of(request.task_id, request.spec.task_type(), progress),
        }
    }
}

impl From<&Execution> for Before {
    fn from(execution: &Execution) -> Self {
        let attempts = u32::try_from(execution.progress.attempts.len()).unwrap_or(u32::MAX);
        Self { status: execution.status(), attempts }
    }
}
