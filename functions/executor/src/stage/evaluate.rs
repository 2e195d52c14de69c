//! Evaluates the call result, for the execution and for the gates of its config.

mod about_job;

use std::time::Duration;

use beadle_domain::{
    call::{self, CallError, DatabaseError, HttpResponse, MailError, Responded},
    execution::{Failure, FailureCode, Hold, HoldKind, HoldRecord, conclude::Outcome},
    gate::Verdict,
};
use beadle_values::duration;

use super::{
    GateReport, Job, Redaction, rule,
    run::{Allowance, CallResponse, CallResult},
};
use crate::Ports;

/// An execution with the outcome of its attempt.
#[derive(Debug)]
pub struct Evaluated {
    pub(super) job: Job,
    pub(super) outcome: Outcome,
    /// The report to the gates, if the call went through them.
    pub(super) report: Option<GateReport>,
}

impl Evaluated {
    /// An execution whose attempt made no call.
    pub(super) fn without_call(job: Job, outcome: Outcome) -> Self {
        Self { job, outcome, report: None }
    }
}

/// Evaluates the response, or its absence.
pub async fn evaluate(ports: &Ports, result: CallResult) -> Evaluated {
    let CallResult { mut job, response, allowance, redaction, pass, took, asked } = result;
    let now = ports.clock.now();
    let signals = ResponseSignals::of(&response);
    let outcome = match response {
        CallResponse::Http(Ok(response)) if needs_new_token(ports, &job, &response, &redaction).await => {
            let reason = "the destination refused the token; a fresh one is fetched";
            Outcome::Deferred { due: now, hold: Hold::new(HoldKind::Credential, reason) }
        }
        CallResponse::Http(answered) if job.step.is_some() => {
            about_job::polled(&mut job, answered, asked.as_ref(), now, &redaction)
        }
        CallResponse::Http(Ok(response)) if let Some(url) = &asked => {
            about_job::started(&mut job, response, url, now, &redaction)
        }
        CallResponse::Http(Ok(response)) => {
            match call::judge_response(&job.execution.request.spec, response, now, &redaction.redactor) {
                Responded::Ended(outcome) => outcome,
                Responded::Transform(pending) => {
                    rule::transform(ports, &mut job, pending, &redaction.redactor).await
                }
            }
        }
        CallResponse::Database(Ok(answer)) => call::evaluate_database(answer, &redaction.redactor),
        CallResponse::Mail(Ok(reply)) => call::evaluate_mail(reply, &redaction.redactor),
        CallResponse::Sandbox(Ok(result)) => call::evaluate_run(result, &redaction.redactor),
        CallResponse::Sandbox(Err(error)) if allowance.is_cut && error.code == FailureCode::Timeout => {
            failed(out_of_time(&allowance, job.policy.timeout), &redaction)
        }
        CallResponse::Sandbox(Err(error)) => failed(error.into(), &redaction),
        CallResponse::Http(Err(CallError::Timeout(_)))
        | CallResponse::Database(Err(DatabaseError::Timeout(_)))
        | CallResponse::Mail(Err(MailError::Timeout(_)))
            if allowance.is_cut =>
        {
            failed(out_of_time(&allowance, job.policy.timeout), &redaction)
        }
        CallResponse::Http(Err(error)) => failed(error.into(), &redaction),
        CallResponse::Database(Err(error)) => failed(error.into(), &redaction),
        CallResponse::Mail(Err(error)) => failed(error.into(), &redaction),
    };
    let report = pass.map(|pass| {
        let failure = match &outcome {
            Outcome::Failed { failure, .. } => Some(failure),
            _ => None,
        };
        GateReport { pass, verdict: Verdict::of(failure, signals.status, &signals.headers, now), took }
    });
    Evaluated { job, outcome, report }
}

/// Whether the destination refused a cached token that it may have revoked early, and this attempt has not
/// been deferred for that before.
async fn needs_new_token(ports: &Ports, job: &Job, response: &HttpResponse, redaction: &Redaction) -> bool {
    let Some((credential, used)) = redaction.credential.as_ref().filter(|_| response.status == 401) else {
        return false;
    };
    let attempt = job.attempt();
    let renewed_before = |hold: &HoldRecord| hold.kind == HoldKind::Credential && hold.attempt == attempt;
    !job.execution.progress.holds.iter().any(renewed_before)
        && ports.authorizer.refused(credential, used).await
}

fn failed(failure: Failure, redaction: &Redaction) -> Outcome {
    Outcome::Failed { failure: redaction.redactor.failure(failure), answer: None }
}

fn out_of_time(allowance: &Allowance, configured: Duration) -> Failure {
    let message = format!(
        "no complete answer within the {} ms that were left of the function's time; the timeout is {} ms",
        duration::millis(allowance.timeout),
        duration::millis(configured),
    );
    Failure::new(FailureCode::Timeout, message)
}

/// The parts of a response that gates evaluate.
#[derive(Default)]
struct ResponseSignals {
    status: Option<u16>,
    headers: Vec<(String, String)>,
}

impl ResponseSignals {
    fn of(response: &CallResponse) -> Self {
        match response {
            CallResponse::Http(Ok(response)) => {
                let matters = |(name, _): &&(String, String)| {
                    name == "retry-after" || name.contains("ratelimit") || name.contains("rate-limit")
                };
                let headers = response.headers.iter().filter(matters).cloned().collect();
                Self { status: Some(response.status), headers }
            }
            _ => Self::default(),
        }
    }
}
