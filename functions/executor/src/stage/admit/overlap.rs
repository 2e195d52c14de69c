//! Applies the overlap policy to a scheduled run while earlier runs of its task have not ended.
//!
//! The tick has already applied the policy to a run that was due then, except for `queue`. A run of a
//! schedule below a minute is created before it is due, so its policy is applied here.

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

/// How long an execution waits for an earlier one before it asks again. Each wait is a second longer, up to
/// [`MAX_WAIT`].
const WAIT: Duration = Duration::from_secs(5);
const MAX_WAIT: Duration = Duration::from_secs(60);

pub(super) async fn admit(
    ports: &Ports,
    job: &Job,
    task: TaskId,
    policy: Overlap,
    now: Timestamp,
) -> Result<Admission, StoreError> {
    let execution = &*job.execution;
    let decided_here = policy == Overlap::Queue || policy != Overlap::Allow && was_due_later(execution);
    if !decided_here {
        return Ok(Admission::Go);
    }
    let earlier = ports.runs.unended_before(task, execution).await?;
    match decide(policy, !earlier.is_empty()) {
        OverlapDecision::Run => Ok(Admission::Go),
        OverlapDecision::Skip => Ok(Admission::Cancel { reason: CancelReason::Overlap }),
        OverlapDecision::Queue => {
            let wait = (WAIT + Duration::from_secs(job.hops.into())).min(MAX_WAIT);
            let hold = Hold::new(HoldKind::Overlap, "an earlier execution of the task is still running");
            Ok(Admission::Defer { due: duration::after(now, wait), hold })
        }
        OverlapDecision::CancelRunningThenRun => {
            cancel_earlier(&*ports.runs, task, execution, earlier, now).await?;
            Ok(Admission::Go)
        }
    }
}

fn was_due_later(execution: &Execution) -> bool {
    let request = &execution.request;
    request.trigger.scheduled_for.is_some_and(|time| time > request.created_at)
}
