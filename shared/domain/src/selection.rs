//! The executions that a request about many of them selects.

use beadle_values::{
    id::{BatchId, ConfigId, OwnerId, TaskId},
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::{Map, Value};

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
    /// Finds the faults of the filter with these `members` that it was read from: none of `narrowing` is there, it names a user
    /// beside what has one owner, or its time ends before it begins.
    pub(crate) fn check(
        &self,
        narrowing: &[&str],
        members: &Map<String, Value>,
        path: &Path,
        violations: &mut Violations,
    ) {
        if narrowing.iter().all(|name| members.get(*name).is_none_or(Value::is_null)) {
            let message = "must name at least one property of the executions";
            let violation = Violation::new(path.clone(), "missing", message);
            violations.push(violation.hint(format!("members: {}", narrowing.join(", "))));
        }
        if (self.task.is_some() || self.batch.is_some()) && self.user.is_some() {
            let message = "goes without `task_id` and `batch_id`: these have one owner";
            violations.add(path.key("user_id"), "conflict", message);
        }
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to <= from
        {
            violations.add(path.key("to"), "out_of_range", "must be after `from`");
        }
    }

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
