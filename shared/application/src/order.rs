//! Hands the line of an order key on: who has ended leaves it, and the next one begins.
//!
//! Nothing depends on it being called once, or at all: who waits in a line asks again by itself, and does the same then.

use beadle_domain::{
    execution::{Event, Execution},
    order::{OrderLine, holds_line},
};
use beadle_values::{cause::Chain, id::ExecutionId};
use jiff::Timestamp;

use crate::port::{Executions, StoreError};

/// The most executions that leave a line in one call: those behind them ask by themselves.
const MAX_LEAVING: usize = 100;

/// The first of `line` that has not left it: executions that have ended leave, unless one failed and blocks its key. `None` for an
/// empty line.
///
/// # Errors
/// [`StoreError`].
pub async fn first_of(
    executions: &dyn Executions,
    line: &OrderLine,
) -> Result<Option<Execution>, StoreError> {
    let first = executions.first_in_line(line).await?;
    from(executions, line, first).await
}

/// Lets the first of `line` ask now, if it waits.
///
/// # Errors
/// [`StoreError`].
pub async fn pass_on(
    executions: &dyn Executions,
    line: &OrderLine,
    now: Timestamp,
) -> Result<(), StoreError> {
    let first = executions.first_in_line(line).await?;
    wake(executions, line, first, now).await
}

/// Takes `id`, which has ended, out of `line`, and lets the next one ask now, if it waits.
///
/// # Errors
/// [`StoreError`].
pub async fn leave(
    executions: &dyn Executions,
    line: &OrderLine,
    id: ExecutionId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let first = executions.leave_line(line, id).await?;
    wake(executions, line, first, now).await
}

async fn wake(
    executions: &dyn Executions,
    line: &OrderLine,
    first: Option<ExecutionId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(first) = from(executions, line, first).await?.filter(|first| first.waits_in_line(now)) else {
        return Ok(());
    };
    if let Ok(released) = first.apply(Event::Release { due: now }, now) {
        // A conflict means that it asks already.
        executions.save(&released, first.version(), 0).await?;
    }
    Ok(())
}

async fn from(
    executions: &dyn Executions,
    line: &OrderLine,
    mut first: Option<ExecutionId>,
) -> Result<Option<Execution>, StoreError> {
    for _ in 0..MAX_LEAVING {
        let Some(id) = first else { return Ok(None) };
        match executions.get(id).await {
            Ok(Some(execution)) if holds_line(&execution) => return Ok(Some(execution)),
            // A row that is gone ended so long ago that it was removed.
            Ok(_) => {}
            // Nobody can retry what can't be read, so it does not block its key.
            Err(error @ StoreError::Corrupt(_)) => {
                tracing::warn!(execution.id = %id, error = %Chain(&error), "an execution that can't be read leaves its line");
            }
            Err(error) => return Err(error),
        }
        first = executions.leave_line(line, id).await?;
    }
    Err(StoreError::Unavailable("a line has too many executions that have ended".into()))
}
