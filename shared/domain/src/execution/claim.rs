//! Decides who may run an execution, by comparing a message with the current row.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;

use super::{
    Attempt, AttemptOutcome, Execution, Message, Request,
    failure::{Failure, FailureCode},
    job,
    state::State,
    transition::Event,
};

/// How long a runner may hold an attempt without renewal before another one may take it over. Longer attempts
/// extend their lease every [`RENEW_EVERY`].
const LEASE: Duration = Duration::from_secs(90);

/// How much longer than the timeout the lease of a short attempt is, for preparation and settlement.
const MARGIN: Duration = Duration::from_secs(30);

/// How often a long attempt extends its lease and checks whether it is to be cancelled.
pub const RENEW_EVERY: Duration = Duration::from_secs(30);

/// How often a runner may die during one execution before it is given up. If it happens that often, the
/// execution itself is the likely cause.
pub const MAX_INTERRUPTIONS: usize = 5;

/// How early a message may be handled, because clocks differ and queues count in whole seconds.
const EARLY: Duration = Duration::from_millis(1_500);

/// The duration of the first lease of an attempt with this timeout.
pub fn lease(timeout: Duration) -> Duration {
    (timeout + MARGIN).min(LEASE)
}

/// What to do with a message, given the row.
#[derive(Debug, Clone, PartialEq)]
pub enum ClaimDecision {
    /// Replace the row by this version and run it.
    Take(Execution),
    /// Replace the row by this version; there is nothing to run.
    GiveUp(Execution),
    /// It is not due yet: defer the message.
    Early {
        /// When it is due.
        due: Timestamp,
    },
    /// Another runner holds it: check again when its lease ends.
    Busy {
        /// The end of the lease.
        until: Timestamp,
    },
    /// The message is older than the row. Whoever wrote the row may have died before sending the follow-up,
    /// so send the follow-up again and discard this message.
    Reissue(Message),
    /// Nothing is left to do: the execution has ended, or a newer message drives it.
    Forget,
}

/// Whether an attempt of `request` may run without a claim being written: several runners may have it at the same time, and the first to
/// save its outcome decides. An execution with an order key is claimed, since another one waits for its end.
pub fn needs_no_claim(request: &Request) -> bool {
    request.spec.may_repeat() && request.order.is_none()
}

/// Decides on `message` at `now`, with the current version `row` of its execution.
pub fn decide(row: &Execution, message: &Message, now: Timestamp) -> ClaimDecision {
    let expected = message.execution().version();
    match row.state() {
        State::Completed { .. } | State::Failed { .. } | State::Cancelled { .. } => ClaimDecision::Forget,
        State::Running { lease_until, .. } if *lease_until > now && expected < driven_by(row) => {
            ClaimDecision::Forget
        }
        State::Running { lease_until, .. } if *lease_until > now => {
            ClaimDecision::Busy { until: *lease_until }
        }
        State::Running { .. } => take_over(row, now),
        State::Pending { .. } | State::Retrying { .. } | State::Deferred { .. } | State::Waiting { .. }
            if row.version() > expected =>
        {
            Message::follow_up(row, message.hops()).map_or(ClaimDecision::Forget, ClaimDecision::Reissue)
        }
        // A runner that resumes the execution treats the wait as over. It may wait longer than its state says.
        State::Waiting { until, .. } if row.progress.wakes_at().unwrap_or(*until) > now => {
            ClaimDecision::Early { due: row.progress.wakes_at().unwrap_or(*until) }
        }
        State::Pending { due }
        | State::Retrying { due, .. }
        | State::Deferred { due, .. }
        | State::Waiting { until: due, .. } => {
            if duration::after(now, EARLY) < *due {
                ClaimDecision::Early { due: *due }
            } else if message.hops() >= super::message::HOP_LIMIT {
                give_up(row, FailureCode::HopLimit, "the execution was put off too often", now)
            } else {
                take(row, now)
            }
        }
    }
}

/// The version in the message that drives `row`, or an earlier one: the row was claimed once and then taken
/// over once per interruption of its last attempt. While runners keep dying, the same message is redelivered,
/// and discarding it would lose the execution.
fn driven_by(row: &Execution) -> u64 {
    let interrupted = |attempt: &&Attempt| attempt.outcome == AttemptOutcome::Interrupted;
    let taken_over = row.progress.attempts.iter().rev().take_while(interrupted).count() as u64;
    row.version().saturating_sub(1 + taken_over)
}

fn take_over(row: &Execution, now: Timestamp) -> ClaimDecision {
    if row.progress.interruptions() >= MAX_INTERRUPTIONS {
        return give_up(row, FailureCode::Interrupted, "the attempt was interrupted too often", now);
    }
    take(row, now)
}

fn take(row: &Execution, now: Timestamp) -> ClaimDecision {
    // A runner stops its job before.
    if row.progress.cancel_requested && !job::needs_abandoning(row) {
        return row
            .apply(Event::Cancel { reason: row.progress.cancel_reason() }, now)
            .map_or(ClaimDecision::Forget, ClaimDecision::GiveUp);
    }
    let lease_until = duration::after(now, lease(row.request.policy.timeout));
    row.apply(Event::Claim { lease_until }, now).map_or(ClaimDecision::Forget, ClaimDecision::Take)
}

fn give_up(row: &Execution, code: FailureCode, message: &str, now: Timestamp) -> ClaimDecision {
    let event = Event::Abandon { failure: Failure::new(code, message) };
    row.apply(event, now).map_or(ClaimDecision::Forget, ClaimDecision::GiveUp)
}

#[cfg(test)]
mod tests;
