//! Look at one execution.

use crate::{
    access::Principal,
    execution::Execution,
    id::ExecutionId,
    port::ReadExecutions,
    usecase::{Operation, Refusal},
};

/// The execution, if `by` may do `operation` to it.
///
/// # Errors
/// [`Refusal::ExecutionNotFound`], [`Refusal::Denied`], [`Refusal::Store`].
pub async fn find(
    executions: &dyn ReadExecutions,
    by: &Principal,
    id: ExecutionId,
    operation: Operation,
) -> Result<Execution, Refusal> {
    let execution = executions.get(id).await?.ok_or(Refusal::ExecutionNotFound(id))?;
    operation.check(by, &execution.request.owner, Refusal::ExecutionNotFound(id))?;
    Ok(execution)
}
