//! Run an execution that has ended once more, as it was asked for then.

use beadle_domain::{
    access::Principal,
    execution::{Request, Trigger},
};
use beadle_values::id::ExecutionId;
use jiff::Timestamp;

use super::{
    begin::{Begun, begin},
    find::find,
};
use crate::{
    GivenKey, Operation, Refusal,
    account::{self, AccountPorts},
    port::{Executions, Ids, StartExecutions, Tasks},
};

/// Starts a new execution with what was asked of `id`.
///
/// # Errors
/// [`Refusal::NotEnded`] while `id` goes on, [`Refusal::TaskGone`] when its task was deleted,
/// [`Refusal::ExecutionNotFound`], [`Refusal::Denied`], [`Refusal::KeyReused`], [`Refusal::Store`].
#[expect(clippy::too_many_arguments, reason = "three ports and ids, then what is asked")]
pub async fn replay(
    tasks: &dyn Tasks,
    accounts: AccountPorts<'_>,
    executions: &dyn Executions,
    starter: &dyn StartExecutions,
    ids: &dyn Ids,
    by: &Principal,
    id: ExecutionId,
    key: Option<&GivenKey>,
    now: Timestamp,
) -> Result<Begun, Refusal> {
    let ended = find(tasks, executions, by, id, Operation::RetryExecution).await?;
    if !ended.status().is_final() {
        return Err(Refusal::NotEnded(ended.status()));
    }
    if let Some(task) = ended.request.task_id {
        let saved = tasks.get(task).await?;
        if saved.is_none_or(|saved| saved.task.deleted_at.is_some()) {
            return Err(Refusal::TaskGone(task));
        }
    }
    let asked = &ended.request;
    account::may_start(accounts, by, &asked.owner, 1, asked.credits, now).await?;
    let id = key.map_or_else(|| ExecutionId::from_uuid(ids.fresh(now)), |key| key.execution_id(&by.owner));
    begin(starter, again(asked, id, key, now), now, key).await
}

/// The request `id` that asks at `now` for what `asked` asked for.
pub(super) fn again(asked: &Request, id: ExecutionId, key: Option<&GivenKey>, now: Timestamp) -> Request {
    Request {
        id,
        trigger: Trigger { upstream: asked.trigger.upstream.clone(), ..Trigger::replay(asked.id) },
        created_at: now,
        idempotency: key.map(|key| key.stamp.clone()),
        ..asked.clone()
    }
}
