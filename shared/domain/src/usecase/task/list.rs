//! List tasks, newest first.

use crate::{
    access::Principal,
    port::{Page, ReadTasks, SavedTask, TaskQuery},
    usecase::{Operation, Refusal},
};

/// A page of the tasks of `query.owner`.
///
/// # Errors
/// [`Refusal::Denied`] when they are another's that `by` may not see; [`Refusal::Store`].
pub async fn list(
    tasks: &dyn ReadTasks,
    by: &Principal,
    query: &TaskQuery,
) -> Result<Page<SavedTask>, Refusal> {
    Operation::ReadTask.check(by, &query.owner, Refusal::Denied(Operation::ReadTask))?;
    Ok(tasks.list(query).await?)
}
