//! Look at one task.

use beadle_domain::{
    access::{Principal, Relation},
    task::SavedTask,
};
use beadle_values::id::TaskId;

use crate::{Operation, Refusal, port::Tasks};

/// The task, if it is not deleted and `by` may do `operation` to it.
///
/// # Errors
/// [`Refusal::TaskNotFound`], [`Refusal::Denied`], [`Refusal::Store`].
pub async fn find(
    tasks: &dyn Tasks,
    by: &Principal,
    id: TaskId,
    operation: Operation,
) -> Result<SavedTask, Refusal> {
    let saved = tasks.get(id).await?.filter(|saved| saved.task.deleted_at.is_none());
    let saved = saved.ok_or(Refusal::TaskNotFound(id))?;
    operation.check_as(by, Relation::to_task(&saved.task, by), Refusal::TaskNotFound(id))?;
    Ok(saved)
}
