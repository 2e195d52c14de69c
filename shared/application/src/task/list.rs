//! List tasks, newest first.

use beadle_domain::{access::Principal, task::SavedTask};
use beadle_values::page::Page;

use crate::{
    Operation, Refusal,
    port::{TaskQuery, Tasks},
};

/// A page of the tasks of `query.owner`.
///
/// # Errors
/// [`Refusal::Denied`] when they are another's that `by` may not see; [`Refusal::Store`].
pub async fn list(tasks: &dyn Tasks, by: &Principal, query: &TaskQuery) -> Result<Page<SavedTask>, Refusal> {
    Operation::ReadTask.check(by, &query.owner, Refusal::Denied(Operation::ReadTask))?;
    Ok(tasks.list(query).await?)
}
