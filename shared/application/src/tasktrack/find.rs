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
        let newest = ExecutionQuery::newest(ExecutionScope::Task(saved.task.id), 1);
        let latest = self.executions.executions.list(&newest).await?.items.into_iter().next();
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
