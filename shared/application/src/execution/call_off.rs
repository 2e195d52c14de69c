//! Call an execution off because of something else than a wish of its owner.

use beadle_domain::execution::{CancelReason, Event, Execution, Status};
use jiff::Timestamp;

use crate::{
    Refusal,
    port::{CancelRequest, Executions, Saved},
};

/// How often the execution may change under our hands.
const TRIES: usize = 8;

/// What came of calling off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalledOff {
    /// It had ended, or was asked to stop before.
    Nothing,
    /// It is cancelled.
    Now,
    /// Whoever runs it is asked to stop.
    Requested,
}

/// Cancels `execution` for `reason`: at once while it waits; while it runs, whoever runs it is asked to stop.
///
/// # Errors
/// [`Refusal::Contended`], [`Refusal::Store`].
pub async fn call_off(
    reader: &dyn Executions,
    writer: &dyn Executions,
    execution: Execution,
    reason: CancelReason,
    now: Timestamp,
) -> Result<CalledOff, Refusal> {
    let id = execution.id();
    let mut current = execution;
    for _ in 0..TRIES {
        if current.status() == Status::Running {
            if current.progress.cancel_requested {
                return Ok(CalledOff::Nothing);
            }
            if writer.request_cancel(id).await? == CancelRequest::Requested {
                return Ok(CalledOff::Requested);
            }
        } else {
            let Ok(cancelled) = current.apply(Event::Cancel { reason }, now) else {
                return Ok(CalledOff::Nothing);
            };
            if writer.save(&cancelled, current.version(), 0).await? == Saved::Done {
                return Ok(CalledOff::Now);
            }
        }
        match reader.get(id).await? {
            Some(changed) => current = changed,
            None => return Ok(CalledOff::Nothing),
        }
    }
    Err(Refusal::Contended)
}
