//! What triggered an execution, in its response.

use beadle_domain::execution::Trigger;
use beadle_values::id::{ExecutionId, TaskId};
use jiff::Timestamp;
use serde::Serialize;

/// Details of the trigger of an execution.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct TriggerData {
    /// Time for which it was scheduled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    scheduled_for: Option<Timestamp>,
    /// Id of the execution that it replays.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>))]
    replay_of: Option<ExecutionId>,
    /// Id of the task about which it notifies.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>))]
    notice_of: Option<TaskId>,
}

impl TriggerData {
    /// The details of `trigger`.
    pub(super) fn of(trigger: &Trigger) -> Self {
        Self {
            scheduled_for: trigger.scheduled_for,
            replay_of: trigger.replay_of,
            notice_of: trigger.notice_of,
        }
    }
}
