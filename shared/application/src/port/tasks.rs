//! Storage of tasks.

use async_trait::async_trait;
use beadle_domain::{
    resource_key::ResourceKey,
    spec::TaskType,
    task::{Priority, SavedTask, Task, TaskOrder, TaskStatus},
};
use beadle_values::{
    id::{OwnerId, TaskId},
    page::{Cursor, Page},
    time::UtcTime,
};
use jiff::Timestamp;

use super::StoreError;

/// A query for a list of tasks.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskQuery {
    /// The user whose list it is: their own tasks, and those that others have assigned to them.
    pub owner: OwnerId,
    /// List the user's own deleted tasks, which can be restored, instead of the others.
    pub deleted: bool,
    /// Only the owner's own task with this key.
    pub key: Option<ResourceKey>,
    /// Only the owner's own tasks that this plan keeps.
    pub plan: Option<ResourceKey>,
    /// Only tasks with this status.
    pub status: Option<TaskStatus>,
    /// Only tasks of this type.
    pub task_type: Option<TaskType>,
    /// Only tasks of this priority.
    pub priority: Option<Priority>,
    /// Only tasks with this tag.
    pub tag: Option<String>,
    /// Only tasks assigned to this user.
    pub assigned: Option<OwnerId>,
    /// Only tasks with this text in their name, description or a tag; case-insensitive.
    pub text: Option<String>,
    /// Only tasks due before this time.
    pub due_before: Option<UtcTime>,
    /// Only tasks due at this time or later.
    pub due_after: Option<UtcTime>,
    /// The order.
    pub order: TaskOrder,
    /// The time of the query; next runs are computed as of then.
    pub now: Timestamp,
    /// The most tasks to return, 1 to 100.
    pub limit: usize,
    /// The start of the page; `None` for the first one.
    pub cursor: Option<Cursor>,
}

impl TaskQuery {
    /// The newest tasks on the list of `owner` at `now`.
    pub fn newest(owner: OwnerId, limit: usize, now: Timestamp) -> Self {
        Self {
            owner,
            deleted: false,
            key: None,
            plan: None,
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

    /// Whether the query has any filter.
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

    /// Whether `saved` matches the query.
    pub fn matches(&self, saved: &SavedTask) -> bool {
        let SavedTask { task, stats } = saved;
        let is_own = task.owner == self.owner;
        self.is_listed(task)
            && self.key.as_ref().is_none_or(|key| is_own && task.key.as_ref() == Some(key))
            && self
                .plan
                .as_ref()
                .is_none_or(|plan| is_own && task.plan.as_ref().is_some_and(|mark| mark.name == *plan))
            && self.status.is_none_or(|status| status == TaskStatus::of(task, stats, self.now))
            && self.task_type.is_none_or(|kind| kind == task.spec.task_type())
            && self.priority.is_none_or(|priority| priority == task.priority)
            && self.tag.as_ref().is_none_or(|tag| task.tags.contains(tag))
            && self.assigned.as_ref().is_none_or(|assignee| task.assigned_to.as_ref() == Some(assignee))
            && self.due_before.is_none_or(|time| task.due_date.is_some_and(|due| due < time))
            && self.due_after.is_none_or(|time| task.due_date.is_some_and(|due| due >= time))
            && self.text.as_ref().is_none_or(|text| mentions(task, &text.to_lowercase()))
    }

    fn is_listed(&self, task: &Task) -> bool {
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

/// Reads and writes tasks.
#[async_trait]
pub trait Tasks: Send + Sync {
    /// The task as it was last written, including a deleted one.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn get(&self, id: TaskId) -> Result<Option<SavedTask>, StoreError>;

    /// A page of tasks in the order of the query; newest first means by creation time, then id. A page may be
    /// short and still have a next one. A task that does not change while the pages are read is on exactly
    /// one of them.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::InvalidCursor`] for a cursor of another list or another store;
    /// [`StoreError::TooManyToSort`] for another order than newest first of more than
    /// [`MAX_SORTED`](beadle_domain::task::order::MAX_SORTED) tasks.
    async fn list(&self, query: &TaskQuery) -> Result<Page<SavedTask>, StoreError>;

    /// The task of `owner` that has `key` and is not deleted, as of the last write.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn by_key(&self, owner: &OwnerId, key: &ResourceKey) -> Result<Option<TaskId>, StoreError>;

    /// Writes a new task: version 1, or the version that it had in another service.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written; [`StoreError::KeyTaken`] if another task of the owner has its key.
    async fn insert(&self, task: &Task) -> Result<Inserted, StoreError>;

    /// Replaces version `expected` with `task`. A deleted task leaves the lists and is removed after its
    /// retention. A store whose writes are one after the other also answers a conflict if the task would run
    /// after one that runs after it by now: decided anew, that is seen.
    ///
    /// A deleted task keeps its key and no longer holds it: another one may take it, and then the task is not restored.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written; [`StoreError::KeyTaken`] if another task of the owner has its key.
    async fn replace(&self, task: &Task, expected: u64) -> Result<Replaced, StoreError>;

    /// Assigns the next number to `task`, for clients that identify tasks by integers (seed 004). The numbers
    /// of a service start at 1, grow, and are never assigned twice; some may be skipped.
    ///
    /// # Errors
    /// [`StoreError`] when no number was assigned.
    async fn assign_number(&self, task: TaskId) -> Result<u64, StoreError>;

    /// The task that has `number`, including a deleted one.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn by_number(&self, number: u64) -> Result<Option<TaskId>, StoreError>;
}

/// Result of an insert.
#[derive(Debug, Clone, PartialEq)]
pub enum Inserted<T = Task> {
    /// It is written.
    Created,
    /// One with the same id exists and was not changed.
    Existing(Box<T>),
}

/// Result of a replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaced {
    /// It is written.
    Done,
    /// The row has another version by now, or does not exist.
    Conflict,
}
