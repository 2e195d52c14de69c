//! Why an execution was cancelled.

use beadle_values::names;

names! {
    /// Why an execution was cancelled.
    pub enum CancelReason {
        /// A caller cancelled it.
        Requested = "requested",
        /// Its task was deleted.
        TaskDeleted = "task_deleted",
        /// Its task was paused before it began.
        TaskPaused = "task_paused",
        /// Its task was completed before it began.
        TaskCompleted = "task_completed",
        /// The schedule of its task was changed or removed before it began, and is not due at its time any more.
        ScheduleChanged = "schedule_changed",
        /// It was due too long ago, and the schedule does not make up for it.
        Missed = "missed",
        /// Another execution of its task replaced it or was running.
        Overlap = "overlap",
        /// A dependency of its task did not complete: it is skipped.
        DependencyFailed = "dependency_failed",
        /// Not all dependencies of its task have completed.
        DependenciesUnmet = "dependencies_unmet",
        /// A calendar of its schedule excludes its day: it is skipped.
        DayExcluded = "day_excluded",
        /// The account of its owner was closed.
        AccountClosed = "account_closed",
    }
}

impl CancelReason {
    /// Whether the execution was skipped: it was due and its task did not run.
    pub fn is_skip(self) -> bool {
        matches!(
            self,
            Self::DependencyFailed
                | Self::DependenciesUnmet
                | Self::DayExcluded
                | Self::TaskPaused
                | Self::TaskCompleted
        )
    }

    /// The reason in words.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Requested => "someone asked for it",
            Self::TaskDeleted => "its task was deleted",
            Self::TaskPaused => "its task was paused before it began",
            Self::TaskCompleted => "its task was ticked off before it began",
            Self::ScheduleChanged => "the schedule of its task was changed before it began",
            Self::Missed => "it was due too long ago, and its schedule does not make up for it",
            Self::Overlap => "another execution of its task takes its place",
            Self::DependencyFailed => "it is skipped, since a task that it runs after did not complete",
            Self::DependenciesUnmet => "the tasks that it runs after have not all completed",
            Self::DayExcluded => "it is skipped, since a calendar of its schedule excludes its day",
            Self::AccountClosed => "the account of its owner was closed",
        }
    }
}
