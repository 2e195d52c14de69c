//! The counters of a task, which the projector maintains.

use beadle_values::id::ExecutionId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    account::Credits,
    execution::{CancelReason, Status},
};

/// The counters of a task. Exact, but delayed by the projector's lag.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskStats {
    /// Executions that ended, without those that were skipped.
    pub run_count: u64,
    /// Executions that were skipped: they were due and the task did not run.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub skipped_count: u64,
    /// Executions that completed.
    pub success_count: u64,
    /// Executions that failed.
    pub failure_count: u64,
    /// The credits of completed executions.
    #[serde(default, skip_serializing_if = "Credits::is_zero")]
    pub total_credits_consumed: Credits,
    /// Executions that have started and not ended.
    pub active_count: u64,
    /// The latest skip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_skip: Option<LastSkip>,
    /// When an execution last ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_run_time: Option<Timestamp>,
    /// When an execution last completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_success_time: Option<Timestamp>,
    /// The status of the execution that ended last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_status: Option<Status>,
    /// The error of the execution that failed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// The result of the execution that completed last: its JSON up to 4 KB, else only its size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_result: Option<Value>,
    /// The execution that ended last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_end: Option<LastEnd>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl TaskStats {
    /// When an execution last ended or was skipped.
    pub fn last_time(&self) -> Option<Timestamp> {
        self.last_run_time.max(self.last_skip.as_ref().map(|skip| skip.at))
    }

    /// Why the execution that was due last was skipped; `None` if the task ran.
    pub fn skipped_last(&self) -> Option<&LastSkip> {
        self.last_skip.as_ref().filter(|skip| self.last_run_time.is_none_or(|ran| ran < skip.at))
    }
}

/// An execution of a task that was skipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastSkip {
    /// The execution.
    pub execution: ExecutionId,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: CancelReason,
}

impl LastSkip {
    /// Whether it was skipped after `other`: by time, then by id.
    pub fn is_after(&self, other: &Self) -> bool {
        (self.at, self.execution) > (other.at, other.execution)
    }
}

/// The latest end of an execution of a task, on which dependent tasks are released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastEnd {
    /// The execution.
    pub execution: ExecutionId,
    /// Its final status.
    pub status: Status,
    /// When.
    pub at: Timestamp,
    /// The execution that it replays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replay_of: Option<ExecutionId>,
    /// The number of chained releases that led to it.
    #[serde(default)]
    pub depth: u32,
    /// The final status of the latest execution before it that was not cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Status>,
}

impl LastEnd {
    /// Whether it ended after `other`: by time, then by id.
    pub fn is_after(&self, other: &Self) -> bool {
        (self.at, self.execution) > (other.at, other.execution)
    }

    /// The value of [`Self::before`] for the next end: a cancelled execution passes on that of its predecessor.
    pub(crate) fn reported_status(&self) -> Option<Status> {
        if self.status == Status::Cancelled { self.before } else { Some(self.status) }
    }
}
