//! What the projector counts about a task.

use beadle_values::id::ExecutionId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{account::Credits, execution::Status};

/// The counters of a task; exact, and behind the executions by the projector's delay.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskStats {
    /// Executions that ended.
    pub run_count: u64,
    /// Executions that completed.
    pub success_count: u64,
    /// Executions that failed.
    pub failure_count: u64,
    /// What the executions that completed cost.
    #[serde(default, skip_serializing_if = "Credits::is_zero")]
    pub total_credits_consumed: Credits,
    /// Executions that have started and not ended.
    pub active_count: u64,
    /// When an execution last ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_run_time: Option<Timestamp>,
    /// When an execution last completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_success_time: Option<Timestamp>,
    /// How the execution that ended last came out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_status: Option<Status>,
    /// Why the last one that failed did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// What the execution that completed last came to: its JSON where that has at most 4 KB, else a note of its size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_result: Option<Value>,
    /// The execution that ended last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_end: Option<LastEnd>,
}

/// How the execution of a task that ended last came out: what the tasks that depend on it go by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastEnd {
    /// The execution.
    pub execution: ExecutionId,
    /// How it ended.
    pub status: Status,
    /// When.
    pub at: Timestamp,
    /// The execution that it repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replay_of: Option<ExecutionId>,
    /// How many releases led to it one after the other.
    #[serde(default)]
    pub depth: u32,
    /// How the last one before it ended that was not cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Status>,
}

impl LastEnd {
    /// Whether it ended after `other`: by time, then by id.
    pub fn is_after(&self, other: &Self) -> bool {
        (self.at, self.execution) > (other.at, other.execution)
    }

    /// What is said of it in the one that follows.
    pub(crate) fn told(&self) -> Option<Status> {
        if self.status == Status::Cancelled { self.before } else { Some(self.status) }
    }
}
