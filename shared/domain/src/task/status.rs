//! The status of a task is derived, never stored.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Task, TaskStats};
use crate::execution::Status;

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
}

impl TaskTraits {
    /// Those of `task`.
    pub fn of(task: &Task) -> Self {
        Self { paused: task.paused, scheduled: task.schedule.is_some() }
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

    /// The status of `task`, given its counters: what is under way comes first, then a pause, then what its schedule
    /// will do, then what became of the last execution.
    pub fn of(task: &Task, stats: &TaskStats) -> Self {
        Self::derive(TaskTraits::of(task), stats)
    }

    /// The same, given only what of the task decides it.
    pub fn derive(task: TaskTraits, stats: &TaskStats) -> Self {
        if stats.active_count > 0 {
            Self::Running
        } else if task.paused {
            Self::Paused
        } else if task.scheduled {
            Self::Scheduled
        } else {
            stats.last_status.map_or(Self::Pending, Self::of_execution)
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
