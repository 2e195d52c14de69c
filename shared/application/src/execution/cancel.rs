//! Cancelling an execution on request.

use beadle_domain::{
    execution::{Cancellation, Execution},
    projection::audit::{Subject, Verb},
};
use beadle_values::id::ExecutionId;

use super::{CancelOutcome, ExecutionService, Unrecorded, attempt_cancel};
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
    /// It is cancelled and has no record yet.
    BeforeRecord(Unrecorded),
}

impl Cancelled {
    /// The execution after the request, if it has a record.
    pub fn execution(&self) -> Option<&Execution> {
        match self {
            Self::Now(execution) | Self::Requested(execution) => Some(execution),
            Self::BeforeRecord(_) => None,
        }
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
            let execution = match self.find(call.by, id, Operation::CancelExecution).await {
                Err(Error::NotRecorded(found)) => {
                    let cancelled = self.cancel_unrecorded(call, found).await?;
                    return Ok(cancelled.map_or(Attempt::Conflict(()), |found| {
                        Attempt::Done(Cancelled::BeforeRecord(found))
                    }));
                }
                found => found?,
            };
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
        let request = cancelled.execution().map(|execution| &execution.request);
        let owner = match &cancelled {
            Cancelled::BeforeRecord(found) => found.owner.as_ref(),
            Cancelled::Now(_) | Cancelled::Requested(_) => request.map(|request| &request.owner),
        };
        let target = Target { task: request.and_then(|request| request.task_id), ..Target::new(owner, id) };
        audit(&*self.audit, call, (Subject::Execution, Verb::Cancelled), target).await;
        Ok(cancelled)
    }
}
