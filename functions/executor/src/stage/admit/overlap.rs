//! A scheduled run whose task may have earlier ones that go on.
//!
//! A run that was due when its tick came had the policy asked by the tick, all but `queue`. One that was yet to come then, of
//! a schedule below a minute, has it asked now.

use std::time::Duration;

use beadle_application::{port::StoreError, tick::cancel_earlier};
use beadle_domain::execution::{CancelReason, Execution, Hold, HoldKind};
use beadle_schedule::{
    Overlap,
    overlap::{OverlapDecision, decide},
};
use beadle_values::{duration, id::TaskId};
use jiff::Timestamp;

use super::{Admission, Job};
use crate::Ports;

/// How long an execution waits for an earlier one of its task before it asks again; a second more each time, up to
/// [`LONGEST_WAIT`].
const WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

pub(super) async fn admit(
    ports: &Ports,
    job: &Job,
    task: TaskId,
    policy: Overlap,
    now: Timestamp,
) -> Result<Admission, StoreError> {
    let execution = &*job.execution;
    let left_to_us = policy == Overlap::Queue || policy != Overlap::Allow && was_yet_to_come(execution);
    if !left_to_us {
        return Ok(Admission::Go);
    }
    let earlier = ports.runs.unended_before(task, execution).await?;
    match decide(policy, !earlier.is_empty()) {
        OverlapDecision::Run => Ok(Admission::Go),
        OverlapDecision::Skip => Ok(Admission::Cancel { reason: CancelReason::Overlap }),
        OverlapDecision::Queue => {
            let wait = (WAIT + Duration::from_secs(job.hops.into())).min(LONGEST_WAIT);
            let hold = Hold::new(HoldKind::Overlap, "an earlier execution of the task is still running");
            Ok(Admission::Defer { due: duration::after(now, wait), hold })
        }
        OverlapDecision::CancelRunningThenRun => {
            cancel_earlier(&*ports.runs, task, execution, earlier, now).await?;
            Ok(Admission::Go)
        }
    }
}

fn was_yet_to_come(execution: &Execution) -> bool {
    let request = &execution.request;
    request.trigger.scheduled_for.is_some_and(|time| time > request.created_at)
}
