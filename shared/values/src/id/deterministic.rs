//! Ids of operations that may be retried, derived from what identifies the operation.

use jiff::Timestamp;
use uuid::Uuid;

use super::{BatchId, ConfigId, EventId, ExecutionId, NAMESPACE, OrderLineId, OwnerId, TaskId};

impl TaskId {
    /// The id of the task that `owner` creates at `route` with an `Idempotency-Key`.
    pub fn for_key(owner: &OwnerId, route: &str, key: &str) -> Self {
        Self(derive(&["task", owner.as_str(), route, key]))
    }
}

/// Declares the ids under which an owner imports what has the id of somebody else's.
macro_rules! for_import {
    ($($id:ident $noun:literal;)+) => {$(
        impl $id {
            /// The id under which `owner` imports what has `id` elsewhere and is somebody else's here.
            pub fn for_import(owner: &OwnerId, id: Self) -> Self {
                Self(derive(&["import", $noun, owner.as_str(), &id.to_string()]))
            }
        }
    )+};
}

for_import! {
    TaskId "task";
    ConfigId "config";
    BatchId "batch";
    ExecutionId "execution";
}

impl ConfigId {
    /// The id under which stores keep the gate of all calls of `owner`. No config has it.
    pub fn for_owner_gate(owner: &OwnerId) -> Self {
        Self(derive(&["owner", owner.as_str()]))
    }

    /// The id under which stores keep the gate of all calls. No config has it.
    pub fn for_service_gate() -> Self {
        Self(derive(&["service"]))
    }

    /// The id under which stores keep the limit of the calls of `config` with `key`. No config has it.
    pub fn for_key_gate(config: Self, key: &str) -> Self {
        Self(derive(&["key", &config.to_string(), key]))
    }

    /// The id of the config that `owner` creates at `route` with an `Idempotency-Key`.
    pub fn for_key(owner: &OwnerId, route: &str, key: &str) -> Self {
        Self(derive(&["config", owner.as_str(), route, key]))
    }
}

impl BatchId {
    /// The id of the batch that `owner` calls `name`.
    pub fn for_name(owner: &OwnerId, name: &str) -> Self {
        Self(derive(&["batch", owner.as_str(), name]))
    }

    /// The id of the batch without a name that `owner` creates at `route` with an `Idempotency-Key`.
    pub fn for_key(owner: &OwnerId, route: &str, key: &str) -> Self {
        Self(derive(&["batch by key", owner.as_str(), route, key]))
    }
}

impl ExecutionId {
    /// The id of the execution that runs once `batch` has ended.
    pub fn for_batch_end(batch: BatchId) -> Self {
        Self(derive(&["batch end", &batch.to_string()]))
    }

    /// The id of the execution that `owner` starts at `route` with an `Idempotency-Key`.
    pub fn for_key(owner: &OwnerId, route: &str, key: &str) -> Self {
        Self(derive(&["execution", owner.as_str(), route, key]))
    }

    /// The id of the execution of `task` for the tick at `scheduled_time`.
    pub fn for_tick(task: TaskId, scheduled_time: Timestamp) -> Self {
        Self(derive(&["tick", &task.to_string(), &scheduled_time.as_millisecond().to_string()]))
    }
}

impl ExecutionId {
    /// The id of the execution of `task` that the executions `upstream` release. Their order does not matter.
    pub fn for_release(task: TaskId, upstream: &[Self]) -> Self {
        let mut upstream: Vec<String> = upstream.iter().map(ToString::to_string).collect();
        upstream.sort();
        let task = task.to_string();
        let parts: Vec<&str> =
            ["release", &task].into_iter().chain(upstream.iter().map(String::as_str)).collect();
        Self(derive(&parts))
    }

    /// The id of the execution that replays `execution`. It is unique per replayed execution, so a failed one
    /// is replayed once; a replay that fails can itself be replayed.
    pub fn for_replay(execution: Self) -> Self {
        Self(derive(&["replay", &execution.to_string()]))
    }

    /// The id of the execution that the delivery `id` to the hook of `task` starts.
    pub fn for_delivery(task: TaskId, id: &str) -> Self {
        Self(derive(&["delivery", &task.to_string(), id]))
    }

    /// The id of the execution that records that `task` was completed in its version `version`.
    pub fn for_completion(task: TaskId, version: u64) -> Self {
        Self(derive(&["completion", &task.to_string(), &version.to_string()]))
    }

    /// The id of the execution that delivers the notification about `occasion` of `task`, caused by `cause`.
    pub fn for_notification(task: TaskId, occasion: &str, cause: &str) -> Self {
        Self(derive(&["notification", &task.to_string(), occasion, cause]))
    }

    /// The id of the execution that tells `target` of the turn `number` of the alerts of `owner`, which was at `cause`.
    pub fn for_alert(owner: &OwnerId, number: u64, cause: &str, target: &str) -> Self {
        Self(derive(&["alert", owner.as_str(), &number.to_string(), cause, target]))
    }
}

impl OrderLineId {
    /// The id of the line of `key`, an order key of `owner`.
    pub fn of(owner: &OwnerId, key: &str) -> Self {
        Self(derive(&["order line", owner.as_str(), key]))
    }
}

impl EventId {
    /// The id of the event that announces `occasion` of `task`, caused by `cause`.
    pub fn for_notification(task: TaskId, occasion: &str, cause: &str) -> Self {
        Self(derive(&["notification event", &task.to_string(), occasion, cause]))
    }

    /// The id of the event that what `task` was expected to do did not happen, which `cause` names.
    pub fn for_missed(task: TaskId, cause: &str) -> Self {
        Self(derive(&["missed", &task.to_string(), cause]))
    }

    /// The id of the event of kind `kind` for the record at position `sequence` of change stream `stream`.
    pub fn for_change(stream: &str, sequence: &str, kind: &str) -> Self {
        Self(derive(&["change", stream, sequence, kind]))
    }

    /// The id of the audit entry of a change that `parts` identify.
    pub fn for_audit(parts: &[&str]) -> Self {
        Self(derive(&[&["deed"], parts].concat()))
    }
}

/// A `UUIDv5` over length-prefixed parts, so that different lists of parts never give the same name.
fn derive(parts: &[&str]) -> Uuid {
    let mut name = String::new();
    for part in parts {
        name.push_str(&part.len().to_string());
        name.push(':');
        name.push_str(part);
    }
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}
