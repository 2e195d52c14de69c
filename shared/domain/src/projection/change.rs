//! The changes that the projector reads: one per write of a task or an execution, one per write that changes
//! a circuit breaker's phase, and one per write of a record that is only audited.

use std::fmt;

use beadle_values::id::{BatchId, ConfigId, ExecutionId, OwnerId, TaskId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::audit::RecordChange;
use crate::{
    account::Credits,
    call, cost,
    execution::{CancelReason, Execution, Progress, Status, TriggerKind},
    gate::{BreakerState, Transition},
    order::{Order, OrderLine},
    spec::TaskType,
    task::{Priority, Task},
};

/// The position of a change in its shard; later changes have greater ones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sequence(String);

impl Sequence {
    /// The width to which sequence numbers are padded, so that text order is number order. DynamoDB's have up
    /// to 40 digits (`StreamRecord` in its API reference).
    const WIDTH: usize = 40;

    /// The sequence of a decimal number.
    pub fn of(digits: impl fmt::Display) -> Self {
        Self(format!("{:0>width$}", digits.to_string(), width = Self::WIDTH))
    }

    /// The number, padded with zeros.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A change with its position and time.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeRecord {
    /// The shard of the change stream.
    pub shard: String,
    /// The position in the shard.
    pub sequence: Sequence,
    /// When the change happened.
    pub at: Timestamp,
    /// The change.
    pub change: Change,
}

impl ChangeRecord {
    /// Whether it is of an execution that ended in another service.
    pub fn is_history(&self) -> bool {
        matches!(&self.change, Change::Execution { after, .. } if after.is_history)
    }

    /// The execution, if the change is its end here.
    pub fn ended(&self) -> Option<&ExecutionFacts> {
        match &self.change {
            Change::Execution { before, after } if !after.is_history => {
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
        /// The task before; `None` for a new one.
        before: Option<Box<Task>>,
        /// The task after.
        after: Box<Task>,
    },
    /// An execution was created or changed.
    Execution {
        /// Its status and number of attempts before; `None` for a new one.
        before: Option<Before>,
        /// The execution after.
        after: ExecutionFacts,
    },
    /// A circuit breaker changed its phase.
    Breaker {
        /// The config of the breaker.
        config: ConfigId,
        /// The owner of the config.
        owner: OwnerId,
        /// The transitions in order; at least one.
        transitions: Vec<Transition>,
    },
    /// A batch was closed.
    BatchClosed(BatchId),
    /// A record was created or changed that affects only the audit trail.
    Record(Box<RecordChange>),
}

impl Change {
    /// The change of the breaker of `config` from `before` to `after`; `None` if its phase did not change.
    pub fn of_breaker(config: ConfigId, before: Option<&BreakerState>, after: &BreakerState) -> Option<Self> {
        let transitions = after.transitions_since(before).to_vec();
        let owner = after.owner.clone();
        (!transitions.is_empty()).then_some(Self::Breaker { config, owner, transitions })
    }
}

/// The relevant part of an execution before a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    /// The status.
    pub status: Status,
    /// The number of ended attempts.
    pub attempts: u32,
}

/// The relevant part of an execution after a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExecutionFacts {
    /// The id of the execution.
    pub id: ExecutionId,
    /// The owner of the execution.
    pub owner: OwnerId,
    /// The task that it runs, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_id: Option<TaskId>,
    /// The task type.
    pub task_type: TaskType,
    /// The batch that counts it, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch_id: Option<BatchId>,
    /// What started it.
    pub trigger: TriggerKind,
    /// The credits that its owner pays when it completes.
    #[serde(default, skip_serializing_if = "Credits::is_zero")]
    pub credits: Credits,
    /// The priority, which selects its queue.
    pub priority: Priority,
    /// The execution that it replays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replay_of: Option<ExecutionId>,
    /// The number of chained releases that led to it.
    #[serde(default)]
    pub depth: u32,
    /// The status.
    pub status: Status,
    /// The number of ended attempts.
    pub attempts: u32,
    /// When it was requested.
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
    /// The tokens it used, once it has ended.
    #[serde(default)]
    pub tokens: u64,
    /// Its cost in billionths of a US dollar, once it has ended.
    #[serde(default)]
    pub nano_usd: u64,
    /// Why it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<CancelReason>,
    /// Its order, if it has one and its store leaves it to the projector to hand lines on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    /// Its result, as the last result of the task it runs; see
    /// [`TaskStats::last_result`](crate::task::TaskStats::last_result).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Value>,
    /// Whether it ended in another service, from which it was imported: it is counted, and nothing follows from it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_history: bool,
}

impl ExecutionFacts {
    /// The line of its order key, if the projector has to hand it on.
    pub fn order_line(&self) -> Option<OrderLine> {
        let order = self.order.as_ref().filter(|order| order.fault.is_none())?;
        Some(OrderLine { owner: self.owner.clone(), key: order.key.clone() })
    }

    /// Why it was skipped, if it was.
    pub fn skipped(&self) -> Option<CancelReason> {
        self.cancel_reason.filter(|reason| reason.is_skip())
    }

    /// The result of an execution of type `task_type` with `progress` for the task `task`. `None` for an
    /// ad-hoc request, and before the execution has completed.
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
            batch_id: request.batch_id,
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
            order: request.order.clone(),
            result: Self::result_of(request.task_id, request.spec.task_type(), progress),
            is_history: false,
        }
    }
}

impl From<&Execution> for Before {
    fn from(execution: &Execution) -> Self {
        let attempts = u32::try_from(execution.progress.attempts.len()).unwrap_or(u32::MAX);
        Self { status: execution.status(), attempts }
    }
}
