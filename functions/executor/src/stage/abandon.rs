//! Stops a job that nobody waits for any more.

use std::time::Duration;

use beadle_domain::{
    call::{CallLimits, JobStep, Outgoing},
    execution::{Execution, job},
};

use super::{Job, prepare};
use crate::Ports;

/// How long the call may take. The claim outlasts it.
const TIMEOUT: Duration = Duration::from_secs(20);

/// How much of its answer is read, in bytes: nothing depends on it.
const MAX_ANSWER: usize = 4 * 1024;

/// Makes the `abandon` call if the execution ends as `next` says and its job runs on. It is made once for an attempt that is
/// settled, before the end is written: after a crash in between it is made again. Whether it succeeds changes nothing.
pub(super) async fn abandon(ports: &Ports, job: &mut Job, next: &Execution) {
    if job.is_abandoned || !job::is_abandoned(next) {
        return;
    }
    job.is_abandoned = true;
    let id = job.execution.id();
    let step = job.step.replace(JobStep::Abandon);
    let built = prepare::built(ports, job).await;
    job.step = step;
    let request = match built {
        Some(Outgoing::Http(request)) => request,
        _ => {
            tracing::warn!(execution.id = %id, "failed to build the request that stops its job");
            return;
        }
    };
    let limits = CallLimits { timeout: TIMEOUT.min(job.policy.timeout), max_body: MAX_ANSWER };
    match ports.caller.call(*request, limits).await {
        Ok(response) => {
            tracing::info!(execution.id = %id, http.status = response.status, "asked its job to stop");
        }
        // What an error says may hold a part of the request.
        Err(_) => tracing::warn!(execution.id = %id, "failed to ask its job to stop"),
    }
}
