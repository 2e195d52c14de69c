//! The only function that changes the state of an execution.

use jiff::Timestamp;

use super::{
    answer::Answer,
    cancel_reason::CancelReason,
    failure::Failure,
    hold::Hold,
    state::{Awaited, State, Status},
};

/// An event of an execution.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A runner claims it, or takes it over after the previous lease ended.
    Claim {
        /// The end of the runner's lease.
        lease_until: Timestamp,
    },
    /// The attempt, or what it waited for, succeeded.
    Succeed {
        /// The response.
        answer: Option<Answer>,
    },
    /// The attempt failed, and another one follows.
    Retry {
        /// The reason.
        failure: Failure,
        /// The response, if any.
        answer: Option<Answer>,
        /// When the next attempt may run.
        due: Timestamp,
    },
    /// The attempt, or what it waited for, failed for good.
    Fail {
        /// The reason.
        failure: Failure,
        /// The response, if any.
        answer: Option<Answer>,
    },
    /// The attempt is held back before it is made.
    Defer {
        /// When to ask again.
        due: Timestamp,
        /// What holds it back.
        hold: Hold,
    },
    /// The hold may be over, or the wait is to be looked after: the execution asks again.
    Release {
        /// When to ask again.
        due: Timestamp,
    },
    /// The attempt was made and its result is pending.
    Wait {
        /// When it is resumed, with or without a result.
        until: Timestamp,
        /// What it waits for.
        what: Awaited,
    },
    /// It is cancelled.
    Cancel {
        /// The reason.
        reason: CancelReason,
    },
    /// Its attempt is called off before anything was sent: it is cancelled, and the attempt does not count.
    Withdraw {
        /// The reason.
        reason: CancelReason,
    },
    /// The infrastructure gives it up because it can't be handled.
    Abandon {
        /// The reason.
        failure: Failure,
    },
}

impl Event {
    /// The name of the event, for messages.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Claim { .. } => "claim",
            Self::Succeed { .. } => "succeed",
            Self::Retry { .. } => "retry",
            Self::Fail { .. } => "fail",
            Self::Defer { .. } => "defer",
            Self::Release { .. } => "release",
            Self::Wait { .. } => "wait",
            Self::Cancel { .. } => "cancel",
            Self::Withdraw { .. } => "withdraw",
            Self::Abandon { .. } => "abandon",
        }
    }
}

/// An event that the state does not allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an execution that is {from} can't {event}")]
pub struct IllegalTransition {
    /// The current state.
    pub from: Status,
    /// The rejected event.
    pub event: &'static str,
}

