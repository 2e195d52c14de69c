//! Makes the call, and keeps the claim while it takes.

mod allowance;

use std::{convert::Infallible, time::Duration};

use beadle_application::port::Renewal;
use beadle_domain::{
    call::{
        CallError, CallLimits, DatabaseAnswer, DatabaseError, DatabaseLimits, HttpResponse, MAX_BODY,
        MAX_REDIRECTS, Outgoing,
    },
    execution::{
        CancelReason, Hold, HoldKind,
        claim::{RENEW_EVERY, lease},
        conclude::Outcome,
    },
};
use beadle_values::duration;
use jiff::Timestamp;
use tokio::time;

pub(super) use self::allowance::Allowance;
use super::{Job, gate::Passed, judge::Judged, prepare::Shown};
use crate::{
    Ports,
    gate::{Pass, Uncovered},
};

/// An execution with what its call came to.
#[derive(Debug)]
pub struct Ran {
    pub(super) job: Job,
    pub(super) answered: Answered,
    pub(super) allowance: Allowance,
    pub(super) shown: Shown,
    pub(super) pass: Option<Pass>,
    /// How long the call took.
    pub(super) took: Duration,
}

/// What a call came to.
#[derive(Debug)]
pub(super) enum Answered {
    /// An HTTP call.
    Http(Result<HttpResponse, CallError>),
    /// A statement of a database.
    Database(Result<DatabaseAnswer, DatabaseError>),
}

/// What came of running.
#[derive(Debug)]
pub enum Run {
    /// The call was made.
    Ran(Box<Ran>),
    /// It was called off, or there is no time for it.
    NotRun(Box<Judged>),
    /// Somebody else has taken the execution over; it is no more of our business.
    Lost,
}

/// Makes the call within the policy's timeout and the time that is left until `deadline`.
pub async fn run(ports: &Ports, passed: Passed, deadline: Option<Timestamp>) -> Run {
    let Passed { job, outgoing, shown, of_owner, pass } = passed;
    let begun = ports.clock.now();
    let Some(allowance) = Allowance::of(job.policy.timeout, begun, deadline) else {
        let hold = Hold::new(HoldKind::OutOfTime, "the function's time was up before it could run");
        return Run::NotRun(Box::new(Judged::without_call(job, Outcome::Deferred { due: begun, hold })));
    };
    // The lease of the claim covers the timeout that was known then.
    let is_covered = job.policy.timeout <= job.execution.request.policy.timeout;
    let call = make(ports, outgoing, allowance.timeout);
    let answered = if allowance.timeout <= RENEW_EVERY && is_covered && pass.is_none() && of_owner.is_none() {
        call.await
    } else {
        tokio::select! {
            biased;
            answered = call => answered,
            stop = keep(ports, &job, is_covered) => return match stop {
                Stop::Cancelled => Run::NotRun(Box::new(Judged::without_call(job, Outcome::Cancelled { reason: CancelReason::Requested }))),
                Stop::Lost => Run::Lost,
            },
            never = keep_permit(&job, of_owner.as_ref().map(|held| Box::pin(held.keep()))) => match never {},
            never = keep_permit(&job, pass.as_ref().map(|pass| Box::pin(ports.gates.keep(pass)))) => match never {},
        }
    };
    let took = duration::between(begun, ports.clock.now());
    if let Some(held) = of_owner {
        held.end(Some(took));
    }
    Run::Ran(Box::new(Ran { job, answered, allowance, shown, pass, took }))
}

async fn make(ports: &Ports, outgoing: Outgoing, timeout: Duration) -> Answered {
    match outgoing {
        Outgoing::Http(request) => {
            let limits = CallLimits { timeout, max_body: MAX_BODY, max_redirects: MAX_REDIRECTS };
            Answered::Http(ports.caller.call(*request, limits).await)
        }
        Outgoing::Database(request) => {
            let limits = DatabaseLimits { timeout, max_bytes: MAX_BODY };
            Answered::Database(ports.databases.run(*request, limits).await)
        }
    }
}

/// Keeps the permit of the call, where it needs one.
async fn keep_permit(job: &Job, keep: Option<impl Future<Output = Uncovered>>) -> Infallible {
    if let Some(keep) = keep {
        let Uncovered = keep.await;
        tracing::warn!(
            execution.id = %job.execution.id(), "the permit of the call was lost; others may be called in its place"
        );
    }
    std::future::pending().await
}

/// Why a call is broken off.
enum Stop {
    Cancelled,
    Lost,
}

/// Extends the lease for as long as it is ours and nobody asks to stop; at once where it does not cover the timeout.
async fn keep(ports: &Ports, job: &Job, is_covered: bool) -> Stop {
    let execution = &*job.execution;
    let mut wait = if is_covered { RENEW_EVERY } else { Duration::ZERO };
    loop {
        time::sleep(wait).await;
        wait = RENEW_EVERY;
        let until = duration::after(ports.clock.now(), lease(job.policy.timeout));
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
