//! A run that is due while earlier ones of its task go on.

use beadle_domain::execution::{CancelReason, Event, Execution, Status};
use beadle_schedule::{
    Overlap,
    overlap::{self, OverlapDecision},
};
use beadle_values::id::TaskId;
use jiff::Timestamp;

use super::{RunOutcome, TickError, TickPorts};
use crate::port::{RunExecutions, StoreError};

/// How often the executions to cancel may change under our hands before the tick has to come again.
const TRIES: usize = 8;

/// Does what the policy asks before `execution` may start; an outcome if it may not.
pub(super) async fn settle(
    ports: TickPorts<'_>,
    policy: Overlap,
    execution: &Execution,
    now: Timestamp,
) -> Result<Option<RunOutcome>, TickError> {
    let Some(task) = execution.request.task_id else { return Ok(None) };
    // What needs no look at the others: `allow`, and `queue`, which the executor sees to when it admits.
    if !matches!(overlap::decide(policy, true), OverlapDecision::Skip | OverlapDecision::CancelRunningThenRun)
    {
        return Ok(None);
    }
    let going_on = ports.running.unended_before(task, execution).await?;
    if going_on.iter().any(|other| other.id() == execution.id()) {
        return Ok(Some(RunOutcome::Repeated));
    }
    match (overlap::decide(policy, !going_on.is_empty()), going_on.first()) {
        (OverlapDecision::Skip, Some(other)) => Ok(Some(RunOutcome::Skipped(other.id()))),
        (OverlapDecision::CancelRunningThenRun, _) => {
            // A tick that comes once more, after its run has ended, must not cancel what came later.
            if ports.executions.get(execution.id()).await?.is_some() {
                return Ok(Some(RunOutcome::Repeated));
            }
            cancel_earlier(ports.running, task, execution, going_on, now).await?;
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// Cancels the executions of `task` before `execution`, which are `going_on`: at once what waits, soon what runs.
///
/// # Errors
/// [`StoreError`] when some may not be cancelled.
pub async fn cancel_earlier(
    running: &dyn RunExecutions,
    task: TaskId,
    execution: &Execution,
    mut going_on: Vec<Execution>,
    now: Timestamp,
) -> Result<(), StoreError> {
    for _ in 0..TRIES {
        for other in &going_on {
            if other.status() == Status::Running {
                running.request_cancel(other.id()).await?;
            } else if let Ok(cancelled) = other.apply(Event::Cancel { reason: CancelReason::Overlap }, now) {
                running.save(&cancelled, other.version(), 0).await?;
            }
        }
        going_on = running.unended_before(task, execution).await?;
        going_on.retain(|other| other.status() != Status::Running || !other.progress.cancel_requested);
        if going_on.is_empty() {
            return Ok(());
        }
    }
    Err(StoreError::Unavailable("the executions to cancel keep changing".into()))
}
