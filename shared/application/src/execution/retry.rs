//! Retrying an execution that has ended: the same request as a new execution.

use beadle_domain::{
    execution::{Request, Trigger},
    projection::audit::{Subject, Verb},
};
use beadle_values::id::ExecutionId;

use super::{Begun, ExecutionService};
use crate::{
    Call, Error, Operation, account,
    audit::{Target, audit},
};

impl ExecutionService {
    /// Starts a new execution with the request of `id`.
    ///
    /// # Errors
    /// [`Error::NotEnded`] if `id` has not ended, [`Error::TaskGone`] if its task was deleted,
    /// [`Error::ExecutionNotFound`], [`Error::Denied`], [`Error::Limit`], [`Error::KeyReused`],
    /// [`Error::Store`].
    pub async fn retry(&self, call: Call<'_>, id: ExecutionId) -> Result<Begun, Error> {
        let ended = self.find(call.by, id, Operation::RetryExecution).await?;
        if !ended.status().is_final() {
            return Err(Error::NotEnded(ended.status()));
        }
        if let Some(task) = ended.request.task_id {
            let saved = self.tasks.get(task).await?;
            if saved.is_none_or(|saved| saved.task.deleted_at.is_some()) {
                return Err(Error::TaskGone(task));
            }
        }
        let first = &ended.request;
        account::may_start(&*self.accounts, call, &first.owner, 1, first.credits).await?;
        let begun = self.begin(call, again(first, call.execution_id(&*self.ids), call), call.now).await?;
        if !begun.replayed {
            let request = &begun.execution.request;
            let target = Target { task: request.task_id, ..Target::new(Some(&request.owner), id) };
            audit(&*self.audit, call, (Subject::Execution, Verb::Retried), target).await;
        }
        Ok(begun)
    }
}

/// The request `id` that repeats `first`.
pub(super) fn again(first: &Request, id: ExecutionId, call: Call<'_>) -> Request {
    Request {
        id,
        trigger: Trigger {
            upstream: first.trigger.upstream.clone(),
            notice_of: first.trigger.notice_of,
            ..Trigger::replay(first.id)
        },
        created_at: call.now,
        idempotency: call.key.map(|key| key.stamp.clone()),
        ..first.clone()
    }
}
