//! Retrying an execution that has ended: the same request as a new execution.

use beadle_domain::{
    access::Relation,
    execution::{Request, RetryWith, Trigger},
    projection::audit::{Subject, Verb},
    task::Task,
};
use beadle_values::{
    id::ExecutionId,
    violation::{Path, Violation},
};

use super::{Begun, ExecutionService};
use crate::{
    Call, Error, Operation, account,
    audit::{Target, audit},
};

impl ExecutionService {
    /// Starts a new execution with the request of `id`, or with that of its task as it is now. Either is a replay of
    /// `id`: tasks that were skipped because of it go on when it completes.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `body.with` if it has no task, [`Error::NotEnded`] if `id` has not ended, [`Error::TaskGone`] if its task was deleted,
    /// [`Error::ExecutionNotFound`], [`Error::Denied`], [`Error::Limit`], [`Error::KeyReused`],
    /// [`Error::Store`].
    pub async fn retry(&self, call: Call<'_>, id: ExecutionId, with: RetryWith) -> Result<Begun, Error> {
        let ended = self.find(call.by, id, Operation::RetryExecution).await?;
        if !ended.status().is_final() {
            return Err(Error::NotEnded(ended.status()));
        }
        let task = match ended.request.task_id {
            Some(task) => {
                let saved = self.tasks.get(task).await?.filter(|saved| saved.task.deleted_at.is_none());
                Some(saved.ok_or(Error::TaskGone(task))?.task)
            }
            None => None,
        };
        let first = &ended.request;
        let repeated = again(first, call.execution_id(&*self.ids), call);
        let request = match (with, task) {
            (RetryWith::Original, _) => repeated,
            (RetryWith::Current, Some(task)) => {
                let relation = Relation::to_task(&task, call.by);
                Operation::ExecuteTask.check_as(call.by, relation, Error::TaskNotFound(task.id))?;
                self.current(repeated, first, &task)
            }
            (RetryWith::Current, None) => {
                return Err(without_task());
            }
        };
        account::may_start(&*self.accounts, call, &request.owner, 1, request.credits).await?;
        let begun = self.begin(call, request, call.now).await?;
        if !begun.replayed {
            let request = &begun.execution.request;
            let target = Target { task: request.task_id, ..Target::new(Some(&request.owner), id) };
            audit(&*self.audit, call, (Subject::Execution, Verb::Retried), target).await;
        }
        Ok(begun)
    }
}

impl ExecutionService {
    /// `repeated` with what `task` does as it is now. A retry of a reminder is a reminder.
    pub(super) fn current(&self, repeated: Request, first: &Request, task: &Task) -> Request {
        let now = task.request(repeated.id, first.trigger.clone(), &self.defaults.task, repeated.created_at);
        Request { trigger: repeated.trigger, idempotency: repeated.idempotency, ..now }
    }
}

/// The fault of a retry with the current task of an execution that has none.
pub(super) fn without_task() -> Error {
    let message = "the execution is not one of a saved task";
    let violation = Violation::new(Path::body().key("with"), "conflict", message);
    Error::Invalid(violation.hint("leave it out, or send the request anew to /api/v1/execute").into())
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
        batch_id: None,
        idempotency: call.key.map(|key| key.stamp.clone()),
        ..first.clone()
    }
}
