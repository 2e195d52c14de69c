//! Makes the call, and keeps the claim while it takes.

mod allowance;

use beadle_domain::{
    call::{MAX_BODY, MAX_REDIRECTS},
    duration,
    execution::{
        Hold, HoldKind,
        claim::{RENEW_EVERY, lease},
        conclude::Outcome,
    },
    port::{CallError, CallLimits, HttpResponse, Renewal},
};
use jiff::Timestamp;
use tokio::time;

use self::allowance::Allowance;
use super::{Job, judge::Judged, prepare::Prepared};
use crate::Ports;

/// An execution with what its call came to.
#[derive(Debug)]
pub struct Ran {
    pub(super) job: Job,
    pub(super) result: Result<HttpResponse, CallError>,
    pub(super) allowance: Allowance,
}

/// What came of running.
#[derive(Debug)]
pub enum Run {
    /// The call was made.
    Ran(Ran),
    /// It was called off, or there is no time for it.
    NotRun(Judged),
    /// Somebody else has taken the execution over; it is no more of our business.
    Lost,
}

/// Makes the call within the policy's timeout and the time that is left until `deadline`.
pub async fn run(ports: &Ports, Prepared { job, request }: Prepared, deadline: Option<Timestamp>) -> Run {
    let now = ports.clock.now();
    let Some(allowance) = Allowance::of(job.execution.request.policy.timeout, now, deadline) else {
        let hold = Hold::new(HoldKind::OutOfTime, "the function's time was up before it could run");
        return Run::NotRun(Judged { job, outcome: Outcome::Deferred { due: now, hold } });
    };
    let limits = CallLimits { timeout: allowance.timeout, max_body: MAX_BODY, max_redirects: MAX_REDIRECTS };
    let call = ports.caller.call(request, limits);
    if allowance.timeout <= RENEW_EVERY {
        let result = call.await;
        return Run::Ran(Ran { job, result, allowance });
    }
    tokio::select! {
        biased;
        result = call => Run::Ran(Ran { job, result, allowance }),
        stop = keep(ports, &job) => match stop {
            Stop::Cancelled => Run::NotRun(Judged { job, outcome: Outcome::Cancelled }),
            Stop::Lost => Run::Lost,
        },
    }
}

/// Why a call is broken off.
enum Stop {
    Cancelled,
    Lost,
}

/// Extends the lease for as long as it is ours and nobody asks to stop.
async fn keep(ports: &Ports, job: &Job) -> Stop {
    let execution = &*job.execution;
    loop {
        time::sleep(RENEW_EVERY).await;
        let until = duration::after(ports.clock.now(), lease(execution.request.policy.timeout));
        match ports.runs.renew(execution.id(), execution.version(), until).await {
            Ok(Renewal::Extended { cancel_requested: false }) => {}
            Ok(Renewal::Extended { cancel_requested: true }) => return Stop::Cancelled,
            Ok(Renewal::Lost) => {
                tracing::warn!(execution.id = %execution.id(), "the lease was lost; the attempt is dropped");
                return Stop::Lost;
            }
            // The lease outlasts a renewal or two that fail; what is settled without one is fenced.
            Err(error) => {
                tracing::warn!(execution.id = %execution.id(), %error, "the lease was not extended");
            }
        }
    }
}
