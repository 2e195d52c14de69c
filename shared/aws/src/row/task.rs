//! The row of a task.

use std::time::Duration;

use beadle_domain::{duration, port::StoreError, task::Task};
use serde::{Deserialize, Serialize};

use crate::{
    errors::unreadable,
    keys::{self, Key},
};

/// How long a deleted task is kept: what refers to it can still be understood.
const DELETED_RETENTION: Duration = Duration::from_secs(30 * 86_400);

/// How large a task may get, in bytes of JSON, so that it fits into an item (400 KB).
const MAX_TASK: usize = 380 * 1024;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TaskRow {
    pk: String,
    sk: String,
    /// Absent from a deleted task, which thereby leaves the lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gsi1pk: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gsi1sk: Option<String>,
    pub task: String,
    pub version: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttl: Option<i64>,
}

impl TaskRow {
    pub fn new(task: &Task) -> Result<Self, StoreError> {
        let text = serde_json::to_string(task).map_err(|error| unreadable("a task", error))?;
        if text.len() > MAX_TASK {
            let message = format!("a task has {} bytes, more than {MAX_TASK}", text.len());
            return Err(StoreError::TooLarge(message));
        }
        let Key { pk, sk } = Key::task(task.id);
        let listed = task.deleted_at.is_none();
        Ok(Self {
            pk,
            sk,
            gsi1pk: listed.then(|| keys::tasks_of(&task.owner)),
            gsi1sk: listed.then(|| keys::position(task.created_at, task.id)),
            task: text,
            version: task.version,
            ttl: task.deleted_at.map(|at| duration::after(at, DELETED_RETENTION).as_second()),
        })
    }

    pub fn task(&self) -> Result<Task, StoreError> {
        serde_json::from_str(&self.task).map_err(|error| unreadable(format!("the task `{}`", self.pk), error))
    }
}
