//! Makes the call, and renews the claim meanwhile. A request to cancel cuts the call off.

mod allowance;
mod watch;

use std::{convert::Infallible, pin::pin, time::Duration};

use beadle_application::port::{Renewal, SandboxRun, SandboxWork};
use beadle_domain::{
    call::{
        CallError, CallLimits, DatabaseAnswer, DatabaseError, DatabaseLimits, HttpResponse, MAX_BODY,
        MAX_STORED, MailError, MailReply, Outgoing, RunResult, SandboxError,
    },
    execution::{
        Cancellation, FailureCode, Hold, HoldKind,
        budget::Budget,
        claim::{RENEW_EVERY, lease, needs_no_claim},
        conclude::Outcome,
    },
};
use beadle_values::{cause::Chain, duration};
use futures_util::FutureExt;
use jiff::Timestamp;
use tokio::time;
use url::Url;

pub(super) use self::allowance::Allowance;
use self::watch::Watch;
use super::{Job, Redaction, evaluate::Evaluated, gate::Passed, job::Work, rule};
use crate::{
    Ports,
    gate::{Pass, PermitLost},
};

/// How long after its deadline a sandbox may take to report the end of a run.
const GRACE: Duration = Duration::from_secs(2);

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
    /// A mail.
    Mail(Result<MailReply, MailError>),
    /// A script or a function.
    Sandbox(Result<RunResult, SandboxError>),
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
    let Passed { mut job, work, redaction, owner_permit, pass } = passed;
    let begun = ports.clock.now();
    let mut timeout = job.policy.timeout;
    if let Some(budget) = Budget::of(&job.execution, &job.policy) {
        let Some(left) = budget.left(begun) else {
            let failure = budget.used_up(job.execution.progress.failure());
            return not_called(job, Outcome::Failed { failure, answer: None });
        };
        timeout = timeout.min(left);
    }
    let Some(allowance) = Allowance::before(rule::reserve(&job), timeout, begun, deadline) else {
        let hold = Hold::new(HoldKind::OutOfTime, "the function's time was up before it could run");
        return not_called(job, Outcome::Deferred { due: begun, hold });
    };
    // The lease of the claim covers the timeout that was known when it was claimed.
    let lease_covers_timeout = job.policy.timeout <= job.leased_for;
    let keeps = !needs_no_claim(&job.execution.request)
        && (allowance.timeout > RENEW_EVERY
            || !lease_covers_timeout
            || pass.is_some()
            || owner_permit.is_some());
    let asked = match &work {
        Work::Call(Outgoing::Http(request)) if job.execution.request.spec.task_type().has_job() => {
            Some(request.url.clone())
        }
        _ => None,
    };
    let runs_code = matches!(work, Work::Sandbox(_));
    let watch = Watch::new(ports, &job.execution, job.attempt(), &redaction.redactor);
    let end = {
        let mut cancelled = pin!(ports.runs.cancelled(job.execution.id()));
        // One that is to be cancelled by now is not sent.
        if let Some(cancellation) = cancelled.as_mut().now_or_never() {
            let outcome = job.cancelled(cancellation);
            return not_called(job, outcome);
        }
        let call = call(ports, work, &watch, allowance.timeout);
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
    job.output = Some(watch.into_output()).filter(|_| runs_code);
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

async fn call(ports: &Ports, work: Work, watch: &Watch<'_>, timeout: Duration) -> CallResponse {
    match work {
        Work::Call(Outgoing::Http(request)) => {
            let limits = CallLimits { timeout, max_body: MAX_BODY };
            CallResponse::Http(ports.caller.call(*request, limits).await)
        }
        Work::Call(Outgoing::Database(request)) => {
            let limits = DatabaseLimits { timeout, max_bytes: MAX_STORED };
            CallResponse::Database(ports.databases.run(*request, limits).await)
        }
        Work::Call(Outgoing::Mail(request)) => CallResponse::Mail(ports.mails.send(*request, timeout).await),
        // The stage before has made runs of these.
        Work::Call(Outgoing::Script(_) | Outgoing::Function(_)) => {
            CallResponse::Sandbox(Err(SandboxError::unavailable("the run was not prepared")))
        }
        Work::Sandbox(work) => CallResponse::Sandbox(sandbox(ports, work, watch, timeout).await),
    }
}

/// Runs a script or a function. The sandbox ends it at its deadline; one that does not answer then is given up.
async fn sandbox(
    ports: &Ports,
    work: SandboxWork,
    watch: &Watch<'_>,
    timeout: Duration,
) -> Result<RunResult, SandboxError> {
    let deadline = duration::after(ports.clock.now(), timeout);
    let run = ports.code.sandbox().run(SandboxRun { work, timeout, deadline }, watch);
    time::timeout(timeout + GRACE, run).await.unwrap_or_else(|_| {
        let message = format!("no result within {} ms", timeout.as_millis());
        Err(SandboxError { code: FailureCode::Timeout, message })
    })
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
