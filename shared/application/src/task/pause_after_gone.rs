//! A webhook whose receiver is gone stops being called.

use beadle_domain::task::Task;
use beadle_values::id::TaskId;
use jiff::Timestamp;

use crate::{
    conflict::{Attempt, retry_on_conflict},
    port::{Replaced, StoreError, Tasks},
};

/// How often to decide anew; the execution that calls this has little time left.
const CAS_RETRIES: usize = 3;

/// Pauses the schedule of the task whose webhook was answered 410 (Standard Webhooks, "Responding to webhook
/// requests": the receiver wants no more of them). Its next tick removes it from the scheduler; its owner may
/// resume it.
///
/// # Errors
/// [`StoreError`] when it may still run by its schedule.
pub async fn pause_after_gone(tasks: &dyn Tasks, id: TaskId, now: Timestamp) -> Result<(), StoreError> {
    retry_on_conflict(CAS_RETRIES, (), |()| async move {
        let Some(saved) = tasks.get(id).await? else { return Ok(Attempt::Done(())) };
        let task = saved.task;
        if !task.is_armed() {
            return Ok(Attempt::Done(()));
        }
        let (version, schedule_version) = (task.version, task.schedule_version);
        let paused = Task {
            paused: true,
            schedule_version: schedule_version + 1,
            version: version + 1,
            updated_at: now,
            updated_by: task.owner.clone(),
            ..task
        };
        Ok(Attempt::done_if(tasks.replace(&paused, version).await? == Replaced::Done, ()))
    })
    .await
}
