//! The immutable request of an execution.

use beadle_values::{
    id::{ConfigId, ExecutionId, OwnerId, TaskId},
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::trigger::Trigger;
use crate::{account::Credits, policy::RunPolicy, spec::TaskSpec, task::Priority};

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
    /// What started it.
    pub trigger: Trigger,
    /// When it was requested.
    pub created_at: Timestamp,
    /// The caller's `Idempotency-Key`, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency: Option<IdempotencyStamp>,
}

impl Request {
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

/// The member `config_id` of a request's body or a task's.
///
/// # Errors
/// A violation when it is no id of a config.
pub fn config_id(body: &Map<String, Value>, path: &Path) -> Result<Option<ConfigId>, Violations> {
    let Some(value) = body.get("config_id").filter(|value| !value.is_null()) else { return Ok(None) };
    match value.as_str().map(str::parse) {
        Some(Ok(id)) => Ok(Some(id)),
        _ => Err(Violation::new(path.key("config_id"), "id", "is not the id of a config")
            .hint("cfg_ and 32 hexadecimal digits")
            .into()),
    }
}

/// The member `name` of a body, an object; empty where it is missing.
///
/// # Errors
/// A violation when it is something else.
pub fn object(body: &Map<String, Value>, name: &str, path: &Path) -> Result<Map<String, Value>, Violations> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(members)) => Ok(members.clone()),
        Some(_) => Err(Violation::new(path.key(name), "type_error", "must be a JSON object").into()),
    }
}
