//! A run that is due while earlier executions of its task have not ended.

use beadle_domain::{
    execution::{CancelReason, Execution, Status},
    task::Task,
    tick::goes_on,
};
use beadle_schedule::{
    Overlap,
    overlap::{self, OverlapDecision},
};
use beadle_values::id::TaskId;
use jiff::Timestamp;

use super::{RunOutcome, TickError};
use crate::{
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    execution::attempt_cancel,
    port::{RunExecutions, StoreError},
};

/// Applies the overlap policy before `execution` may start; returns an outcome if it may not.
pub(super) async fn settle(
    executions: &dyn RunExecutions,
    task: &Task,
    policy: Overlap,
    execution: &Execution,
    now: Timestamp,
) -> Result<Option<RunOutcome>, TickError> {
    // The others need no read: `allow`, and `queue`, which the executor applies at admission.
    if !matches!(overlap::decide(policy, true), OverlapDecision::Skip | OverlapDecision::CancelRunningThenRun)
    {
        return Ok(None);
    }
    let unended = executions.unended_before(task.id, execution).await?;
    if unended.iter().any(|other| other.id() == execution.id()) {
        return Ok(Some(RunOutcome::Repeated));
    }
    let going_on = unended.iter().find(|other| goes_on(task, other, now));
    match (overlap::decide(policy, going_on.is_some()), going_on) {
        (OverlapDecision::Skip, Some(other)) => Ok(Some(RunOutcome::Skipped(other.id()))),
        (OverlapDecision::CancelRunningThenRun, _) => {
            // A repeated tick whose run has ended must not cancel later executions.
            if executions.get(execution.id()).await?.is_some() {
                return Ok(Some(RunOutcome::Repeated));
            }
            cancel_earlier(executions, task.id, execution, unended, now).await?;
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// Cancels `unended`, the executions of `task` before `execution`: at once those that wait, soon those that
/// run.
///
/// # Errors
/// [`StoreError`] when some may not be cancelled.
pub async fn cancel_earlier(
    executions: &dyn RunExecutions,
    task: TaskId,
    execution: &Execution,
    unended: Vec<Execution>,
    now: Timestamp,
) -> Result<(), StoreError> {
    retry_on_conflict(CAS_RETRIES, unended, |unended: Vec<Execution>| async move {
        for other in &unended {
            attempt_cancel(executions, other, &CancelReason::Overlap.into(), now).await?;
        }
        let mut left = executions.unended_before(task, execution).await?;
        left.retain(|other| other.status() != Status::Running || !other.progress.cancel_requested);
        Ok(if left.is_empty() { Attempt::Done(()) } else { Attempt::Conflict(left) })
    })
    .await
}
