//! Saving a numbered task and running it.

use beadle_domain::{execution::IdempotencyStamp, task::TaskDraft};
use serde_json::Map;

use super::NumberedTaskService;
use crate::{
    Call, Error, IdempotencyKey,
    execution::RunTask,
    task::{Created, NewNumber},
};

impl NumberedTaskService {
    /// Saves the task that `draft` describes under the next number, and starts its only execution. A repeat
    /// with the same key completes an interrupted call.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Invalid`], [`Error::Limit`], [`Error::KeyReused`], [`Error::Store`],
    /// [`Error::Scheduler`].
    pub async fn create(&self, call: Call<'_>, draft: TaskDraft) -> Result<Created, Error> {
        let created = self.tasks.save(call, draft, NewNumber::Next).await?;
        if created.saved.task.deleted_at.is_some() {
            // It was deleted since, and does not run any more.
            return Ok(created);
        }
        let id = created.saved.task.id;
        let only = only_execution(&id.to_string());
        let run = RunTask { id, input: Map::new(), force: false };
        self.executions.run_task(call.with_key(Some(&only)), run).await?;
        Ok(created)
    }
}

/// The key of the execution that a task is created with.
fn only_execution(task: &str) -> IdempotencyKey {
    let stamp = IdempotencyStamp { key: task.to_owned(), body_digest: String::new() };
    IdempotencyKey { route: "numbered".to_owned(), stamp }
}
