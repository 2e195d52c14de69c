use std::time::Duration;

use rstest::rstest;

use super::*;
use crate::execution::{Awaited, FailureCode, HoldKind, Status};
use crate::specimen::{at, claimed, deferred, pending, retrying, timeout};

fn running() -> Execution {
    claimed(&pending(), 0)
}

fn gate() -> Hold {
    Hold::new(HoldKind::Breaker, "the breaker is open")
}

fn concluded(
    execution: &Execution,
    outcome: Outcome,
    now: Timestamp,
) -> Result<Execution, IllegalTransition> {
    conclude(execution, outcome, &execution.request.policy, now, 0.5)
}

fn failed(failure: Failure) -> Outcome {
    Outcome::Failed { failure, answer: None }
}

/// Fails every attempt with `failure` as soon as it is due; returns when each attempt after the first is due.
fn dues(failure: &Failure, max_retries: u32) -> (Execution, Vec<Timestamp>) {
    let mut row = pending();
    std::sync::Arc::make_mut(&mut row.request).policy.retry.max_retries = max_retries;
    let mut dues = Vec::new();
    let mut now = at(0);
    loop {
        let claimed = row.apply(Event::Claim { lease_until: at(1_000_000) }, now).unwrap();
        row = concluded(&claimed, failed(failure.clone()), now).unwrap();
        match row.state() {
            State::Retrying { due, .. } => {
                dues.push(*due);
                now = *due;
            }
            _ => return (row, dues),
        }
    }
}

#[rstest]
#[case(0, &[])]
#[case(1, &[10])]
#[case(3, &[10, 20, 30])]
fn an_execution_that_always_fails_makes_one_more_attempt_than_retries(
    #[case] retries: u32,
    #[case] expected: &[i64],
) {
    let (row, dues) = dues(&timeout(), retries);
    assert_eq!(dues, expected.iter().map(|second| at(*second)).collect::<Vec<_>>());
    assert_eq!(row.status(), Status::Failed);
    assert_eq!(row.progress.failure(), Some(&timeout()));
    let numbers: Vec<u32> = row.progress.attempts.iter().map(|attempt| attempt.number).collect();
    assert_eq!(numbers, (1..=retries + 1).collect::<Vec<_>>());
}

#[rstest]
#[case(Failure::http_status(404, None))]
#[case(Failure::new(FailureCode::Tls, "not trusted"))]
#[case(Failure::new(FailureCode::InvalidRequest, "no"))]
fn failures_that_are_not_retryable_fail_at_once(#[case] failure: Failure) {
    let (row, dues) = dues(&failure, 3);
    assert_eq!((row.status(), dues.len(), row.progress.attempts.len()), (Status::Failed, 0, 1));
}

#[test]
fn a_retry_after_lengthens_the_delay() {
    let failure = Failure::http_status(429, Some(Duration::from_secs(45)));
    let row = concluded(&running(), failed(failure), at(5)).unwrap();
    assert_eq!(*row.state(), State::Retrying { attempt: 2, due: at(50) });
}

#[rstest]
#[case::succeeded(Outcome::Succeeded { answer: None }, Status::Completed, Status::Completed)]
#[case::worth_a_retry(failed(timeout()), Status::Retrying, Status::Cancelled)]
#[case::for_good(failed(Failure::http_status(404, None)), Status::Failed, Status::Failed)]
#[case::deferred(Outcome::Deferred { due: at(9), hold: gate() }, Status::Deferred, Status::Cancelled)]
#[case::waiting(Outcome::Waiting { until: at(9), what: Awaited::Time }, Status::Waiting, Status::Cancelled)]
#[case::cancelled(Outcome::Cancelled { reason: CancelReason::Requested }, Status::Cancelled, Status::Cancelled)]
#[case::withdrawn(Outcome::Withdrawn { reason: CancelReason::Missed }, Status::Cancelled, Status::Cancelled)]
fn outcomes_with_and_without_a_cancel_request(
    #[case] outcome: Outcome,
    #[case] plain: Status,
    #[case] asked: Status,
) {
    let mut running = running();
    assert_eq!(concluded(&running, outcome.clone(), at(5)).unwrap().status(), plain);
    running.progress.cancel_requested = true;
    assert_eq!(concluded(&running, outcome, at(5)).unwrap().status(), asked);
}

