//! A skipped execution of a task, as responses show it.

use beadle_domain::{execution::CancelReason, task::LastSkip};
use beadle_values::id::ExecutionId;
use jiff::Timestamp;
use serde::Serialize;

/// An execution that was skipped.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = LastSkip))]
pub(crate) struct SkipResponse {
    /// The execution; it is `cancelled`.
    #[cfg_attr(test, schema(value_type = String))]
    execution_id: ExecutionId,
    /// When it was skipped.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    at: Timestamp,
    /// Why: `dependency_failed`, `dependencies_unmet`, `day_excluded`, `task_paused` or `task_completed`.
    #[cfg_attr(test, schema(value_type = String, example = "dependency_failed"))]
    reason: CancelReason,
}

impl From<&LastSkip> for SkipResponse {
    fn from(skip: &LastSkip) -> Self {
        Self { execution_id: skip.execution, at: skip.at, reason: skip.reason }
    }
}
