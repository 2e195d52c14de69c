//! Restore a task that was deleted, while it is kept.

use beadle_domain::{
    access::{Principal, Relation},
    task::{DELETED_RETENTION, SavedTask, Task},
};
use beadle_values::{duration, id::TaskId};
use jiff::Timestamp;

use super::{
    replace::TaskPorts,
    update::{TRIES, attempt},
};
use crate::{Expected, Operation, Refusal};

/// Restores the task as it was deleted: its schedule goes on under a new version, so no tick of before counts.
///
/// # Errors
/// [`Refusal::NotDeleted`], [`Refusal::TaskNotFound`] (also once its retention is over), [`Refusal::Denied`],
/// [`Refusal::Stale`], [`Refusal::Contended`], [`Refusal::Store`], [`Refusal::Scheduler`].
pub async fn restore(
    ports: TaskPorts<'_>,
    by: &Principal,
    id: TaskId,
    expected: &Expected,
    now: Timestamp,
) -> Result<SavedTask, Refusal> {
    for _ in 0..TRIES {
        let saved = ports.reader.get(id).await?.ok_or(Refusal::TaskNotFound(id))?;
        let relation = Relation::to_task(&saved.task, by);
        Operation::RestoreTask.check_as(by, relation, Refusal::TaskNotFound(id))?;
        let deleted_at = saved.task.deleted_at.ok_or(Refusal::NotDeleted(id))?;
        if duration::after(deleted_at, DELETED_RETENTION) <= now {
            return Err(Refusal::TaskNotFound(id));
        }
        let restored = |task: &Task| Ok(Task { deleted_at: None, ..task.clone() });
        if let Some(saved) = attempt(ports, by, saved, expected, now, restored).await? {
            return Ok(saved);
        }
    }
    Err(Refusal::Contended)
}
