//! Finding one task.

use beadle_domain::{
    access::{Principal, Relation},
    task::SavedTask,
};
use beadle_values::id::TaskId;

use crate::{Error, Operation, port::Tasks};

/// The task, deleted or not, as long as it is kept and `by` may do `operation` to it: what has happened to a deleted
/// task can be read until it is gone.
///
/// # Errors
/// [`Error::TaskNotFound`], [`Error::Denied`], [`Error::Store`].
pub(crate) async fn find_kept(
    tasks: &dyn Tasks,
    by: &Principal,
    id: TaskId,
    operation: Operation,
) -> Result<SavedTask, Error> {
    let saved = tasks.get(id).await?.ok_or(Error::TaskNotFound(id))?;
    operation.check_as(by, Relation::to_task(&saved.task, by), Error::TaskNotFound(id))?;
    Ok(saved)
}

/// The task, if it is not deleted and `by` may do `operation` to it.
///
/// # Errors
/// [`Error::TaskNotFound`], [`Error::Denied`], [`Error::Store`].
pub(crate) async fn find(
    tasks: &dyn Tasks,
    by: &Principal,
    id: TaskId,
    operation: Operation,
) -> Result<SavedTask, Error> {
    let saved = tasks.get(id).await?.filter(|saved| saved.task.deleted_at.is_none());
    let saved = saved.ok_or(Error::TaskNotFound(id))?;
    operation.check_as(by, Relation::to_task(&saved.task, by), Error::TaskNotFound(id))?;
    Ok(saved)
}
