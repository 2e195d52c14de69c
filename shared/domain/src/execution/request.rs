//! The immutable request of an execution.

use beadle_values::id::{BatchId, ConfigId, ExecutionId, OwnerId, TaskId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::trigger::Trigger;
use crate::{account::Credits, order::Order, policy::RunPolicy, spec::TaskSpec, task::Priority};

/// Everything that is needed to run an execution, so that its message suffices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The id of the execution.
    pub id: ExecutionId,
    /// The owner.
    pub owner: OwnerId,
    /// The saved task that it runs, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_id: Option<TaskId>,
    /// What to do.
    pub spec: TaskSpec,
    /// The id of its config, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config_id: Option<ConfigId>,
    /// The values of `${input…}`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub input: Map<String, Value>,
    /// Timeout and retries.
    pub policy: RunPolicy,
    /// The priority, which selects the queue.
    #[serde(default, skip_serializing_if = "Priority::is_medium")]
    pub priority: Priority,
    /// What the owner pays for it.
    #[serde(default, skip_serializing_if = "Credits::is_zero")]
    pub credits: Credits,
    /// The order in which it runs, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    /// What started it.
    pub trigger: Trigger,
    /// When it was requested.
    pub created_at: Timestamp,
    /// The batch that counts it, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch_id: Option<BatchId>,
    /// The caller's `Idempotency-Key`, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency: Option<IdempotencyStamp>,
}

impl Request {
    /// The task among whose executions it is listed: the one that it runs, or that it notifies about.
    pub fn listed_with(&self) -> Option<TaskId> {
        self.task_id.or(self.trigger.notice_of)
    }

    /// The `Idempotency-Key` that is sent to the destination: the same on every attempt of this execution.
    pub fn destination_key(&self) -> String {
        self.id.to_string()
    }
}

/// A caller's key and the digest of the body it was first used with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdempotencyStamp {
    /// The key.
    pub key: String,
    /// The digest of the body. The same key with another body is rejected.
    pub body_digest: String,
}
