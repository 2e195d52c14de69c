//! The service of tasks and its ports.

use std::sync::Arc;

use beadle_domain::{
    access::Principal,
    task::{SavedTask, Task},
};
use beadle_values::{id::TaskId, page::Page};

use super::find::find;
use crate::{
    Call, Error, Expected, Operation,
    code::Code,
    port::{Accounts, Calendars, Configs, Ids, Scheduler, TaskQuery, Tasks},
};

/// Tasks and the schedules that run them.
#[derive(Clone)]
pub struct TaskService {
    /// The tasks.
    pub tasks: Arc<dyn Tasks>,
    /// The calendars that their schedules name.
    pub calendars: Arc<dyn Calendars>,
    /// The configs that they use.
    pub configs: Arc<dyn Configs>,
    /// The scheduler that ticks for them.
    pub scheduler: Arc<dyn Scheduler>,
    /// The commands and functions that they may run.
    pub code: Code,
    /// The accounts of their owners, for limits.
    pub accounts: Arc<dyn Accounts>,
    /// The source of new ids.
    pub ids: Arc<dyn Ids>,
}

impl TaskService {
    /// The task, if it is not deleted and `by` may do `operation` to it.
    ///
    /// # Errors
    /// [`Error::TaskNotFound`], [`Error::Denied`], [`Error::Store`].
    pub async fn find(&self, by: &Principal, id: TaskId, operation: Operation) -> Result<SavedTask, Error> {
        find(&*self.tasks, by, id, operation).await
    }

    /// A page of the tasks of `query.owner`; the one of a key is found without a search.
    ///
    /// # Errors
    /// [`Error::Denied`] if `by` may not see the tasks of that owner; [`Error::Store`].
    pub async fn list(&self, by: &Principal, query: &TaskQuery) -> Result<Page<SavedTask>, Error> {
        Operation::ReadTask.check(by, &query.owner, Error::Denied(Operation::ReadTask))?;
        // A deleted task does not hold its key.
        if let (Some(key), None, false) = (&query.key, &query.cursor, query.deleted) {
            let found = match self.tasks.by_key(&query.owner, key).await? {
                Some(id) => self.tasks.get(id).await?,
                None => None,
            };
            let items = found.into_iter().filter(|saved| query.matches(saved)).collect();
            return Ok(Page { items, next: None });
        }
        Ok(self.tasks.list(query).await?)
    }

    /// Deletes the task: first the row, then its schedule. It no longer runs, and its row is removed after
    /// its retention.
    ///
    /// # Errors
    /// [`Error::TaskNotFound`], [`Error::Denied`], [`Error::Stale`], [`Error::Contended`], [`Error::Store`].
    pub async fn delete(&self, call: Call<'_>, id: TaskId, expected: &Expected) -> Result<(), Error> {
        let deleted = |task: &Task| Ok(Task { deleted_at: Some(call.now), ..task.clone() });
        self.change(call, id, Operation::DeleteTask, expected, deleted).await?;
        Ok(())
    }
}
