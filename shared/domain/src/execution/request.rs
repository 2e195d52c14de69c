//! What was asked of an execution; it never changes.

use beadle_values::id::{ConfigId, ExecutionId, OwnerId, TaskId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::trigger::Trigger;
use crate::{account::Credits, policy::RunPolicy, spec::TaskSpec, task::Priority};

/// Everything that is needed to run, so that the message that carries it can run it alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The execution.
    pub id: ExecutionId,
    /// Whose it is.
    pub owner: OwnerId,
    /// The saved task it runs, if one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_id: Option<TaskId>,
    /// What to do.
    pub spec: TaskSpec,
    /// The config it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config_id: Option<ConfigId>,
    /// What `${input…}` stands for.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub input: Map<String, Value>,
    /// How long and how often to try.
    pub policy: RunPolicy,
    /// Which queue it takes.
    #[serde(default, skip_serializing_if = "Priority::is_medium")]
    pub priority: Priority,
    /// What it costs its owner.
    #[serde(default, skip_serializing_if = "Credits::is_zero")]
    pub credits: Credits,
    /// What started it.
    pub trigger: Trigger,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// The caller's `Idempotency-Key`, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency: Option<IdempotencyStamp>,
}

impl Request {
    /// The `Idempotency-Key` that the destination sees: the same on every attempt of this execution.
    pub fn destination_key(&self) -> String {
        self.id.to_string()
    }
}

/// A caller's key, and what it was first used for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdempotencyStamp {
    /// The key as given.
    pub key: String,
    /// A digest of the body it came with; the same key with another body is refused.
    pub body_digest: String,
}
