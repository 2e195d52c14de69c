//! The executions that a request about many of them selects.

use beadle_values::id::{BatchId, ConfigId, OwnerId, TaskId};
use jiff::Timestamp;

use crate::{
    execution::{Execution, FailureCode, Status},
    spec::TaskType,
};

/// The properties of the selected executions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// Those of this task.
    pub task: Option<TaskId>,
    /// Those of this batch.
    pub batch: Option<BatchId>,
    /// Those of another user, in place of the caller's.
    pub user: Option<OwnerId>,
    /// Those with this status.
    pub status: Option<Status>,
    /// Those that have not ended.
    pub is_unended: bool,
    /// Those of this type.
    pub task_type: Option<TaskType>,
    /// Those that failed with this code.
    pub error: Option<FailureCode>,
    /// Those that name this config.
    pub config: Option<ConfigId>,
    /// Those created at this time or later.
    pub from: Option<Timestamp>,
    /// Those created before this time.
    pub to: Option<Timestamp>,
}

impl Selection {
    /// Whether `execution`, which a list of those of this owner, task or batch, status, type and time names, is selected.
    pub fn matches(&self, execution: &Execution) -> bool {
        let failed_for = |code| execution.progress.failure().is_some_and(|failure| failure.code == code);
        // The notifications about a task are listed with it, but do not run it.
        self.task.is_none_or(|task| execution.request.task_id == Some(task))
            && self.error.is_none_or(failed_for)
            && self.config.is_none_or(|config| execution.request.config_id == Some(config))
            && (!self.is_unended || !execution.status().is_final())
    }
}
