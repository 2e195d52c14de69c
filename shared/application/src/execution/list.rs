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
            ListOf::Mine => ExecutionScope::Owner(self.readable_owner(by, None)?),
            ListOf::Owner(owner) => ExecutionScope::Owner(self.readable_owner(by, Some(owner))?),
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

    /// Whose executions `by` reads: those of `owner`, or its own.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub fn readable_owner(&self, by: &Principal, owner: Option<OwnerId>) -> Result<OwnerId, Error> {
        let denied = Error::Denied(Operation::ReadExecution);
        match owner {
            Some(owner) => Operation::ReadExecution.check(by, &owner, denied).map(|()| owner),
            None => Operation::ReadExecution.check_own(by).map(|()| by.owner.clone()),
        }
    }
}
