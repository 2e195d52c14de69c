//! The service of executions and its ports.

use std::{sync::Arc, time::Duration};

use beadle_domain::{
    access::{self, Access, Principal, Relation},
    execution::Execution,
    policy::RateLimit,
};
use beadle_values::id::ExecutionId;

use crate::{
    Error, Operation, PolicyDefaults,
    code::Code,
    port::{
        Accounts, AuditTrail, Batches, Clock, Configs, Executions, GateStore, Ids, StartExecutions,
        StoreError, Tasks,
    },
};

/// Executions, of tasks and ad hoc.
#[derive(Clone)]
pub struct ExecutionService {
    /// The executions.
    pub executions: Arc<dyn Executions>,
    /// Starts new ones.
    pub starter: Arc<dyn StartExecutions>,
    /// Their batches.
    pub batches: Arc<dyn Batches>,
    /// Their tasks.
    pub tasks: Arc<dyn Tasks>,
    /// Their configs.
    pub configs: Arc<dyn Configs>,
    /// The gates of their configs.
    pub gates: Arc<dyn GateStore>,
    /// The accounts of their owners, for limits and credits.
    pub accounts: Arc<dyn Accounts>,
    /// The audit trail.
    pub audit: Arc<dyn AuditTrail>,
    /// The commands and functions that they may run.
    pub code: Code,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of new ids.
    pub ids: Arc<dyn Ids>,
    /// The policies that apply where nothing is stated.
    pub defaults: PolicyDefaults,
    /// The rate limit of configs that state none.
    pub rate_limit: Option<RateLimit>,
}

impl ExecutionService {
    /// The execution, if `by` may do `operation` to it.
    ///
    /// # Errors
    /// [`Error::ExecutionNotFound`], [`Error::NotRecorded`], [`Error::Denied`], [`Error::Store`].
    pub async fn find(
        &self,
        by: &Principal,
        id: ExecutionId,
        operation: Operation,
    ) -> Result<Execution, Error> {
        let execution = match self.executions.get(id).await? {
            Some(execution) => execution,
            None => match self.find_unrecorded(by, id, operation).await? {
                Some(found) => return Err(Error::NotRecorded(found)),
                None => self.executions.get(id).await?.ok_or(Error::ExecutionNotFound(id))?,
            },
        };
        let relation = self.relation(&execution, by, operation).await?;
        operation.check_as(by, relation, Error::ExecutionNotFound(id))?;
        Ok(execution)
    }

    /// Waits at most `patience` for the end of an execution that the caller has started, and returns its
    /// current state.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn wait(&self, id: ExecutionId, patience: Duration) -> Result<Option<Execution>, StoreError> {
        self.executions.ended(id, patience).await
    }

    /// The relation of `by` to `execution`. The assignee of its task is read only if that makes a difference.
    async fn relation(
        &self,
        execution: &Execution,
        by: &Principal,
        operation: Operation,
    ) -> Result<Relation, StoreError> {
        let relation = Relation::to_owned_by(&execution.request.owner, by);
        let settled = relation == Relation::Owner
            || access::decide(by, Relation::Other, operation.action()) == Access::Granted;
        let Some(task) = execution.request.task_id.filter(|_| !settled) else { return Ok(relation) };
        let saved = self.tasks.get(task).await?;
        let task = saved.map(|saved| saved.task).filter(|task| task.deleted_at.is_none());
        Ok(match task.map(|task| Relation::to_task(&task, by)) {
            Some(Relation::Assigned) => Relation::Assigned,
            _ => relation,
        })
    }
}
