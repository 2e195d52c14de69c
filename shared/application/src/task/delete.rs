//! Delete a task: it becomes invisible and doesn't run; its row goes after its retention.

use beadle_domain::{access::Principal, task::Task};
use beadle_values::id::TaskId;
use jiff::Timestamp;

use super::{replace::TaskPorts, update::change};
use crate::{Expected, Operation, Refusal};

/// Deletes the task: the row first, then its schedule.
///
/// # Errors
/// [`Refusal::TaskNotFound`], [`Refusal::Denied`], [`Refusal::Stale`], [`Refusal::Contended`], [`Refusal::Store`].
pub async fn delete(
    ports: TaskPorts<'_>,
    by: &Principal,
    id: TaskId,
    expected: &Expected,
    now: Timestamp,
) -> Result<(), Refusal> {
    let deleted = |task: &Task| Ok(Task { deleted_at: Some(now), ..task.clone() });
    change(ports, by, id, Operation::DeleteTask, expected, now, deleted).await?;
    Ok(())
}
