//! Where tasks are kept.

use async_trait::async_trait;
use beadle_domain::{
    spec::TaskType,
    task::{Priority, SavedTask, Task, TaskOrder, TaskStatus},
};
use beadle_values::{
    id::{OwnerId, TaskId},
    page::{Cursor, Page},
};
use jiff::Timestamp;

use super::StoreError;

/// What to list.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskQuery {
    /// Whose list: what is theirs, and what others have assigned to them.
    pub owner: OwnerId,
    /// Whether those that were deleted and can be restored are asked for, in place of the others; only what is theirs.
    pub deleted: bool,
    /// Only those with this status.
    pub status: Option<TaskStatus>,
    /// Only those of this type.
    pub task_type: Option<TaskType>,
    /// Only those of this priority.
    pub priority: Option<Priority>,
    /// Only those with this tag.
    pub tag: Option<String>,
    /// Only those assigned to this user.
    pub assigned: Option<OwnerId>,
    /// Only those with this text in their name, their description or a tag, whatever the case of its letters.
    pub text: Option<String>,
    /// Only those due before this time.
    pub due_before: Option<Timestamp>,
    /// Only those due at this time or later.
    pub due_after: Option<Timestamp>,
    /// In which order.
    pub order: TaskOrder,
    /// When this is asked: the next run is told as of then.
    pub now: Timestamp,
    /// How many at most, 1 to 100.
    pub limit: usize,
    /// Where to go on.
    pub cursor: Option<Cursor>,
}

impl TaskQuery {
    /// The newest tasks on the list of `owner`, asked for at `now`.
    pub fn newest(owner: OwnerId, limit: usize, now: Timestamp) -> Self {
        Self {
            owner,
            deleted: false,
            status: None,
            task_type: None,
            priority: None,
            tag: None,
            assigned: None,
            text: None,
            due_before: None,
            due_after: None,
            order: TaskOrder::default(),
            now,
            limit,
            cursor: None,
        }
    }

    /// Whether it asks for a part of the list only.
    pub fn is_filtered(&self) -> bool {
        let all = Self {
            deleted: self.deleted,
            order: self.order,
            cursor: self.cursor.clone(),
            ..self.unfiltered()
        };
        *self != all
    }

    fn unfiltered(&self) -> Self {
        Self::newest(self.owner.clone(), self.limit, self.now)
    }

    /// Whether `saved` is among what is asked for.
    pub fn matches(&self, saved: &SavedTask) -> bool {
        let SavedTask { task, stats } = saved;
        self.is_on_the_list(task)
            && self.status.is_none_or(|status| status == TaskStatus::of(task, stats))
            && self.task_type.is_none_or(|kind| kind == task.spec.task_type())
            && self.priority.is_none_or(|priority| priority == task.priority)
            && self.tag.as_ref().is_none_or(|tag| task.tags.contains(tag))
            && self.assigned.as_ref().is_none_or(|assignee| task.assigned_to.as_ref() == Some(assignee))
            && self.due_before.is_none_or(|time| task.due_date.is_some_and(|due| due < time))
            && self.due_after.is_none_or(|time| task.due_date.is_some_and(|due| due >= time))
            && self.text.as_ref().is_none_or(|text| mentions(task, &text.to_lowercase()))
    }

    fn is_on_the_list(&self, task: &Task) -> bool {
        let is_own = task.owner == self.owner;
        match task.deleted_at {
            Some(_) => self.deleted && is_own,
            None => !self.deleted && (is_own || task.assigned_to.as_ref() == Some(&self.owner)),
        }
    }
}

fn mentions(task: &Task, text: &str) -> bool {
    let holds = |place: &str| place.to_lowercase().contains(text);
    holds(&task.name)
        || task.description.as_deref().is_some_and(holds)
        || task.tags.iter().any(|tag| holds(tag))
}

/// Reads tasks.
#[async_trait]
pub trait ReadTasks: Send + Sync {
    /// The task, deleted or not, as it was last written.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn get(&self, id: TaskId) -> Result<Option<SavedTask>, StoreError>;

    /// A page of tasks in the order of the query; newest first is by creation time, then id. A page may be short and still
    /// have a next one. A task that stays as it is while the pages are read is on exactly one of them.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::InvalidCursor`] for a cursor of another list or another's making;
    /// [`StoreError::TooManyToSort`] for another order than newest first of more than
    /// [`MAX_SORTED`](beadle_domain::task::order::MAX_SORTED) tasks.
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
