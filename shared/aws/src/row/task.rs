//! The row of a task.

use beadle_application::port::StoreError;
use beadle_domain::task::{DELETED_RETENTION, Task};
use beadle_values::duration;
use serde::{Deserialize, Serialize};

use crate::{
    errors::unreadable,
    keys::{self, Key},
};

/// The largest task, in bytes of JSON, so that it fits into an item (400 KB).
const MAX_TASK: usize = 380 * 1024;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TaskRow {
    pk: String,
    sk: String,
    /// A deleted task is in a list of its own; one deleted before such lists existed is in none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gsi1pk: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gsi1sk: Option<String>,
    pub task: String,
    pub version: u64,
    /// The key that it holds; a deleted task holds none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttl: Option<i64>,
}

impl TaskRow {
    pub fn new(task: &Task) -> Result<Self, StoreError> {
        let text = serde_json::to_string(task).map_err(|error| unreadable("a task", error))?;
        if text.len() > MAX_TASK {
            let message = format!("a task has {} bytes, more than {MAX_TASK}", text.len());
            return Err(StoreError::TooLarge(message.into()));
        }
        let Key { pk, sk } = Key::task(task.id);
        let list = match task.deleted_at {
            None => keys::tasks_of(&task.owner),
            Some(_) => keys::deleted_tasks_of(&task.owner),
        };
        Ok(Self {
            pk,
            sk,
            gsi1pk: Some(list),
            gsi1sk: Some(keys::position(task.created_at, task.id)),
            task: text,
            version: task.version,
            held: task.held_key().map(ToString::to_string),
            ttl: ttl(task),
        })
    }

    pub fn task(&self) -> Result<Task, StoreError> {
        serde_json::from_str(&self.task).map_err(|error| unreadable(format!("the task `{}`", self.pk), error))
    }
}

/// The link that puts a task on its assignee's list. The task's row decides: a link that it does not confirm
/// is ignored.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct AssignmentRow {
    pk: String,
    sk: String,
    gsi1pk: String,
    gsi1sk: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ttl: Option<i64>,
}

impl AssignmentRow {
    /// The link of `task`; `None` for a task without an assignee other than its owner.
    pub fn of(task: &Task) -> Option<Self> {
        let assignee = task.assigned_to.as_ref().filter(|assignee| **assignee != task.owner)?;
        let Key { pk, sk } = Key::assignment(task.id, assignee.as_str());
        let gsi1sk = keys::assigned_position(task.created_at, task.id);
        Some(Self { pk, sk, gsi1pk: keys::tasks_of(assignee), gsi1sk, ttl: ttl(task) })
    }
}

fn ttl(task: &Task) -> Option<i64> {
    task.deleted_at.map(|at| duration::after(at, DELETED_RETENTION).as_second())
}
