//! Whether a job keeps the permit of its gate while it is awaited.

use std::time::Duration;

use jiff::Timestamp;

use crate::{
    execution::{Execution, Status},
    gate::permits::JobPermit,
    spec::{TaskSpec, wait::WaitSpec},
};

/// How much longer than the call and the deadline a permit is kept at most: for the time until the end is noticed.
const MARGIN: Duration = Duration::from_secs(10 * 60);

/// What a call needs of the permits of its gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermitUse {
    /// One while it is made.
    OneCall,
    /// One that its job keeps.
    Keeps(JobPermit),
    /// None: its job keeps one.
    Kept,
}

/// What the call that the claimed `execution` makes at `now`, within `timeout`, needs of the permits of its gate.
pub fn permit_use(execution: &Execution, timeout: Duration, now: Timestamp) -> PermitUse {
    let Some(spec) = keeping(execution) else { return PermitUse::OneCall };
    let job = &execution.progress.job;
    match (&job.accepted, job.permit_shard) {
        (None, _) => {
            let length = timeout + spec.deadline.0 + MARGIN;
            PermitUse::Keeps(JobPermit::new(execution.id(), execution.version(), now, length))
        }
        (Some(_), Some(_)) => PermitUse::Kept,
        // Its config had no limit when it was started.
        (Some(_), None) => PermitUse::OneCall,
    }
}

/// Whether `execution` may have kept a permit that nobody needs any more: it neither calls nor waits.
pub fn may_have_kept_permit(execution: &Execution) -> bool {
    let is_over = !matches!(execution.status(), Status::Pending | Status::Running | Status::Waiting);
    is_over && keeping(execution).is_some()
}

fn keeping(execution: &Execution) -> Option<&WaitSpec> {
    match &execution.request.spec {
        TaskSpec::Wait(spec) if spec.hold_permit => Some(spec),
        _ => None,
    }
}
