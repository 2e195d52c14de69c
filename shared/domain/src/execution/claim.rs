//! Who may run an execution: a message against the row as it stands.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;

use super::{
    Attempt, AttemptOutcome, CancelReason, Execution, Message,
    failure::{Failure, FailureCode},
    state::State,
    transition::Event,
};

/// How long a runner may be silent about an attempt before it may be taken over. Longer attempts extend their lease
/// every [`RENEW_EVERY`].
const LEASE: Duration = Duration::from_secs(90);

/// What a lease has beyond the timeout of a short attempt, for preparing and settling.
const MARGIN: Duration = Duration::from_secs(30);

/// How often a long attempt extends its lease, and looks whether it is to be cancelled.
pub const RENEW_EVERY: Duration = Duration::from_secs(30);

/// How often a runner may vanish in the middle of one execution before it is given up: whatever kills the runner that
/// often is the execution itself.
pub const MAX_INTERRUPTIONS: usize = 5;

/// A message may come this much early and be handled; clocks differ, and queues count whole seconds.
const EARLY: Duration = Duration::from_millis(1_500);

/// How long the first lease of an attempt with this timeout lasts.
pub fn lease(timeout: Duration) -> Duration {
    (timeout + MARGIN).min(LEASE)
}

/// What to do with a message, given the row.
#[derive(Debug, Clone, PartialEq)]
pub enum ClaimDecision {
    /// Write this version in place of the row's and run it.
    Take(Execution),
    /// Write this version in place of the row's; there is nothing to run.
    GiveUp(Execution),
    /// It is not due yet: put the message off until then.
    Early {
        /// When it is due.
        due: Timestamp,
    },
    /// Another runner holds it: look again when its lease is over.
    Busy {
        /// When that is.
        until: Timestamp,
    },
    /// The message is older than the row; whoever wrote the row may have stopped before it sent its follow-up, so send
    /// that again and forget this message.
    Reissue(Message),
    /// Nothing is left to do: it has ended, or a newer message drives it.
    Forget,
}

/// Decides on `message`, which finds its execution as `row`, at `now`.
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
        // Whoever takes it up again takes the time that was waited for to be over.
        State::Waiting { until, .. } if *until > now => ClaimDecision::Early { due: *until },
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

/// The version that the message names which drives `row`, or an earlier one: the row was claimed once and then taken over
/// as often as its last attempts were interrupted. While one runner after the other vanishes, the same message comes
/// again, and forgetting it would lose the execution.
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
    if row.progress.cancel_requested {
        return row
            .apply(Event::Cancel { reason: CancelReason::Requested }, now)
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
