//! Look at one execution.

use beadle_domain::{
    access::{self, Access, Principal, Relation},
    execution::Execution,
};
use beadle_values::id::ExecutionId;

use crate::{
    Operation, Refusal,
    port::{Executions, StoreError, Tasks},
};

/// The execution, if `by` may do `operation` to it.
///
/// # Errors
/// [`Refusal::ExecutionNotFound`], [`Refusal::Denied`], [`Refusal::Store`].
pub async fn find(
    tasks: &dyn Tasks,
    executions: &dyn Executions,
    by: &Principal,
    id: ExecutionId,
    operation: Operation,
) -> Result<Execution, Refusal> {
    let execution = executions.get(id).await?.ok_or(Refusal::ExecutionNotFound(id))?;
    let relation = relation(tasks, &execution, by, operation).await?;
    operation.check_as(by, relation, Refusal::ExecutionNotFound(id))?;
    Ok(execution)
}

/// How `by` stands to `execution`. Whom its task is assigned to is looked up only where that makes a difference.
async fn relation(
    tasks: &dyn Tasks,
    execution: &Execution,
    by: &Principal,
    operation: Operation,
) -> Result<Relation, StoreError> {
    let relation = Relation::to_owned_by(&execution.request.owner, by);
    let settled = relation == Relation::Owner
        || access::decide(by, Relation::Other, operation.action()) == Access::Granted;
    let Some(task) = execution.request.task_id.filter(|_| !settled) else { return Ok(relation) };
    let task = tasks.get(task).await?.map(|saved| saved.task).filter(|task| task.deleted_at.is_none());
    Ok(match task.map(|task| Relation::to_task(&task, by)) {
        Some(Relation::Assigned) => Relation::Assigned,
        _ => relation,
    })
}
