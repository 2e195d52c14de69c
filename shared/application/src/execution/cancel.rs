//! Call an execution off.

use beadle_domain::{
    access::Principal,
    execution::{CancelReason, Event, Execution, Status},
};
use beadle_values::id::ExecutionId;
use jiff::Timestamp;

use super::find::find;
use crate::{
    Operation, Refusal,
    port::{CancelRequest, Executions, Saved, Tasks},
};

/// How often the execution may change under our hands before the caller is asked to try again.
const TRIES: usize = 8;

/// What came of calling off.
#[derive(Debug, Clone, PartialEq)]
pub enum Cancelled {
    /// It is cancelled.
    Now(Execution),
    /// It is running; whoever runs it stops when it notices.
    Requested(Execution),
}

/// Cancels the execution: at once while it waits, soon while it runs.
///
/// # Errors
/// [`Refusal::Ended`] when nothing is left to cancel, [`Refusal::Contended`], [`Refusal::ExecutionNotFound`],
/// [`Refusal::Denied`], [`Refusal::Store`].
pub async fn cancel(
    tasks: &dyn Tasks,
    reader: &dyn Executions,
    writer: &dyn Executions,
    by: &Principal,
    id: ExecutionId,
    now: Timestamp,
) -> Result<Cancelled, Refusal> {
    for _ in 0..TRIES {
        let mut execution = find(tasks, reader, by, id, Operation::CancelExecution).await?;
        let status = execution.status();
        if status == Status::Running {
            if writer.request_cancel(id).await? == CancelRequest::Requested {
                execution.progress.cancel_requested = true;
                return Ok(Cancelled::Requested(execution));
            }
            continue;
        }
        let Ok(cancelled) = execution.apply(Event::Cancel { reason: CancelReason::Requested }, now) else {
            return Err(Refusal::Ended(status));
        };
        if writer.save(&cancelled, execution.version(), 0).await? == Saved::Done {
            return Ok(Cancelled::Now(cancelled));
        }
    }
    Err(Refusal::Contended)
}

#[cfg(test)]
mod tests;
