//! Holds executions whose config, owner or service is paused, as behind an open breaker: no attempt and no retry is used up.
//!
//! Each process reads the pauses once in two seconds at most: two small documents for an execution without a config, three
//! with one (half a DynamoDB read unit each).

use beadle_application::port::StoreError;
use beadle_domain::{
    execution::job::{self, NextStep},
    gate::pause,
};

use super::{Admission, Job};
use crate::Ports;

/// Defers an execution that a pause holds. One whose job runs elsewhere is held only if it would make a call now: what ends
/// without one, such as a job whose deadline has passed, does not wait for a destination.
pub(super) async fn admit(ports: &Ports, job: &Job) -> Result<Admission, StoreError> {
    let execution = &*job.execution;
    let now = ports.clock.now();
    if matches!(job::next(execution, now), Some(NextStep::Outcome(_))) {
        return Ok(Admission::Go);
    }
    let request = &execution.request;
    Ok(match ports.gates.pause(&request.owner, request.config_id).await? {
        Some((target, pause)) => {
            let (due, hold) = pause::hold(execution, &target, &pause, now, ports.jitter.fraction());
            Admission::Defer { due, hold }
        }
        None => Admission::Go,
    })
}
