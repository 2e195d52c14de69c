//! The event that says that something did not happen.

use beadle_values::id::{EventId, ExecutionId};
use jiff::Timestamp;

use super::MissedBecause;
use crate::{
    event::{DomainEvent, EventDetail},
    task::Task,
};

impl DomainEvent {
    /// The run of `task` for `time`, or the ping that was missing at `time`, did not come. Its id is always the same.
    pub fn missed(
        task: &Task,
        time: Timestamp,
        reason: Option<MissedBecause>,
        execution_id: Option<ExecutionId>,
    ) -> Self {
        Self {
            event_id: EventId::for_missed(task.id, &time.as_millisecond().to_string()),
            time,
            detail: EventDetail::Missed {
                task_id: task.id,
                user_id: task.owner.clone(),
                name: task.name.clone(),
                scheduled_time: time,
                reason,
                execution_id,
            },
        }
    }
}
