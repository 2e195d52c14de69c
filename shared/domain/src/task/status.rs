//! The status of a task is derived, never stored.

use beadle_values::names;
use serde::{Deserialize, Serialize};

use super::{Task, TaskStats};
use crate::{execution::Status, spec::TaskType};

names! {
    /// The status of a task: what it is about to do, or what it did last.
    pub enum TaskStatus {
        /// It has not run and waits to be started.
        Pending = "pending",
        /// Its schedule or its reminder will run it.
        Scheduled = "scheduled",
        /// An execution of it has not ended.
        Running = "running",
        /// Its last execution completed.
        Completed = "completed",
        /// Its last execution failed.
        Failed = "failed",
        /// Its last execution was cancelled.
        Cancelled = "cancelled",
        /// Its schedule is suspended.
        Paused = "paused",
    }
}

/// The properties of a task that determine its status, in addition to its counters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskTraits {
    /// Its schedule is paused.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// It has a schedule.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub scheduled: bool,
    /// It has a reminder.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reminds: bool,
    /// It is completed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub completed: bool,
    /// Executions do not affect its status: a todo or a calendar event.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stays: bool,
}

impl TaskTraits {
    /// The properties of `task`.
    pub fn of(task: &Task) -> Self {
        Self {
            paused: task.paused,
            scheduled: task.schedule.is_some(),
            reminds: task.reminder_time.is_some(),
            completed: task.completed_at.is_some(),
            stays: matches!(task.spec.task_type(), TaskType::Todo | TaskType::CalendarEvent),
        }
    }
}

impl TaskStatus {
    /// The status of `task` with these counters. Being completed takes precedence, then a running execution,
    /// a pause, a pending schedule or reminder, and last the outcome of the latest execution. The reminder of
    /// a todo or an event does not complete it.
    pub fn of(task: &Task, stats: &TaskStats) -> Self {
        Self::derive(TaskTraits::of(task), stats)
    }

    /// The same, from the relevant properties of the task.
    pub fn derive(task: TaskTraits, stats: &TaskStats) -> Self {
        if task.completed {
            Self::Completed
        } else if stats.active_count > 0 {
            Self::Running
        } else if task.paused {
            Self::Paused
        } else if task.scheduled || task.reminds && stats.last_status.is_none() {
            Self::Scheduled
        } else {
            let last = stats.last_status.filter(|_| !task.stays);
            last.map_or(Self::Pending, Self::of_execution)
        }
    }

    /// The status of a task whose latest execution has this status.
    pub fn of_execution(status: Status) -> Self {
        match status {
            Status::Pending | Status::Retrying | Status::Deferred => Self::Pending,
            Status::Running | Status::Waiting => Self::Running,
            Status::Completed => Self::Completed,
            Status::Failed => Self::Failed,
            Status::Cancelled => Self::Cancelled,
        }
    }
}
