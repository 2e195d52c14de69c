//! What an outcome leads to: the end, another attempt, or a wait.

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

/// What an attempt came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The destination did what was asked.
    Succeeded {
        /// What it answered.
        answer: Option<Answer>,
    },
    /// It did not.
    Failed {
        /// Why.
        failure: Failure,
        /// What it answered, if it did.
        answer: Option<Answer>,
    },
    /// It was called off.
    Cancelled {
        /// Why.
        reason: CancelReason,
    },
    /// It was kept back before anything was sent.
    Deferred {
        /// When to ask again.
        due: Timestamp,
        /// What keeps it back.
        hold: Hold,
    },
    /// Its result comes later.
    Waiting {
        /// Until when.
        until: Timestamp,
        /// What it waits for.
        what: Awaited,
    },
}

/// The execution after its running attempt came to `outcome` at `now` under the retry policy `policy`. `jitter` is a random
/// fraction in `0.0..1.0`.
///
/// An execution that someone asked to cancel makes no further attempt and waits for nothing.
///
/// # Errors
/// [`IllegalTransition`] when the execution is not running.
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
            Event::Cancel { reason: CancelReason::Requested }
        }
        Outcome::Waiting { until, what } => Event::Wait { until, what },
        Outcome::Deferred { due, hold } => Event::Defer { due, hold },
        Outcome::Failed { failure, answer } => {
            match retry_decision(policy, execution.state(), &failure, jitter) {
                RetryDecision::After(_) if execution.progress.cancel_requested => {
                    Event::Cancel { reason: CancelReason::Requested }
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
