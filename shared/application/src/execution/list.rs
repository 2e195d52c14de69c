//! List executions, newest first.

use beadle_domain::{access::Principal, execution::Execution};
use beadle_values::{
    id::{OwnerId, TaskId},
    page::Page,
};

use crate::{
    Operation, Refusal,
    port::{ExecutionQuery, ExecutionScope, Executions, Tasks},
    task,
};

/// Whose executions are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListOf {
    /// The caller's.
    Mine,
    /// Another's.
    Owner(OwnerId),
    /// Those of a task.
    Task(TaskId),
}

/// A page of executions; `query` is given the scope that `of` comes to.
///
/// # Errors
/// [`Refusal::TaskNotFound`], [`Refusal::Denied`], [`Refusal::Store`].
pub async fn list(
    tasks: &dyn Tasks,
    executions: &dyn Executions,
    by: &Principal,
    of: ListOf,
    query: impl FnOnce(ExecutionScope) -> ExecutionQuery,
) -> Result<Page<Execution>, Refusal> {
    let scope = match of {
        ListOf::Mine => ExecutionScope::Owner(by.owner.clone()),
        ListOf::Owner(owner) => {
            Operation::ReadExecution.check(by, &owner, Refusal::Denied(Operation::ReadExecution))?;
            ExecutionScope::Owner(owner)
        }
        ListOf::Task(id) => {
            task::find(tasks, by, id, Operation::ReadTask).await?;
            ExecutionScope::Task(id)
        }
    };
    Ok(executions.list(&query(scope)).await?)
}
