//! The status of a task is derived, never stored.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Task, TaskStats};
use crate::{execution::Status, spec::TaskType};

/// What a task is about to do or did last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskStatus {
    /// It never ran and waits to be asked.
    Pending,
    /// Its schedule will run it.
    Scheduled,
    /// An execution of it is under way.
    Running,
    /// Its last execution completed.
    Completed,
    /// Its last execution failed.
    Failed,
    /// Its last execution was cancelled.
    Cancelled,
    /// Its schedule is suspended.
    Paused,
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
    /// Every status.
    pub const ALL: [Self; 7] = [
        Self::Pending,
        Self::Scheduled,
        Self::Running,
        Self::Completed,
        Self::Failed,
        Self::Cancelled,
        Self::Paused,
    ];

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

    /// Its name in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Scheduled => "scheduled",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Paused => "paused",
        }
    }
}

impl fmt::Display for TaskStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no status of a task.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is none of pending, scheduled, running, completed, failed, cancelled, paused")]
pub struct UnknownTaskStatus;

impl FromStr for TaskStatus {
    type Err = UnknownTaskStatus;

    fn from_str(text: &str) -> Result<Self, UnknownTaskStatus> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or(UnknownTaskStatus)
    }
}
