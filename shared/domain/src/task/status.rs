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

/// What of a task decides its status, beside its counters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskTraits {
    /// Its schedule is suspended.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// It has a schedule.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub scheduled: bool,
    /// It has a reminder.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reminds: bool,
    /// It is ticked off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub completed: bool,
    /// What becomes of its executions says nothing about it: a todo or an event of a calendar.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stays: bool,
}

impl TaskTraits {
    /// Those of `task`.
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
    /// The status of `task`, given its counters: whether it is ticked off comes first, then what is under way, a pause, what
    /// its schedule or its reminder will do, and what became of the last execution. A reminder of a todo or of an event does
    /// not complete it.
    pub fn of(task: &Task, stats: &TaskStats) -> Self {
        Self::derive(TaskTraits::of(task), stats)
    }

    /// The same, given only what of the task decides it.
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

    /// What an execution in this state means for its task.
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
