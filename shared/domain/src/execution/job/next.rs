//! What a runner does that has claimed an execution with a job.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;
use url::Url;

use super::{Report, Reported, receive};
use crate::{
    call::JobStep,
    callback::{CallbackToken, Callbacks},
    execution::{AttemptOutcome, Awaited, Execution, Failure, FailureCode, State, conclude::Outcome},
    spec::{TaskSpec, wait::WaitSpec},
};

/// How much longer than the deadline a token is of use: for the time between the claim and the start's answer, and for
/// clocks that differ. The row decides, not the token.
const TOKEN_MARGIN: Duration = Duration::from_secs(60 * 60);

/// What to do about the job of a claimed execution.
#[derive(Debug, Clone, PartialEq)]
pub enum NextStep {
    /// Start it.
    Start,
    /// Make this call.
    Call(JobStep),
    /// Nothing is to be called: this is the outcome of the attempt.
    Outcome(Outcome),
}

/// What to do at `now` about the job of the claimed `execution`; `None` if it has none. An early report is another matter
/// ([`early`]).
pub fn next(execution: &Execution, now: Timestamp) -> Option<NextStep> {
    let TaskSpec::Wait(spec) = &execution.request.spec else { return None };
    let State::Running { attempt, .. } = execution.state() else { return None };
    let progress = &execution.progress;
    let Some(accepted) = &progress.job.accepted else { return Some(NextStep::Start) };
    if let Some(cancellation) = &progress.cancellation {
        return Some(NextStep::Outcome(Outcome::Cancelled { reason: cancellation.reason }));
    }
    let failed = |code, message: String| {
        Some(NextStep::Outcome(Outcome::Failed {
            failure: Failure::new(code, message),
            answer: progress.answer.clone(),
        }))
    };
    if accepted.deadline <= now {
        let length = duration::text(spec.deadline.0);
        let message = format!("the job did not tell how it ended within its deadline of {length}");
        return failed(FailureCode::JobTimeout, message);
    }
    let heartbeat = progress.job.heartbeat_of(*attempt);
    if accepted.lost_at(heartbeat).is_some_and(|lost| lost <= now) {
        let length = duration::text(accepted.heartbeat_timeout.unwrap_or_default().0);
        let message = format!("the job gave no sign of life for {length}");
        return failed(FailureCode::HeartbeatTimeout, message);
    }
    if accepted.poll.as_ref().is_some_and(|poll| poll.at <= now) {
        let result = accepted.result.as_deref().and_then(|url| Url::parse(url).ok());
        return Some(NextStep::Call(result.map_or(JobStep::Poll, JobStep::Fetch)));
    }
    Some(NextStep::Outcome(waits(execution, spec)))
}

/// The outcome of a claimed attempt whose job goes on.
pub fn waits(execution: &Execution, spec: &WaitSpec) -> Outcome {
    let job = &execution.progress.job;
    let attempt = match execution.state() {
        State::Running { attempt, .. } => *attempt,
        _ => 1,
    };
    let polls = job.accepted.as_ref().is_some_and(|accepted| accepted.poll.is_some());
    let what = match (spec.expects_callback(), polls) {
        (true, true) => Awaited::CallbackOrPoll,
        (false, true) => Awaited::Poll,
        (_, false) => Awaited::Callback,
    };
    Outcome::Waiting { until: job.wakes_at(attempt).unwrap_or(Timestamp::MAX), what }
}

/// The report that came before the runner of the claimed `execution` had settled, if one did.
pub fn early(execution: &Execution) -> Option<&Report> {
    let State::Running { attempt, .. } = execution.state() else { return None };
    execution.progress.job.early.as_deref().filter(|early| early.reported.attempt == *attempt)
}

impl Report {
    /// The outcome of the attempt whose job was reported so, and what is kept of the report.
    pub fn settled(&self) -> (Outcome, Reported) {
        (receive::outcome(self), self.reported.clone())
    }
}

/// The token of the claimed attempt of `execution`, if it starts a job. It stays the same while the attempt waits.
pub fn token(execution: &Execution, callbacks: &Callbacks) -> Option<String> {
    let TaskSpec::Wait(spec) = &execution.request.spec else { return None };
    let State::Running { attempt, since, .. } = execution.state() else { return None };
    let mut attempts = execution.progress.attempts.iter();
    let waited = attempts.find(|made| made.number == *attempt && made.outcome == AttemptOutcome::Waiting);
    let began = waited.map_or(*since, |waited| waited.started_at);
    let expires_at = duration::after(began, spec.deadline.0 + TOKEN_MARGIN);
    let token = CallbackToken { execution: execution.id(), attempt: *attempt, expires_at };
    Some(callbacks.keys.mint(&token))
}

/// Whether the job of `execution` is stopped when it ends as `next` says: it is cancelled, or its time is up.
pub fn is_abandoned(next: &Execution) -> bool {
    let TaskSpec::Wait(spec) = &next.request.spec else { return false };
    if spec.abandon.is_none() || next.progress.job.accepted.is_none() {
        return false;
    }
    match next.state() {
        State::Cancelled { .. } => true,
        State::Failed { failure, .. } => {
            matches!(
                failure.code,
                FailureCode::JobTimeout | FailureCode::HeartbeatTimeout | FailureCode::GaveUp
            )
        }
        _ => false,
    }
}

/// Whether a runner has to stop the job of `execution` before it is cancelled.
pub fn needs_abandoning(execution: &Execution) -> bool {
    match &execution.request.spec {
        TaskSpec::Wait(spec) => spec.abandon.is_some() && execution.progress.job.accepted.is_some(),
        _ => false,
    }
}
