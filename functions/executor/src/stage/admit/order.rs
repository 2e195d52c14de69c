//! Applies the order key of an execution: only the first of its line may run.
//!
//! An execution without a key costs no read here, the first of a line half a DynamoDB read unit, any other that and the read of the
//! one that it waits for.

use std::time::Duration;

use beadle_application::{order, port::StoreError};
use beadle_domain::{
    execution::{Failure, FailureCode, Hold, HoldKind},
    order::why_behind,
};
use beadle_values::duration;

use super::{Admission, Job};
use crate::Ports;

/// How long an execution waits for those before it until it asks by itself. The end of the one before it wakes it, in the same
/// transaction or by the executor and the projector, so this is for what was lost in between.
const WAIT: Duration = Duration::from_secs(600);

pub(super) async fn admit(ports: &Ports, job: &Job) -> Result<Admission, StoreError> {
    let execution = &*job.execution;
    if let Some(fault) = execution.request.order.as_ref().and_then(|order| order.fault.as_deref()) {
        let message = format!("its order key can't be resolved: {fault}");
        return Ok(Admission::Refuse { failure: Failure::new(FailureCode::InvalidRequest, message) });
    }
    let Some(line) = execution.order_line() else { return Ok(Admission::Go) };
    if ports.runs.first_in_line(&line).await? == Some(execution.id()) {
        return Ok(Admission::Go);
    }
    let first = order::first_of(&*ports.runs, &line).await?;
    let Some(first) = first.filter(|first| first.id() != execution.id()) else { return Ok(Admission::Go) };
    let due = duration::after(ports.clock.now(), WAIT);
    Ok(Admission::Defer { due, hold: Hold::new(HoldKind::Order, why_behind(&first)) })
}
