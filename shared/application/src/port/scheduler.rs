//! The scheduler that ticks for tasks.

use async_trait::async_trait;
use jiff::Timestamp;

use beadle_domain::task::Task;
use beadle_schedule::Schedule;
use beadle_values::{cause::Cause, id::TaskId};

/// What the scheduler holds about a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Arming {
    /// The task.
    pub task: TaskId,
    /// Its schedule.
    pub schedule: Schedule,
    /// The version of the schedule, which every tick repeats.
    pub schedule_version: u64,
    /// The time from which rates count.
    pub anchor: Timestamp,
}

impl Arming {
    /// What the scheduler is to hold about `task`; `None` for a task without an active schedule.
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
    /// Arms the task, replacing what was armed for it before.
    ///
    /// # Errors
    /// [`SchedulerError`] when it is not safely armed.
    async fn arm(&self, arming: &Arming) -> Result<(), SchedulerError>;

    /// Disarms the task; succeeds if it is not armed.
    ///
    /// # Errors
    /// [`SchedulerError`] when it may still be armed.
    async fn disarm(&self, task: TaskId) -> Result<(), SchedulerError>;
}

/// Why the scheduler failed.
#[derive(Debug, thiserror::Error)]
pub enum SchedulerError {
    /// It can't be reached or is overloaded.
    #[error("the scheduler is unavailable")]
    Unavailable(#[source] Cause),
    /// It rejects this schedule.
    #[error("the scheduler rejects the schedule")]
    Rejected(#[source] Cause),
}
