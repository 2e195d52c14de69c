//! A task with its counters.

use super::{Task, TaskStats};

/// A task with its counters.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedTask {
    /// The task.
    pub task: Task,
    /// Its counters.
    pub stats: TaskStats,
}
