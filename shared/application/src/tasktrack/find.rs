//! Finding a task by its number.

use beadle_domain::{access::Principal, execution::Execution, task::SavedTask};
use beadle_values::id::TaskId;

use super::NumberedTaskService;
use crate::{
    Error, Operation,
    port::{ExecutionQuery, ExecutionScope},
};

/// A numbered task with its last execution.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberedTask {
    /// The task.
    pub saved: SavedTask,
    /// The execution that was started last.
    pub latest: Option<Execution>,
}

/// Among how many of its executions and notifications a task's last execution is looked for.
const WITH_NOTICES: usize = 10;

impl NumberedTaskService {
    /// The id of the task with `number`, if it is not deleted and `by` may do `operation` to it.
    ///
    /// # Errors
    /// [`Error::NumberNotFound`], [`Error::Denied`], [`Error::Store`].
    pub async fn find(&self, by: &Principal, number: u64, operation: Operation) -> Result<TaskId, Error> {
        Ok(self.saved(by, number, operation).await?.task.id)
    }

    /// The task with `number` and its last execution, if `by` may see it.
    ///
    /// # Errors
    /// [`Error::NumberNotFound`], [`Error::Denied`], [`Error::Store`].
    pub async fn get(&self, by: &Principal, number: u64) -> Result<NumberedTask, Error> {
        let saved = self.saved(by, number, Operation::ReadTask).await?;
        let id = saved.task.id;
        // The notifications about a task are listed with it.
        let most = if saved.task.notify.is_some() { WITH_NOTICES } else { 1 };
        let newest = ExecutionQuery::newest(ExecutionScope::Task(id), most);
        let newest = self.executions.executions.list(&newest).await?.items;
        let latest = newest.into_iter().find(|execution| execution.request.task_id == Some(id));
        Ok(NumberedTask { saved, latest })
    }

    async fn saved(&self, by: &Principal, number: u64, operation: Operation) -> Result<SavedTask, Error> {
        let id = self.tasks.tasks.by_number(number).await?.ok_or(Error::NumberNotFound(number))?;
        self.tasks.find(by, id, operation).await.map_err(|error| match error {
            // A caller who knows the number does not learn the id.
            Error::TaskNotFound(_) => Error::NumberNotFound(number),
            other => other,
        })
    }
}
