//! Listing executions, newest first.

use beadle_domain::{access::Principal, execution::Execution};
use beadle_values::{
    id::{BatchId, OwnerId, TaskId},
    page::Page,
};

use super::ExecutionService;
use crate::{
    Error, Operation, batch,
    port::{ExecutionQuery, ExecutionScope},
    task,
};

/// The executions to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListOf {
    /// Those of the caller.
    Mine,
    /// Those of a user.
    Owner(OwnerId),
    /// Those of a task, which may be deleted.
    Task(TaskId),
    /// Those of a batch.
    Batch(BatchId),
}

impl ExecutionService {
    /// A page of executions; `query` is given the scope that corresponds to `of`.
    ///
    /// # Errors
    /// [`Error::TaskNotFound`], [`Error::BatchNotFound`], [`Error::Denied`], [`Error::Store`].
    pub async fn list(
        &self,
        by: &Principal,
        of: ListOf,
        query: impl FnOnce(ExecutionScope) -> ExecutionQuery,
    ) -> Result<Page<Execution>, Error> {
        let scope = match of {
            ListOf::Mine => {
                Operation::ReadExecution.check_own(by)?;
                ExecutionScope::Owner(by.owner.clone())
            }
            ListOf::Owner(owner) => {
                Operation::ReadExecution.check(by, &owner, Error::Denied(Operation::ReadExecution))?;
                ExecutionScope::Owner(owner)
            }
            ListOf::Task(id) => {
                task::find_kept(&*self.tasks, by, id, Operation::ReadTask).await?;
                ExecutionScope::Task(id)
            }
            ListOf::Batch(id) => {
                batch::find(&*self.batches, by, id, Operation::ReadBatch).await?;
                ExecutionScope::Batch(id)
            }
        };
        Ok(self.executions.list(&query(scope)).await?)
    }
}
