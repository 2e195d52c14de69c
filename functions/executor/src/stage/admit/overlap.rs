//! Applies the overlap policy to a scheduled run while earlier runs of its task have not ended.
//!
//! The tick has already applied the policy to a run that was due then, except for `queue`. Under
//! `cancel_running` it has requested the cancellation; here the run waits for the end of the cancelled one. A run of a
//! schedule below a minute is created before it is due, so its policy is applied here.

use std::time::Duration;

use beadle_application::{port::StoreError, tick::cancel_earlier};
use beadle_domain::{
    execution::{CancelReason, Execution, Hold, HoldKind},
    task::Task,
    tick::goes_on,
};
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

/// How long a cancelled run is given to stop before the run after it asks again: a runner on AWS looks for the
/// request every two seconds.
const STOPS_WITHIN: Duration = Duration::from_secs(3);

pub(super) async fn admit(
    ports: &Ports,
    job: &Job,
    task: &Task,
    policy: Overlap,
    now: Timestamp,
) -> Result<Admission, StoreError> {
    let execution = &*job.execution;
    let decided_here = matches!(policy, Overlap::Queue | Overlap::CancelRunning)
        || policy != Overlap::Allow && execution.was_made_ahead();
    if !decided_here {
        return Ok(Admission::Go);
    }
    let earlier = ports.runs.unended_before(task.id, execution).await?;
    match decide(policy, earlier.iter().any(|other| goes_on(task, other, now))) {
        OverlapDecision::Run => Ok(Admission::Go),
        OverlapDecision::Skip => Ok(Admission::Cancel { reason: CancelReason::Overlap }),
        OverlapDecision::Queue => {
            let wait = (WAIT + Duration::from_secs(job.hops.into())).min(MAX_WAIT);
            let hold = Hold::new(HoldKind::Overlap, "an earlier execution of the task is still running");
            Ok(Admission::Defer { due: duration::after(now, wait), hold })
        }
        OverlapDecision::CancelRunningThenRun => {
            cancel_earlier(&*ports.runs, task.id, execution, earlier, now).await?;
            after_the_cancelled(ports, task.id, execution, now).await
        }
    }
}

/// Waits until the earlier runs, whose cancellation is requested, have stopped: two never run at once. A later
/// run may have cancelled this one meanwhile.
async fn after_the_cancelled(
    ports: &Ports,
    task: TaskId,
    execution: &Execution,
    now: Timestamp,
) -> Result<Admission, StoreError> {
    for earlier in ports.runs.unended_before(task, execution).await? {
        let ended = ports.runs.ended(earlier.id(), STOPS_WITHIN).await?;
        if ended.is_some_and(|earlier| !earlier.status().is_final()) {
            let hold = Hold::new(HoldKind::Overlap, "an earlier execution of the task is being cancelled");
            return Ok(Admission::Defer { due: duration::after(now, STOPS_WITHIN), hold });
        }
    }
    let row = ports.runs.get(execution.id()).await?;
    Ok(match row.filter(|row| row.progress.cancel_requested) {
        Some(row) => Admission::Cancel { reason: row.progress.cancel_reason() },
        None => Admission::Go,
    })
}
