//! Where tasks are kept.

use async_trait::async_trait;

use super::{Cursor, Page, StoreError};
use crate::{
    id::{OwnerId, TaskId},
    spec::TaskType,
    task::{Priority, Task, TaskStats, TaskStatus},
};

/// A task with what is counted about it.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedTask {
    /// The task.
    pub task: Task,
    /// Its counters.
    pub stats: TaskStats,
}

/// What to list, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskQuery {
    /// Whose.
    pub owner: OwnerId,
    /// Only those with this status.
    pub status: Option<TaskStatus>,
    /// Only those of this type.
    pub task_type: Option<TaskType>,
    /// Only those of this priority.
    pub priority: Option<Priority>,
    /// Only those with this tag.
    pub tag: Option<String>,
    /// How many at most, 1 to 100.
    pub limit: usize,
    /// Where to go on.
    pub cursor: Option<Cursor>,
}

impl TaskQuery {
    /// Whether `saved` is among what is asked for, its owner aside.
    pub fn matches(&self, saved: &SavedTask) -> bool {
        let SavedTask { task, stats } = saved;
        self.status.is_none_or(|status| status == TaskStatus::of(task, stats))
            && self.task_type.is_none_or(|kind| kind == task.spec.task_type())
            && self.priority.is_none_or(|priority| priority == task.priority)
            && self.tag.as_ref().is_none_or(|tag| task.tags.contains(tag))
    }
}

/// Reads tasks.
#[async_trait]
pub trait ReadTasks: Send + Sync {
    /// The task, deleted or not, as it was last written.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn get(&self, id: TaskId) -> Result<Option<SavedTask>, StoreError>;

    /// A page of tasks that are not deleted, newest first (by creation time, then id).
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::InvalidCursor`] for a cursor of another list or another's making.
    async fn list(&self, query: &TaskQuery) -> Result<Page<SavedTask>, StoreError>;
}

/// Writes tasks.
#[async_trait]
pub trait WriteTasks: Send + Sync {
    /// Writes a new task (version 1).
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn insert(&self, task: &Task) -> Result<Inserted, StoreError>;

    /// Writes `task` in place of version `expected`. A deleted one leaves the lists and is removed after its retention.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn replace(&self, task: &Task, expected: u64) -> Result<Replaced, StoreError>;
}

/// What came of an insert.
#[derive(Debug, Clone, PartialEq)]
pub enum Inserted<T = Task> {
    /// It is written.
    Created,
    /// One with its id exists already, and stays as it is.
    Existing(Box<T>),
}

/// What came of a replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaced {
    /// It is written.
    Done,
    /// The row has another version by now, or is gone.
    Conflict,
}
