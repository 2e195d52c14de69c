//! Cancelling an execution on request.

use beadle_domain::{
    execution::{Cancellation, Execution},
    projection::audit::{Subject, Verb},
};
use beadle_values::id::ExecutionId;

use super::{CancelOutcome, ExecutionService, attempt_cancel};
use crate::{
    Call, Error, Operation,
    audit::{Target, audit},
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
};

/// Result of a request to cancel.
#[derive(Debug, Clone, PartialEq)]
pub enum Cancelled {
    /// It is cancelled.
    Now(Execution),
    /// It is running; its executor stops when it notices.
    Requested(Execution),
}

impl Cancelled {
    /// The execution after the request.
    pub fn execution(&self) -> &Execution {
        let (Self::Now(execution) | Self::Requested(execution)) = self;
        execution
    }
}

impl ExecutionService {
    /// Cancels the execution: at once while it waits; while it runs, its executor is asked to stop.
    ///
    /// # Errors
    /// [`Error::Ended`] if it had ended, [`Error::Contended`], [`Error::ExecutionNotFound`],
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn cancel(&self, call: Call<'_>, id: ExecutionId) -> Result<Cancelled, Error> {
        let cancelled = retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let execution = self.find(call.by, id, Operation::CancelExecution).await?;
            let asked = Cancellation::requested_by(call.by.owner.clone());
            match attempt_cancel(&*self.executions, &execution, &asked, call.now).await? {
                Some(CancelOutcome::Cancelled(execution)) => Ok(Attempt::Done(Cancelled::Now(*execution))),
                Some(CancelOutcome::Requested(execution)) => {
                    Ok(Attempt::Done(Cancelled::Requested(*execution)))
                }
                Some(CancelOutcome::Ended(status)) => Err(Error::Ended(status)),
                Some(CancelOutcome::AlreadyRequested) | None => Ok(Attempt::Conflict(())),
            }
        })
        .await?;
        let request = &cancelled.execution().request;
        let target = Target { task: request.task_id, ..Target::new(Some(&request.owner), id) };
        audit(&*self.audit, call, (Subject::Execution, Verb::Cancelled), target).await;
        Ok(cancelled)
    }
}
