//! A tick of the scheduler becomes executions, each once however often the tick is delivered.
//!
//! The row of the task is authoritative: where a tick disagrees with it, the scheduler is corrected.

mod overlap;
mod repair;
mod report;

use std::sync::Arc;

use beadle_domain::{
    execution::{Execution, Message, Trigger},
    policy::RunDefaults,
    task::Task,
    tick::{self, Tick},
};
use beadle_schedule::{Exclusion, Overlap, Schedule};
use beadle_values::id::ExecutionId;
use jiff::{SignedDuration, Timestamp};

pub use self::overlap::cancel_earlier;

use self::report::report;

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

impl TickOutcome {
    /// Whether a run is started, and so has a message.
    pub fn has_started_one(&self) -> bool {
        matches!(self, Self::Handled(runs) if runs.iter().any(|(_, outcome)| *outcome == RunOutcome::Started))
    }
}

/// What is left of a tick for whoever runs what is due at once.
#[derive(Debug, Clone, PartialEq)]
pub enum Begun {
    /// Claim and run this new execution, the only one of the tick, of this task. It is not written yet.
    Run(Box<Execution>, Box<Task>),
    /// Nothing: the outcome of the tick.
    Done(TickOutcome),
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
    /// Handles `tick`, which `arrived` before `now`: starts its runs, each with a message. How late the tick is follows from when it
    /// arrived: what waited in a queue is not missed.
    ///
    /// # Errors
    /// [`TickError`] when the tick must be redelivered; what was started before the error is not started
    /// twice.
    pub async fn handle(
        &self,
        tick: &Tick,
        arrived: Timestamp,
        now: Timestamp,
    ) -> Result<TickOutcome, TickError> {
        let result = match self.plan(tick, arrived, now).await {
            Ok(Plan::Runs { task, schedule, runs }) => self.start_all(&task, &schedule, &runs, now).await,
            Ok(Plan::Done(outcome)) => Ok(outcome),
            Err(error) => Err(error),
        };
        report(tick, result.as_ref());
        result
    }

    /// Handles `tick` as [`handle`](Self::handle) does, but leaves a single run that is due to the caller.
    ///
    /// The caller claims the run by [`RunExecutions::claim_new`] and keeps the tick until the run has ended or has a message of its own.
    ///
    /// # Errors
    /// [`TickError`] as for [`handle`](Self::handle).
    pub async fn begin(&self, tick: &Tick, arrived: Timestamp, now: Timestamp) -> Result<Begun, TickError> {
        let result = self.try_to_begin(tick, arrived, now).await;
        match &result {
            Ok(Begun::Run(..)) => {}
            Ok(Begun::Done(outcome)) => report(tick, Ok(outcome)),
            Err(error) => report(tick, Err(error)),
        }
        result
    }

    /// The message of the execution that an earlier delivery of `tick` began and nobody may have brought to its end.
    ///
    /// # Errors
    /// [`StoreError`] when the execution can't be read.
    pub async fn begun_before(&self, tick: &Tick, arrived: Timestamp) -> Result<Option<Message>, StoreError> {
        let begun = self.executions.get(ExecutionId::for_tick(tick.task_id, tick.time(arrived))).await?;
        Ok(begun.filter(|execution| !execution.status().is_final()).map(Message::start))
    }

    async fn try_to_begin(
        &self,
        tick: &Tick,
        arrived: Timestamp,
        now: Timestamp,
    ) -> Result<Begun, TickError> {
        let (task, schedule, mut runs) = match self.plan(tick, arrived, now).await? {
            Plan::Runs { task, schedule, runs } => (task, schedule, runs),
            Plan::Done(outcome) => return Ok(Begun::Done(outcome)),
        };
        // Only the execution of the tick's own time is found again if the tick comes again after its task has changed.
        let own = ExecutionId::for_tick(task.id, tick.time(arrived));
        let is_own = |run: &Execution| is_due(run, now) && run.id() == own;
        if runs.len() > 1 || !runs.iter().all(is_own) {
            return Ok(Begun::Done(self.start_all(&task, &schedule, &runs, now).await?));
        }
        let Some(run) = runs.pop() else { return Ok(Begun::Done(TickOutcome::Handled(Vec::new()))) };
        Ok(match overlap::settle(&*self.executions, &task, schedule.overlap(), &run, now).await? {
            Some(outcome) => Begun::Done(TickOutcome::Handled(vec![(own, outcome)])),
            None => Begun::Run(Box::new(run), task),
        })
    }

    async fn plan(&self, tick: &Tick, arrived: Timestamp, now: Timestamp) -> Result<Plan, TickError> {
        let time = tick.time(arrived);
        if tick.scheduled_time.is_none() {
            tracing::warn!(task_id = %tick.task_id, assumed = %time, "a tick without its scheduled time");
        }
        let saved = self.tasks.get(tick.task_id).await?;
        let (task, schedule) = match repair::repair(&*self.scheduler, tick, time, saved, now).await? {
            repair::Repaired::Run(task, schedule) => (task, schedule),
            repair::Repaired::Done(outcome) => return Ok(Plan::Done(outcome)),
        };
        let runs = tick::runs(&schedule, task.created_at, time, arrived);
        if runs.is_empty() {
            let excluded = schedule.skipped_by_calendar(time, task.created_at);
            return Ok(Plan::Done(match excluded.filter(|_| !tick::is_late(&schedule, time, arrived)) {
                Some(exclusion) => self.skip(&task, &schedule, time, exclusion, now).await?,
                None => TickOutcome::Missed,
            }));
        }
        let runs = runs.into_iter().enumerate();
        let runs = runs.map(|(place, run)| execution(&task, &self.defaults, run, arrived, place)).collect();
        Ok(Plan::Runs { task, schedule, runs })
    }

    async fn start_all(
        &self,
        task: &Task,
        schedule: &Schedule,
        runs: &[Execution],
        now: Timestamp,
    ) -> Result<TickOutcome, TickError> {
        let mut outcomes = Vec::with_capacity(runs.len());
        for execution in runs {
            let outcome = self.start(task, schedule.overlap(), execution, now).await?;
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
        if is_due(execution, now)
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

/// What a tick asks for.
enum Plan {
    /// These executions, of this task.
    Runs { task: Box<Task>, schedule: Box<Schedule>, runs: Vec<Execution> },
    /// Nothing more.
    Done(TickOutcome),
}

fn is_due(execution: &Execution, now: Timestamp) -> bool {
    execution.state().due().is_some_and(|due| due <= now)
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