/// The state after `event` in `state` at `now`.
///
/// # Errors
/// [`IllegalTransition`] if the state does not allow the event. Final states allow none.
pub fn transition(state: &State, event: &Event, now: Timestamp) -> Result<State, IllegalTransition> {
    use State::{Cancelled, Completed, Deferred, Failed, Pending, Retrying, Running, Waiting};

    Ok(match (state, event) {
        (Pending { .. }, Event::Claim { lease_until }) => {
            Running { attempt: 1, since: now, lease_until: *lease_until }
        }
        (Retrying { attempt, .. } | Deferred { attempt, .. }, Event::Claim { lease_until }) => {
            Running { attempt: *attempt, since: now, lease_until: *lease_until }
        }
        (Running { attempt, lease_until: held, .. }, Event::Claim { lease_until }) if *held <= now => {
            Running { attempt: *attempt, since: now, lease_until: *lease_until }
        }
        (Waiting { attempt, until, .. }, Event::Claim { lease_until }) if *until <= now => {
            Running { attempt: *attempt, since: now, lease_until: *lease_until }
        }
        (Running { .. } | Waiting { .. }, Event::Succeed { .. }) => Completed { at: now },
        (Running { attempt, .. } | Waiting { attempt, .. }, Event::Retry { due, .. }) => {
            Retrying { attempt: attempt.saturating_add(1), due: *due }
        }
        (Running { .. } | Waiting { .. }, Event::Fail { failure, .. }) => {
            Failed { at: now, failure: failure.clone() }
        }
        (Running { attempt, .. }, Event::Defer { due, hold }) => {
            Deferred { attempt: *attempt, due: *due, hold: hold.clone() }
        }
        (Deferred { attempt, hold, .. }, Event::Release { due }) => {
            Deferred { attempt: *attempt, due: *due, hold: hold.clone() }
        }
        (Waiting { attempt, what, .. }, Event::Release { due }) => {
            Waiting { attempt: *attempt, until: *due, what: *what }
        }
        (Running { attempt, .. }, Event::Wait { until, what }) => {
            Waiting { attempt: *attempt, until: *until, what: *what }
        }
        (
            Pending { .. } | Running { .. } | Retrying { .. } | Deferred { .. } | Waiting { .. },
            Event::Cancel { reason },
        )
        | (Running { .. }, Event::Withdraw { reason }) => Cancelled { at: now, reason: Some(*reason) },
        (
            Pending { .. } | Running { .. } | Retrying { .. } | Deferred { .. } | Waiting { .. },
            Event::Abandon { failure },
        ) => Failed { at: now, failure: failure.clone() },
        _ => return Err(IllegalTransition { from: state.status(), event: event.name() }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::execution::{failure::FailureCode, hold::HoldKind};

    const T0: Timestamp = Timestamp::UNIX_EPOCH;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn failure() -> Failure {
        Failure::new(FailureCode::Timeout, "no answer")
    }

    fn gate() -> Hold {
        Hold::new(HoldKind::RateLimit, "gate")
    }

    fn state(status: Status) -> State {
        match status {
            Status::Pending => State::Pending { due: T0 },
            Status::Running => State::Running { attempt: 2, since: T0, lease_until: at(60) },
            Status::Retrying => State::Retrying { attempt: 2, due: T0 },
            Status::Deferred => State::Deferred { attempt: 2, due: T0, hold: gate() },
            Status::Waiting => State::Waiting { attempt: 2, until: at(60), what: Awaited::Time },
            Status::Completed => State::Completed { at: T0 },
            Status::Failed => State::Failed { at: T0, failure: failure() },
            Status::Cancelled => State::Cancelled { at: T0, reason: None },
        }
    }

    fn events() -> Vec<Event> {
        vec![
            Event::Claim { lease_until: at(90) },
            Event::Succeed { answer: None },
            Event::Retry { failure: failure(), answer: None, due: at(70) },
            Event::Fail { failure: failure(), answer: None },
            Event::Defer { due: at(70), hold: gate() },
            Event::Wait { until: at(70), what: Awaited::Time },
            Event::Cancel { reason: CancelReason::Requested },
            Event::Abandon { failure: failure() },
            Event::Release { due: at(70) },
            Event::Withdraw { reason: CancelReason::Missed },
        ]
    }

    /// The whole table, while the lease is held and the wait is not over: state × event → next state, or `-`.
    #[test]
    fn transition_table() {
        use Status::*;
        let table: [(Status, [Option<Status>; 10]); 8] = [
            //            claim          succeed          retry           fail          defer           wait           cancel           abandon        release        withdraw
            (
                Pending,
                [Some(Running), None, None, None, None, None, Some(Cancelled), Some(Failed), None, None],
            ),
            (
                Running,
                [
                    None,
                    Some(Completed),
                    Some(Retrying),
                    Some(Failed),
                    Some(Deferred),
                    Some(Waiting),
                    Some(Cancelled),
                    Some(Failed),
                    None,
                    Some(Cancelled),
                ],
            ),
            (
                Retrying,
                [Some(Running), None, None, None, None, None, Some(Cancelled), Some(Failed), None, None],
            ),
            (
                Deferred,
                [
                    Some(Running),
                    None,
                    None,
                    None,
                    None,
                    None,
                    Some(Cancelled),
                    Some(Failed),
                    Some(Deferred),
                    None,
                ],
            ),
            (
                Waiting,
                [
                    None,
                    Some(Completed),
                    Some(Retrying),
                    Some(Failed),
                    None,
                    None,
                    Some(Cancelled),
                    Some(Failed),
                    Some(Waiting),
                    None,
                ],
            ),
            (Completed, [None; 10]),
            (Failed, [None; 10]),
            (Cancelled, [None; 10]),
        ];
        for (from, row) in table {
            for (event, expected) in events().iter().zip(row) {
                let next = transition(&state(from), event, at(10)).map(|state| state.status());
                assert_eq!(next.ok(), expected, "{from} on {}", event.name());
            }
        }
    }

    #[test]
    fn an_expired_lease_may_be_taken_over_for_the_same_attempt() {
        let claim = Event::Claim { lease_until: at(120) };
        let taken = transition(&state(Status::Running), &claim, at(60)).unwrap();
        assert_eq!(taken, State::Running { attempt: 2, since: at(60), lease_until: at(120) });
    }

    #[test]
    fn a_wait_that_is_over_is_resumed_for_the_same_attempt() {
        let claim = Event::Claim { lease_until: at(120) };
        let taken = transition(&state(Status::Waiting), &claim, at(60)).unwrap();
        assert_eq!(taken, State::Running { attempt: 2, since: at(60), lease_until: at(120) });
    }

    #[test]
    fn a_retry_increments_the_attempt_and_a_deferral_does_not() {
        let retried = transition(&state(Status::Running), &events()[2], at(10)).unwrap();
        assert_eq!(retried, State::Retrying { attempt: 3, due: at(70) });
        let deferred = transition(&state(Status::Running), &events()[4], at(10)).unwrap();
        assert_eq!(deferred, State::Deferred { attempt: 2, due: at(70), hold: gate() });
    }
}
