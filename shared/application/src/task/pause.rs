//! Suspend a task's schedule, and go on with it.

use beadle_domain::{
    access::Principal,
    task::{SavedTask, Task},
};
use beadle_values::id::TaskId;
use jiff::Timestamp;

use super::{replace::TaskPorts, update::change};
use crate::{Expected, Operation, Refusal};

/// Pauses the task or resumes it; one that is as asked already is left as it is.
///
/// # Errors
/// [`Refusal::TaskNotFound`], [`Refusal::Denied`], [`Refusal::Stale`], [`Refusal::Contended`], [`Refusal::Store`],
/// [`Refusal::Scheduler`].
pub async fn set_paused(
    ports: TaskPorts<'_>,
    by: &Principal,
    id: TaskId,
    paused: bool,
    expected: &Expected,
    now: Timestamp,
) -> Result<SavedTask, Refusal> {
    let operation = if paused { Operation::PauseTask } else { Operation::ResumeTask };
    let edited = |task: &Task| {
        let paused_by = if paused { task.paused_by } else { None };
        Ok(Task { paused, paused_by, ..task.clone() })
    };
    change(ports, by, id, operation, expected, now, edited).await
}
