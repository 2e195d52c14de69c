//! Tick a todo off, and take it up again.

use beadle_domain::{
    access::Principal,
    task::{SavedTask, Task},
};
use beadle_values::id::TaskId;
use jiff::Timestamp;

use super::{replace::TaskPorts, update::change};
use crate::{Expected, Operation, Refusal};

/// Ticks the todo off or takes it up again; one that is as asked already is left as it is. What is ticked off reminds no
/// more, and does so again when it is taken up in time.
///
/// # Errors
/// [`Refusal::NotATodo`], [`Refusal::TaskNotFound`], [`Refusal::Denied`], [`Refusal::Stale`], [`Refusal::Contended`],
/// [`Refusal::Store`], [`Refusal::Scheduler`].
pub async fn set_completed(
    ports: TaskPorts<'_>,
    by: &Principal,
    id: TaskId,
    completed: bool,
    expected: &Expected,
    now: Timestamp,
) -> Result<SavedTask, Refusal> {
    let operation = if completed { Operation::CompleteTask } else { Operation::ReopenTask };
    let edited = |task: &Task| {
        if !task.can_be_completed() {
            return Err(Refusal::NotATodo(id));
        }
        let completed_at = completed.then(|| task.completed_at.unwrap_or(now));
        Ok(Task { completed_at, ..task.clone() })
    };
    change(ports, by, id, operation, expected, now, edited).await
}
