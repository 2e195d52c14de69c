//! Decides what follows from the outcome of an attempt: the end, another attempt, or a wait.

use beadle_values::duration;
use jiff::Timestamp;

use super::{
    Execution, IllegalTransition, answer::Answer, cancel_reason::CancelReason, failure::Failure, hold::Hold,
    transition::Event,
};
use crate::{
    execution::state::{Awaited, State},
    policy::retry::{RetryDecision, RetryPolicy},
};

/// The outcome of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The destination did what was requested.
    Succeeded {
        /// The response.
        answer: Option<Answer>,
    },
    /// The destination did not do what was requested.
    Failed {
        /// The reason.
        failure: Failure,
        /// The response, if there was one.
        answer: Option<Answer>,
    },
    /// The attempt was cancelled.
    Cancelled {
        /// The reason.
        reason: CancelReason,
    },
    /// The attempt was deferred before anything was sent.
    Deferred {
        /// When to ask again.
        due: Timestamp,
        /// What holds it back.
        hold: Hold,
    },
    /// The result is pending.
    Waiting {
        /// The end of the wait.
        until: Timestamp,
        /// What the execution waits for.
        what: Awaited,
    },
}

/// The execution after `outcome` of its running attempt at `now`, under the retry policy `policy`. `jitter`
/// is a random fraction in `0.0..1.0`.
///
/// If a cancellation was requested, no further attempt is made and nothing is waited for.
///
/// # Errors
/// [`IllegalTransition`] if the execution is not running.
pub fn conclude(
    execution: &Execution,
    outcome: Outcome,
    policy: &RetryPolicy,
    now: Timestamp,
    jitter: f64,
) -> Result<Execution, IllegalTransition> {
    let event = match outcome {
        Outcome::Succeeded { answer } => Event::Succeed { answer },
        Outcome::Cancelled { reason } => Event::Cancel { reason },
        Outcome::Deferred { .. } | Outcome::Waiting { .. } if execution.progress.cancel_requested => {
            Event::Cancel { reason: execution.progress.cancel_reason() }
        }
        Outcome::Waiting { until, what } => Event::Wait { until, what },
        Outcome::Deferred { due, hold } => Event::Defer { due, hold },
        Outcome::Failed { failure, answer } => {
            match retry_decision(policy, execution.state(), &failure, jitter) {
                RetryDecision::After(_) if execution.progress.cancel_requested => {
                    Event::Cancel { reason: execution.progress.cancel_reason() }
                }
                RetryDecision::After(delay) => {
                    Event::Retry { failure, answer, due: duration::after(now, delay) }
                }
                RetryDecision::Stop => Event::Fail { failure, answer },
            }
        }
    };
    execution.apply(event, now)
}

fn retry_decision(policy: &RetryPolicy, state: &State, failure: &Failure, jitter: f64) -> RetryDecision {
    match state {
        State::Running { attempt, .. } | State::Waiting { attempt, .. } => {
            policy.decide(*attempt, failure, jitter)
        }
        _ => RetryDecision::Stop,
    }
}

#[cfg(test)]
mod tests;
