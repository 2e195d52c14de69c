//! Why an execution was cancelled.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why an execution was cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// Someone asked for it.
    Requested,
    /// Its task was deleted.
    TaskDeleted,
    /// Its task was paused before it began.
    TaskPaused,
    /// Its task was ticked off before it began.
    TaskCompleted,
    /// Another execution of its task took its place, or was under way.
    Overlap,
    /// A task that its task runs after did not complete: it is skipped.
    DependencyFailed,
    /// The tasks that its task runs after have not all completed.
    DependenciesUnmet,
    /// The account of its owner was closed.
    AccountClosed,
}

impl CancelReason {
    /// Its name in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::TaskDeleted => "task_deleted",
            Self::TaskPaused => "task_paused",
            Self::TaskCompleted => "task_completed",
            Self::Overlap => "overlap",
            Self::DependencyFailed => "dependency_failed",
            Self::DependenciesUnmet => "dependencies_unmet",
            Self::AccountClosed => "account_closed",
        }
    }
}

/// In words, for people.
impl fmt::Display for CancelReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Requested => "someone asked for it",
            Self::TaskDeleted => "its task was deleted",
            Self::TaskPaused => "its task was paused before it began",
            Self::TaskCompleted => "its task was ticked off before it began",
            Self::Overlap => "another execution of its task takes its place",
            Self::DependencyFailed => "it is skipped, since a task that it runs after did not complete",
            Self::DependenciesUnmet => "the tasks that it runs after have not all completed",
            Self::AccountClosed => "the account of its owner was closed",
        })
    }
}
