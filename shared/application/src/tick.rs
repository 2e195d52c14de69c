//! A tick of the scheduler becomes executions, each once however often the tick is delivered.
//!
//! The row of the task is authoritative: where a tick disagrees with it, the scheduler is corrected.

mod overlap;
mod repair;

use std::sync::Arc;

use beadle_domain::{
    execution::{Execution, Trigger},
    policy::RunDefaults,
    task::Task,
    tick::{self, Tick},
};
use beadle_schedule::{Exclusion, Overlap, Schedule};
use beadle_values::id::ExecutionId;
use jiff::{SignedDuration, Timestamp};

pub use self::overlap::cancel_earlier;

use crate::port::{
    Clock, RunExecutions, Scheduler, SchedulerError, StartExecutions, Started, StoreError, Tasks,
};

/// Result of a tick.
#[derive(Debug, Clone, PartialEq)]
pub enum TickOutcome {
    /// The runs of the tick, earliest first.
    Handled(Vec<(ExecutionId, RunOutcome)>),
    /// It came too late, and the catch-up policy makes up for nothing.
    Missed,
    /// A calendar excludes its day, which this execution records: one for each such day of a task.
    Excluded(ExecutionId, Exclusion),
    /// It was armed for a previous schedule; the scheduler is armed with the current one.
    Rearmed,
    /// The task is deleted, paused or has no schedule any more; the scheduler is disarmed.
    Disarmed,
}

/// Result of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunOutcome {
    /// It is started.
    Started,
    /// An earlier delivery of the tick started it.
    Repeated,
    /// It was skipped because this execution has not ended.
    Skipped(ExecutionId),
}

/// Why a tick must be redelivered.
#[derive(Debug, thiserror::Error)]
pub enum TickError {
    /// The store or the queue failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The scheduler failed.
    #[error(transparent)]
    Scheduler(#[from] SchedulerError),
    /// The scheduler is ahead of the row of the task, which may be about to be written.
    #[error("the task is being written")]
    Unsettled,
}

/// Turns ticks of the scheduler into executions.
#[derive(Clone)]
pub struct TickService {
    /// The tasks.
    pub tasks: Arc<dyn Tasks>,
    /// Their executions.
    pub executions: Arc<dyn RunExecutions>,
    /// Starts new ones.
    pub starter: Arc<dyn StartExecutions>,
    /// The scheduler, to be corrected.
    pub scheduler: Arc<dyn Scheduler>,
    /// The clock by which ticks are handled.
    pub clock: Arc<dyn Clock>,
    /// The policy of tasks that state none.
    pub defaults: RunDefaults,
}

impl TickService {
    /// Handles `tick` at `now`.
    ///
    /// # Errors
    /// [`TickError`] when the tick must be redelivered; what was started before the error is not started
    /// twice.
    pub async fn handle(&self, tick: &Tick, now: Timestamp) -> Result<TickOutcome, TickError> {
        let time = tick.scheduled_time.unwrap_or_else(|| {
            let minute = tick::minute_of(now);
            tracing::warn!(task_id = %tick.task_id, assumed = %minute, "a tick without its scheduled time");
            minute
        });
        let saved = self.tasks.get(tick.task_id).await?;
        let (task, schedule) = match repair::repair(&*self.scheduler, tick, time, saved, now).await? {
            repair::Repaired::Run(task, schedule) => (task, schedule),
            repair::Repaired::Done(outcome) => return Ok(outcome),
        };
        let runs = tick::runs(&schedule, task.created_at, time, now);
        if runs.is_empty() {
            let excluded = schedule.skipped_by_calendar(time, task.created_at);
            return match excluded.filter(|_| !tick::is_late(&schedule, time, now)) {
                Some(exclusion) => self.skip(&task, &schedule, time, exclusion, now).await,
                None => Ok(TickOutcome::Missed),
            };
        }
        let mut outcomes = Vec::with_capacity(runs.len());
        for (place, run) in runs.into_iter().enumerate() {
            let execution = execution(&task, &self.defaults, run, now, place);
            let outcome = self.start(&task, schedule.overlap(), &execution, now).await?;
            outcomes.push((execution.id(), outcome));
        }
        Ok(TickOutcome::Handled(outcomes))
    }

    /// Records that the run of `task` at `time` is skipped: by an execution that the executor withdraws, the first time on a
    /// day.
    async fn skip(
        &self,
        task: &Task,
        schedule: &Schedule,
        time: Timestamp,
        exclusion: Exclusion,
        now: Timestamp,
    ) -> Result<TickOutcome, TickError> {
        let day = schedule.start_of_day(exclusion.date).unwrap_or(time);
        let id = ExecutionId::for_tick(task.id, day);
        if self.executions.get(id).await?.is_none() {
            let trigger = Trigger { excluded: Some(exclusion.to_string()), ..Trigger::automatic(task, time) };
            let request = task.request(id, trigger, &self.defaults, now);
            self.starter.start(&Execution::new(request, now)).await?;
        }
        Ok(TickOutcome::Excluded(id, exclusion))
    }

    /// Starts `execution` if the overlap policy allows it. A run in the future is started in any case: the
    /// executor applies the policy when it is due.
    async fn start(
        &self,
        task: &Task,
        policy: Overlap,
        execution: &Execution,
        now: Timestamp,
    ) -> Result<RunOutcome, TickError> {
        let is_due = execution.state().due().is_some_and(|due| due <= now);
        if is_due
            && let Some(outcome) = overlap::settle(&*self.executions, task, policy, execution, now).await?
        {
            return Ok(outcome);
        }
        Ok(match self.starter.start(execution).await? {
            Started::Created => RunOutcome::Started,
            Started::Existing(_) => RunOutcome::Repeated,
        })
    }
}

/// The execution of `task` for the time `run`. The executions of one tick are created a millisecond apart, so
/// that their order is known.
fn execution(task: &Task, defaults: &RunDefaults, run: Timestamp, now: Timestamp, place: usize) -> Execution {
    let place = SignedDuration::from_millis(i64::try_from(place).unwrap_or_default());
    let trigger = Trigger::automatic(task, run);
    let created_at = now.checked_add(place).unwrap_or(now);
    let request = task.request(ExecutionId::for_tick(task.id, run), trigger, defaults, created_at);
    Execution::new(request, run.max(now))
}
