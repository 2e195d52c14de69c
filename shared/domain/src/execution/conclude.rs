//! Decides what follows from the outcome of an attempt: the end, another attempt, or a wait.

use beadle_values::duration;
use jiff::Timestamp;

use super::{
    Execution, IllegalTransition, answer::Answer, budget::Budget, cancel_reason::CancelReason,
    failure::Failure, hold::Hold, transition::Event,
};
use crate::{
    execution::state::{Awaited, State},
    policy::{RetryDecision, RetryPolicy, RunPolicy},
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
    /// The attempt was called off before anything was sent.
    Withdrawn {
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

/// The execution after `outcome` of its running attempt at `now`, under `policy`. `jitter` is a random fraction
/// in `0.0..1.0`.
///
/// No attempt is made after the time for all of them: an execution that would try again later than that fails
/// at once, and one that is held back asks for the last time when it is over.
///
/// If a cancellation was requested, no further attempt is made and nothing is waited for.
///
/// # Errors
/// [`IllegalTransition`] if the execution is not running.
pub fn conclude(
    execution: &Execution,
    outcome: Outcome,
    policy: &RunPolicy,
    now: Timestamp,
    jitter: f64,
) -> Result<Execution, IllegalTransition> {
    let budget = Budget::of(execution, policy);
    let event = match outcome {
        Outcome::Succeeded { answer } => Event::Succeed { answer },
        Outcome::Cancelled { reason } => Event::Cancel { reason },
        Outcome::Withdrawn { reason } => Event::Withdraw { reason },
        Outcome::Deferred { .. } | Outcome::Waiting { .. } if execution.progress.is_to_be_cancelled() => {
            Event::Cancel { reason: execution.progress.cancel_reason() }
        }
        Outcome::Waiting { until, what } => Event::Wait { until, what },
        // The time begins with the first attempt that is made.
        Outcome::Deferred { due, hold } => match budget.filter(|_| !execution.progress.attempts.is_empty()) {
            Some(budget) if budget.left(now).is_none() => {
                Event::Fail { failure: budget.used_up(execution.progress.failure()), answer: None }
            }
            Some(budget) => Event::Defer { due: due.min(budget.ends_at), hold },
            None => Event::Defer { due, hold },
        },
        Outcome::Failed { mut failure, answer } => {
            if let (State::Running { attempt, .. } | State::Waiting { attempt, .. }, true) =
                (execution.state(), policy.retry.covers(&failure))
                && let Some(fault) = policy.retry.fault(*attempt, &failure, jitter)
            {
                failure.message.push_str(&format!(
                    "; the retry rule has no value ({fault}), so the default delays apply"
                ));
            }
            match retry_decision(&policy.retry, execution.state(), &failure, jitter) {
                RetryDecision::After(_) if execution.progress.is_to_be_cancelled() => {
                    Event::Cancel { reason: execution.progress.cancel_reason() }
                }
                RetryDecision::After(delay) => {
                    let due = duration::after(now, delay);
                    match budget.filter(|budget| due >= budget.ends_at) {
                        Some(budget) => Event::Fail { failure: budget.used_up(Some(&failure)), answer },
                        None => Event::Retry { failure, answer, due },
                    }
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
