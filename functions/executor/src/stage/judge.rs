//! Judges what the call came to, for the execution and for the gates of its config.

use std::time::Duration;

use beadle_domain::{
    call::{self, CallError, DatabaseError, HttpResponse},
    execution::{Failure, FailureCode, Hold, HoldKind, conclude::Outcome},
    gate::Verdict,
};
use beadle_values::duration;

use super::{
    Job,
    prepare::Shown,
    run::{Allowance, Answered, Ran},
};
use crate::{Ports, gate::Pass};

/// An execution with the outcome of its attempt.
#[derive(Debug)]
pub struct Judged {
    pub(super) job: Job,
    pub(super) outcome: Outcome,
    /// What the gates are told, where a call was made through them.
    pub(super) told: Option<Told>,
}

/// What the gates are told.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) pass: Pass,
    pub(super) verdict: Verdict,
    pub(super) took: Duration,
}

impl Judged {
    /// One whose attempt made no call.
    pub(super) fn without_call(job: Job, outcome: Outcome) -> Self {
        Self { job, outcome, told: None }
    }
}

/// Judges the answer, or the lack of one.
pub async fn judge(ports: &Ports, ran: Ran) -> Judged {
    let Ran { job, answered, allowance, shown, pass, took } = ran;
    let now = ports.clock.now();
    let heard = Heard::of(&answered);
    let execution = &*job.execution;
    let outcome = match answered {
        Answered::Http(Ok(response)) if is_forgotten(ports, &job, &response, &shown).await => {
            let reason = "the destination refused the token; a fresh one is fetched";
            Outcome::Deferred { due: now, hold: Hold::new(HoldKind::Credential, reason) }
        }
        Answered::Http(Ok(response)) => call::judge(&execution.request.spec, response, now, &shown.redactor),
        Answered::Database(Ok(answer)) => call::judge_database(answer, &shown.redactor),
        Answered::Http(Err(CallError::Timeout(_))) | Answered::Database(Err(DatabaseError::Timeout(_)))
            if allowance.is_cut =>
        {
            failed(out_of_time(&allowance, job.policy.timeout), &shown)
        }
        Answered::Http(Err(error)) => failed(error.into(), &shown),
        Answered::Database(Err(error)) => failed(error.into(), &shown),
    };
    let told = pass.map(|pass| {
        let failure = match &outcome {
            Outcome::Failed { failure, .. } => Some(failure),
            _ => None,
        };
        Told { pass, verdict: Verdict::of(failure, heard.status, &heard.headers, now), took }
    });
    Judged { job, outcome, told }
}

/// Whether a token that was held in store is refused by the destination, which may have forgotten it, and this attempt has not
/// yet been put off for that.
async fn is_forgotten(ports: &Ports, job: &Job, response: &HttpResponse, shown: &Shown) -> bool {
    let Some((credential, used)) = shown.credential.as_ref().filter(|_| response.status == 401) else {
        return false;
    };
    let attempt = job.attempt();
    let was_renewed = |held: &beadle_domain::execution::HoldRecord| {
        held.kind == HoldKind::Credential && held.attempt == attempt
    };
    !job.execution.progress.holds.iter().any(was_renewed) && ports.authorizer.refused(credential, used).await
}

fn failed(failure: Failure, shown: &Shown) -> Outcome {
    Outcome::Failed { failure: shown.redactor.failure(failure), answer: None }
}

fn out_of_time(allowance: &Allowance, asked: Duration) -> Failure {
    let message = format!(
        "no complete answer within the {} ms that were left of the function's time; the timeout is {} ms",
        duration::millis(allowance.timeout),
        duration::millis(asked),
    );
    Failure::new(FailureCode::Timeout, message)
}

/// What of an answer is of interest to the gates.
#[derive(Default)]
struct Heard {
    status: Option<u16>,
    headers: Vec<(String, String)>,
}

impl Heard {
    fn of(answered: &Answered) -> Self {
        match answered {
            Answered::Http(Ok(response)) => {
                let tells = |(name, _): &&(String, String)| {
                    name == "retry-after" || name.contains("ratelimit") || name.contains("rate-limit")
                };
                let headers = response.headers.iter().filter(tells).cloned().collect();
                Self { status: Some(response.status), headers }
            }
            _ => Self::default(),
        }
    }
}
