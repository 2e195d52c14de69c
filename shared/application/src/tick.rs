//! A tick of the scheduler becomes executions, each once however often the tick comes.
//!
//! The task row holds the truth: where the tick disagrees with it, the scheduler is put right.

mod overlap;
mod repair;
#[cfg(test)]
mod tests;

use beadle_domain::{
    execution::{Execution, Trigger},
    policy::RunDefaults,
    task::Task,
    tick::{self, Tick},
};
use beadle_schedule::Schedule;
use beadle_values::id::ExecutionId;
use jiff::{SignedDuration, Timestamp};

pub use self::overlap::cancel_earlier;

use crate::port::{
    Executions, RunExecutions, Scheduler, SchedulerError, StartExecutions, Started, StoreError, Tasks,
};

/// What a tick needs of the world.
#[derive(Clone, Copy)]
pub struct TickPorts<'a> {
    /// The tasks.
    pub tasks: &'a dyn Tasks,
    /// The executions, to look at.
    pub executions: &'a dyn Executions,
    /// The way to start one.
    pub starter: &'a dyn StartExecutions,
    /// The ones under way.
    pub running: &'a dyn RunExecutions,
    /// The scheduler, to be put right.
    pub scheduler: &'a dyn Scheduler,
}

/// What became of a tick.
#[derive(Debug, Clone, PartialEq)]
pub enum TickOutcome {
    /// These runs were looked at, earliest first.
    Handled(Vec<(ExecutionId, RunOutcome)>),
    /// It came too late, and nothing is made up for.
    Missed,
    /// It was armed for a schedule that the task no longer has; the scheduler is armed with the present one.
    Rearmed,
    /// The task is gone, paused or no longer runs by itself; the scheduler is disarmed.
    Disarmed,
}

/// What became of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunOutcome {
    /// It is started.
    Started,
    /// It was started by an earlier delivery of the tick.
    Repeated,
    /// It is left out since this execution goes on.
    Skipped(ExecutionId),
}

/// Why a tick has to come again.
#[derive(Debug, thiserror::Error)]
pub enum TickError {
    /// The store or the queue.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The scheduler.
    #[error(transparent)]
    Scheduler(#[from] SchedulerError),
    /// The scheduler knows more than the task's row: it may be about to be written.
    #[error("the task is being written")]
    Unsettled,
}

/// Handles `tick` at `now`; `defaults` hold for what the task's policy leaves out.
///
/// # Errors
/// [`TickError`] when the tick has to come again; what was started before the fault is not started twice.
pub async fn tick(
    ports: TickPorts<'_>,
    defaults: &RunDefaults,
    tick: &Tick,
    now: Timestamp,
) -> Result<TickOutcome, TickError> {
    let time = tick.scheduled_time.unwrap_or_else(|| {
        let minute = tick::minute_of(now);
        tracing::warn!(task_id = %tick.task_id, taken_for = %minute, "the scheduler did not say the time of its tick");
        minute
    });
    let saved = ports.tasks.get(tick.task_id).await?;
    let (task, schedule) = match repair::repair(ports.scheduler, tick, time, saved, now).await? {
        repair::Repaired::Run(task, schedule) => (task, schedule),
        repair::Repaired::Done(outcome) => return Ok(outcome),
    };
    let runs = tick::runs(&schedule, task.created_at, time, now);
    if runs.is_empty() {
        return Ok(TickOutcome::Missed);
    }
    let mut outcomes = Vec::with_capacity(runs.len());
    for (place, run) in runs.into_iter().enumerate() {
        let execution = execution(&task, defaults, run, now, place);
        let outcome = start(ports, &schedule, &execution, now).await?;
        outcomes.push((execution.id(), outcome));
    }
    Ok(TickOutcome::Handled(outcomes))
}

/// Starts `execution` if the overlap policy lets it. A run that is yet to come is started in any case: the executor asks
/// the policy when it is due.
async fn start(
    ports: TickPorts<'_>,
    schedule: &Schedule,
    execution: &Execution,
    now: Timestamp,
) -> Result<RunOutcome, TickError> {
    let is_due = execution.state().due().is_some_and(|due| due <= now);
    if is_due && let Some(outcome) = overlap::settle(ports, schedule.overlap(), execution, now).await? {
        return Ok(outcome);
    }
    Ok(match ports.starter.start(execution).await? {
        Started::Created => RunOutcome::Started,
        Started::Existing(_) => RunOutcome::Repeated,
    })
}

/// The execution of `task` for the time `run`. Those of one tick are created a millisecond apart, so that each knows which
/// ones come before it.
fn execution(task: &Task, defaults: &RunDefaults, run: Timestamp, now: Timestamp, place: usize) -> Execution {
    let place = SignedDuration::from_millis(i64::try_from(place).unwrap_or_default());
    let trigger = if task.schedule.is_some() { Trigger::tick(run) } else { Trigger::reminder(run) };
    let created_at = now.checked_add(place).unwrap_or(now);
    let request = task.request(ExecutionId::for_tick(task.id, run), trigger, defaults, created_at);
    Execution::new(request, run.max(now))
}
