//! A destination that is gone for good is not called again by itself.

use beadle_domain::task::Task;
use beadle_values::id::TaskId;
use jiff::Timestamp;

use crate::port::{Replaced, StoreError, Tasks};

/// How often to begin again when someone else was faster.
const TRIES: usize = 3;

/// Pauses the schedule of the task, whose webhook was answered 410 (Standard Webhooks, "Responding to webhook requests":
/// the receiver wants no more of them). Its next tick takes it out of the scheduler; its owner may resume it.
///
/// # Errors
/// [`StoreError`] when it may still run by itself.
pub async fn silence(
    tasks: &dyn Tasks,
    writer: &dyn Tasks,
    id: TaskId,
    now: Timestamp,
) -> Result<(), StoreError> {
    for _ in 0..TRIES {
        let Some(saved) = tasks.get(id).await? else { return Ok(()) };
        let task = saved.task;
        if !task.is_armed() {
            return Ok(());
        }
        let (version, schedule_version) = (task.version, task.schedule_version);
        let silenced = Task {
            paused: true,
            schedule_version: schedule_version + 1,
            version: version + 1,
            updated_at: now,
            updated_by: task.owner.clone(),
            ..task
        };
        if writer.replace(&silenced, version).await? == Replaced::Done {
            return Ok(());
        }
    }
    Err(StoreError::Unavailable("the task was changed by others too often meanwhile".to_owned()))
}