/// What was called off while its call was in flight counts as a call, what was withdrawn before does not, and
/// neither does what was deferred first.
#[test]
fn only_an_attempt_that_may_have_gone_out_is_kept() {
    let (cancelled, withdrawn) = (
        Outcome::Cancelled { reason: CancelReason::Requested },
        Outcome::Withdrawn { reason: CancelReason::Overlap },
    );
    let again = claimed(&deferred(&running(), 5, 9), 9);
    let made = |running: &Execution, outcome: &Outcome| {
        let ended = concluded(running, outcome.clone(), at(12)).unwrap();
        (ended.progress.attempts.len(), ended.progress.started_at())
    };
    assert_eq!(made(&running(), &cancelled), (1, Some(at(0))));
    assert_eq!(made(&running(), &withdrawn), (0, None));
    assert_eq!(made(&again, &withdrawn), (0, None));
    let second = claimed(&retrying(&running(), 5, 9), 9);
    assert_eq!(made(&second, &withdrawn), (1, Some(at(0))), "the attempt before it was made");
}

#[test]
fn a_deferral_uses_up_no_attempt() {
    let outcome = Outcome::Deferred { due: at(9), hold: gate() };
    let row = concluded(&running(), outcome, at(5)).unwrap();
    assert_eq!(*row.state(), State::Deferred { attempt: 1, due: at(9), hold: gate() });
    assert!(row.progress.attempts.is_empty());
}

#[test]
fn only_a_running_execution_can_be_concluded() {
    for outcome in [
        Outcome::Succeeded { answer: None },
        failed(timeout()),
        Outcome::Waiting { until: at(9), what: Awaited::Time },
    ] {
        assert!(concluded(&pending(), outcome, at(5)).is_err());
    }
}

/// A first attempt that began at second 0 and has `seconds` for all of its attempts.
fn within(seconds: u64) -> Execution {
    let mut row = pending();
    let policy = &mut std::sync::Arc::make_mut(&mut row.request).policy;
    policy.give_up_after = Some(crate::policy::Milliseconds(Duration::from_secs(seconds)));
    claimed(&row, 0)
}

/// Attempts fail a second after they begin; each delay is ten seconds.
#[rstest]
#[case(1, 1)]
#[case(11, 1)]
#[case(12, 2)]
#[case(23, 3)]
#[case(1_000, 4)]
fn no_attempt_begins_after_the_time_for_all_of_them(#[case] seconds: u64, #[case] attempts: usize) {
    let (mut row, mut now) = (within(seconds), 1);
    loop {
        row = concluded(&row, failed(timeout()), at(now)).unwrap();
        let State::Retrying { due, .. } = *row.state() else { break };
        now = due.as_second() + 1;
        row = row.apply(Event::Claim { lease_until: at(1_000_000) }, due).unwrap();
    }
    assert_eq!(row.progress.attempts.len(), attempts);
    let failure = row.progress.failure().unwrap();
    if seconds == 1_000 {
        assert_eq!(failure.code, FailureCode::Timeout, "its retries are used up");
    } else {
        assert_eq!(failure.code, FailureCode::GaveUp);
        assert!(failure.message.contains(&timeout().message), "{}", failure.message);
    }
}

#[test]
fn an_attempt_that_is_held_back_asks_for_the_last_time_when_the_time_is_over() {
    let held = concluded(&within(20), Outcome::Deferred { due: at(500), hold: gate() }, at(5)).unwrap();
    assert_eq!(held.state().due(), Some(at(500)), "the time begins with the first attempt that is made");
    let failed_once = concluded(&within(20), failed(timeout()), at(1)).unwrap();
    let again = failed_once.apply(Event::Claim { lease_until: at(1_000_000) }, at(11)).unwrap();
    let held = concluded(&again, Outcome::Deferred { due: at(500), hold: gate() }, at(12)).unwrap();
    assert_eq!(held.state().due(), Some(at(20)));
    let last = held.apply(Event::Claim { lease_until: at(1_000_000) }, at(20)).unwrap();
    let over = concluded(&last, Outcome::Deferred { due: at(500), hold: gate() }, at(20)).unwrap();
    assert_eq!(over.progress.failure().map(|failure| failure.code), Some(FailureCode::GaveUp));
}
