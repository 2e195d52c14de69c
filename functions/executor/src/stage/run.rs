//! Makes the call, and renews the claim meanwhile. A request to cancel cuts the call off.

mod allowance;

use std::{convert::Infallible, pin::pin, time::Duration};

use beadle_application::port::Renewal;
use beadle_domain::{
    call::{
        CallError, CallLimits, DatabaseAnswer, DatabaseError, DatabaseLimits, HttpResponse, MAX_BODY,
        MAX_STORED, Outgoing,
    },
    execution::{
        Cancellation, Hold, HoldKind,
        budget::Budget,
        claim::{RENEW_EVERY, lease},
        conclude::Outcome,
    },
};
use beadle_values::{cause::Chain, duration};
use futures_util::FutureExt;
use jiff::Timestamp;
use tokio::time;
use url::Url;

pub(super) use self::allowance::Allowance;
use super::{Job, Redaction, evaluate::Evaluated, gate::Passed};
use crate::{
    Ports,
    gate::{Pass, PermitLost},
};

/// An execution with the result of its call.
#[derive(Debug)]
pub struct CallResult {
    pub(super) job: Job,
    pub(super) response: CallResponse,
    pub(super) allowance: Allowance,
    pub(super) redaction: Redaction,
    pub(super) pass: Option<Pass>,
    /// How long the call took.
    pub(super) took: Duration,
    /// The URL that was called, if the call is about a job.
    pub(super) asked: Option<Url>,
}

/// The response to a call, or why there is none.
#[derive(Debug)]
pub(super) enum CallResponse {
    /// An HTTP call.
    Http(Result<HttpResponse, CallError>),
    /// A database statement.
    Database(Result<DatabaseAnswer, DatabaseError>),
}

/// The result of this stage.
#[derive(Debug)]
pub enum Run {
    /// The call was made.
    Called(Box<CallResult>),
    /// The attempt was cancelled, or there was no time for it.
    NotCalled(Box<Evaluated>),
    /// Another runner has taken the execution over, so there is nothing to settle.
    Lost,
}

/// Makes the call within the policy's timeout, what is left of the time for all attempts, and the time left until
/// `deadline`.
pub async fn run(ports: &Ports, passed: Passed, deadline: Option<Timestamp>) -> Run {
    let Passed { mut job, outgoing, redaction, owner_permit, pass } = passed;
    let begun = ports.clock.now();
    let mut timeout = job.policy.timeout;
    if let Some(budget) = Budget::of(&job.execution, &job.policy) {
        let Some(left) = budget.left(begun) else {
            let failure = budget.used_up(job.execution.progress.failure());
            return not_called(job, Outcome::Failed { failure, answer: None });
        };
        timeout = timeout.min(left);
    }
    let Some(allowance) = Allowance::of(timeout, begun, deadline) else {
        let hold = Hold::new(HoldKind::OutOfTime, "the function's time was up before it could run");
        return not_called(job, Outcome::Deferred { due: begun, hold });
    };
    // The lease of the claim covers the timeout that was known when it was claimed.
    let lease_covers_timeout = job.policy.timeout <= job.leased_for;
    let keeps =
        allowance.timeout > RENEW_EVERY || !lease_covers_timeout || pass.is_some() || owner_permit.is_some();
    let asked = match &outgoing {
        Outgoing::Http(request) if job.execution.request.spec.task_type().has_job() => {
            Some(request.url.clone())
        }
        _ => None,
    };
    let end = {
        let mut cancelled = pin!(ports.runs.cancelled(job.execution.id()));
        // One that is to be cancelled by now is not sent.
        if let Some(cancellation) = cancelled.as_mut().now_or_never() {
            let outcome = job.cancelled(cancellation);
            return not_called(job, outcome);
        }
        let call = call(ports, outgoing, allowance.timeout);
        let owner_permit = owner_permit.as_ref().map(|permit| Box::pin(permit.keep()));
        let config_permit = pass.as_ref().map(|pass| Box::pin(ports.gates.keep(pass)));
        tokio::select! {
            biased;
            response = call => End::Response(response),
            cancellation = cancelled => End::Cancelled(cancellation),
            lost = keep_claim(ports, &job, lease_covers_timeout), if keeps => End::Lost(lost),
            never = keep_permit(&job, owner_permit) => match never {},
            never = keep_permit(&job, config_permit) => match never {},
        }
    };
    let response = match end {
        End::Response(response) => response,
        End::Cancelled(cancellation) => {
            let outcome = job.cancelled(cancellation);
            job.cut_off = true;
            return not_called(job, outcome);
        }
        End::Lost(ClaimLost) => return Run::Lost,
    };
    let took = duration::between(begun, ports.clock.now());
    if let Some(permit) = owner_permit {
        permit.end(Some(took));
    }
    Run::Called(Box::new(CallResult { job, response, allowance, redaction, pass, took, asked }))
}

/// Why the call is over. Whatever it is, the call is dropped by then and its connection closed.
enum End {
    Response(CallResponse),
    Cancelled(Cancellation),
    Lost(ClaimLost),
}

fn not_called(job: Job, outcome: Outcome) -> Run {
    Run::NotCalled(Box::new(Evaluated::without_call(job, outcome)))
}

async fn call(ports: &Ports, outgoing: Outgoing, timeout: Duration) -> CallResponse {
    match outgoing {
        Outgoing::Http(request) => {
            let limits = CallLimits { timeout, max_body: MAX_BODY };
            CallResponse::Http(ports.caller.call(*request, limits).await)
        }
        Outgoing::Database(request) => {
            let limits = DatabaseLimits { timeout, max_bytes: MAX_STORED };
            CallResponse::Database(ports.databases.run(*request, limits).await)
        }
    }
}

/// Renews the permit of the call, if it has one. Never returns: a lost permit does not stop a call that is
/// under way.
async fn keep_permit(job: &Job, keep: Option<impl Future<Output = PermitLost>>) -> Infallible {
    if let Some(keep) = keep {
        let PermitLost = keep.await;
        tracing::warn!(
            execution.id = %job.execution.id(), "permit lost; another call may run in its place"
        );
    }
    std::future::pending().await
}

/// Another runner has taken the execution over.
struct ClaimLost;

/// Renews the claim until it is lost; immediately if the lease does not cover the timeout. A request to cancel
/// is noticed by [`beadle_application::port::RunExecutions::cancelled`].
async fn keep_claim(ports: &Ports, job: &Job, lease_covers_timeout: bool) -> ClaimLost {
    let execution = &*job.execution;
    let mut wait = if lease_covers_timeout { RENEW_EVERY } else { Duration::ZERO };
    loop {
        time::sleep(wait).await;
        wait = RENEW_EVERY;
        let until = duration::after(ports.clock.now(), lease(job.policy.timeout));
        match ports.runs.renew(execution.id(), execution.version(), until).await {
            Ok(Renewal::Extended { .. }) => {}
            Ok(Renewal::Lost) => {
                tracing::warn!(execution.id = %execution.id(), "lease lost; the attempt is dropped");
                return ClaimLost;
            }
            // The lease outlasts a failed renewal or two, and the fence protects whatever is saved after it
            // has expired.
            Err(error) => {
                tracing::warn!(execution.id = %execution.id(), error = %Chain(&error), "failed to renew the lease");
            }
        }
    }
}
