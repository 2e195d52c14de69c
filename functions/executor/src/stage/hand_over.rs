//! The end of a run lets the next one begin that waits for it, under `overlap: queue` or in the line of its order key, instead of
//! when that asks again.

use beadle_application::{order, port::StoreError};
use beadle_domain::{
    execution::{Event, Execution},
    order::holds_line,
};
use beadle_values::cause::Chain;
use jiff::Timestamp;

use super::Job;
use crate::Ports;

/// Makes the next run of the task, or the next of the line, ask now, after `settled` was written. If that fails, it asks again by
/// itself.
pub(super) async fn after(ports: &Ports, job: &Job, settled: &Execution, now: Timestamp) {
    if let Err(error) = hand_line_on(ports, settled, now).await {
        tracing::warn!(
            execution.id = %settled.id(), error = %Chain(&error), "failed to hand the line of its order key on; the next one asks later"
        );
    }
    if !job.hands_over {
        return;
    }
    if let Err(error) = try_hand_over(ports, settled, now).await {
        tracing::warn!(
            execution.id = %settled.id(), error = %Chain(&error), "failed to wake the next run of the task; it tries again later"
        );
    }
}

async fn hand_line_on(ports: &Ports, settled: &Execution, now: Timestamp) -> Result<(), StoreError> {
    let Some(line) = settled.order_line() else { return Ok(()) };
    match settled.status().is_final() {
        true if holds_line(settled) => Ok(()),
        true => order::leave(&*ports.runs, &line, settled.id(), now).await,
        // The one before it may have ended since the admission looked, and then woke nobody.
        false if settled.waits_in_line(now) => order::pass_on(&*ports.runs, &line, now).await,
        false => Ok(()),
    }
}

async fn try_hand_over(ports: &Ports, settled: &Execution, now: Timestamp) -> Result<(), StoreError> {
    let Some(task) = settled.request.task_id else { return Ok(()) };
    let next = if settled.status().is_final() {
        ports.runs.next_unended(task, settled).await?
    } else if settled.waits_for_earlier(now) {
        // The earlier one may have ended since the admission looked, and then woke nobody.
        ports.runs.unended_before(task, settled).await?.is_empty().then(|| settled.clone())
    } else {
        None
    };
    let Some(next) = next.filter(|next| next.waits_for_earlier(now)) else { return Ok(()) };
    if let Ok(released) = next.apply(Event::Release { due: now }, now) {
        // A conflict means that it asks already.
        ports.runs.save(&released, next.version(), 0).await?;
    }
    Ok(())
}
