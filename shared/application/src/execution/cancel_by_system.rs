//! Cancelling an execution for another reason than a request of its owner.

use beadle_domain::execution::{CancelReason, Cancellation, Event, Execution, Status, job};
use jiff::Timestamp;

use crate::{
    Error,
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::{CancelRequest, Executions, Saved, StoreError},
};

/// Result of cancelling an execution.
#[derive(Debug, Clone, PartialEq)]
pub enum CancelOutcome {
    /// It had ended.
    Ended(Status),
    /// Its cancellation was requested before.
    AlreadyRequested,
    /// It is cancelled.
    Cancelled(Box<Execution>),
    /// It is running; its executor stops when it notices.
    Requested(Box<Execution>),
}

/// Cancels `execution` for `reason`: at once while it waits; while it runs, its executor is asked to stop.
///
/// # Errors
/// [`Error::Contended`], [`Error::Store`].
pub async fn cancel_by_system(
    executions: &dyn Executions,
    execution: Execution,
    reason: CancelReason,
    now: Timestamp,
) -> Result<CancelOutcome, Error> {
    let cancellation = &Cancellation::from(reason);
    retry_on_conflict(CAS_RETRIES, execution, |current| async move {
        if current.status() == Status::Running && current.progress.cancel_requested {
            return Ok(Attempt::Done(CancelOutcome::AlreadyRequested));
        }
        if let Some(outcome) = attempt_cancel(executions, &current, cancellation, now).await? {
            return Ok(Attempt::Done(outcome));
        }
        Ok(match executions.get(current.id()).await? {
            Some(changed) => Attempt::Conflict(changed),
            None => Attempt::Done(CancelOutcome::Ended(current.status())),
        })
    })
    .await
}

/// One attempt to cancel `execution`; `None` if it has changed meanwhile.
pub(crate) async fn attempt_cancel(
    executions: &dyn Executions,
    execution: &Execution,
    cancellation: &Cancellation,
    now: Timestamp,
) -> Result<Option<CancelOutcome>, StoreError> {
    let mut asked = execution.clone();
    asked.progress.cancellation.get_or_insert_with(|| cancellation.clone());
    if execution.status() == Status::Running {
        let requested =
            executions.request_cancel(execution.id(), cancellation).await? == CancelRequest::Requested;
        return Ok(requested.then(|| {
            asked.progress.cancel_requested = true;
            CancelOutcome::Requested(Box::new(asked))
        }));
    }
    if execution.status() == Status::Waiting && job::needs_abandoning(execution) {
        if execution.progress.cancellation.is_some() {
            return Ok(Some(CancelOutcome::Requested(Box::new(asked))));
        }
        // A runner stops its job before.
        let Ok(woken) = asked.apply(Event::Release { due: now }, now) else { return Ok(None) };
        let saved = executions.save(&woken, execution.version(), 0).await?;
        return Ok((saved == Saved::Done).then(|| CancelOutcome::Requested(Box::new(woken))));
    }
    let Ok(cancelled) = asked.apply(Event::Cancel { reason: cancellation.reason }, now) else {
        return Ok(Some(CancelOutcome::Ended(execution.status())));
    };
    let saved = executions.save(&cancelled, execution.version(), 0).await?;
    Ok((saved == Saved::Done).then(|| CancelOutcome::Cancelled(Box::new(cancelled))))
}
