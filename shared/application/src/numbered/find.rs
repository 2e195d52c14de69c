//! Look at a task by its number.

use beadle_domain::{access::Principal, execution::Execution, task::SavedTask};
use beadle_values::id::TaskId;

use crate::{
    Operation, Refusal,
    port::{ExecutionQuery, ExecutionScope, Executions, Tasks},
    task,
};

/// A task that has a number, with its last execution.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbered {
    /// The task.
    pub saved: SavedTask,
    /// The execution that was started last.
    pub latest: Option<Execution>,
}

/// The id of the task under `number`, if it is not deleted and `by` may do `operation` to it.
///
/// # Errors
/// [`Refusal::NumberNotFound`], [`Refusal::Denied`], [`Refusal::Store`].
pub async fn find(
    numbers: &dyn Tasks,
    tasks: &dyn Tasks,
    by: &Principal,
    number: u64,
    operation: Operation,
) -> Result<TaskId, Refusal> {
    let id = numbers.by_number(number).await?.ok_or(Refusal::NumberNotFound(number))?;
    Ok(known(task::find(tasks, by, id, operation).await, number)?.task.id)
}

/// The task under `number` and its last execution, if `by` may see it.
///
/// # Errors
/// [`Refusal::NumberNotFound`], [`Refusal::Denied`], [`Refusal::Store`].
pub async fn look_at(
    numbers: &dyn Tasks,
    tasks: &dyn Tasks,
    executions: &dyn Executions,
    by: &Principal,
    number: u64,
) -> Result<Numbered, Refusal> {
    let id = numbers.by_number(number).await?.ok_or(Refusal::NumberNotFound(number))?;
    let saved = known(task::find(tasks, by, id, Operation::ReadTask).await, number)?;
    let newest = ExecutionQuery {
        scope: ExecutionScope::Task(id),
        status: None,
        task_type: None,
        from: None,
        to: None,
        limit: 1,
        cursor: None,
    };
    let latest = executions.list(&newest).await?.items.into_iter().next();
    Ok(Numbered { saved, latest })
}

/// A caller who knows the number is not told the id.
fn known<T>(found: Result<T, Refusal>, number: u64) -> Result<T, Refusal> {
    found.map_err(|refusal| match refusal {
        Refusal::TaskNotFound(_) => Refusal::NumberNotFound(number),
        other => other,
    })
}
