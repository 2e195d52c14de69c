//! The clock that ticks for tasks.

use async_trait::async_trait;
use jiff::Timestamp;

use beadle_domain::task::Task;
use beadle_schedule::Schedule;
use beadle_values::id::TaskId;

/// What the scheduler is told about a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Arming {
    /// The task to tick for.
    pub task: TaskId,
    /// When.
    pub schedule: Schedule,
    /// The version of the schedule; comes back with every tick.
    pub schedule_version: u64,
    /// Where rates are counted from.
    pub anchor: Timestamp,
}

impl Arming {
    /// What to tell the scheduler about `task`; `None` for a task that does not run by itself.
    pub fn of(task: &Task) -> Option<Self> {
        let schedule = task.times().filter(|_| task.is_armed())?.into_owned();
        Some(Self {
            task: task.id,
            schedule,
            schedule_version: task.schedule_version,
            anchor: task.created_at,
        })
    }
}

/// Ticks for tasks: one [`beadle_domain::tick::Tick`] for each time of the schedule, at least once.
#[async_trait]
pub trait Scheduler: Send + Sync {
    /// Arms the task, in place of whatever was armed for it before.
    ///
    /// # Errors
    /// [`SchedulerError`] when it is not safely armed.
    async fn arm(&self, arming: &Arming) -> Result<(), SchedulerError>;

    /// Disarms the task. One that is not armed is left as it is.
    ///
    /// # Errors
    /// [`SchedulerError`] when it may still be armed.
    async fn disarm(&self, task: TaskId) -> Result<(), SchedulerError>;
}

/// Why the scheduler could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum SchedulerError {
    /// It can't be reached or refuses for now.
    #[error("the scheduler is unavailable: {0}")]
    Unavailable(String),
    /// It does not take this schedule.
    #[error("the scheduler refuses the schedule: {0}")]
    Refused(String),
}
