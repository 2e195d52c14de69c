use rstest::rstest;

use super::{super::message::HOP_LIMIT, *};
use crate::execution::{Awaited, CancelReason, Status};
use crate::specimen::{at, claimed, deferred, pending, retrying, timeout};

/// The message that `execution` waits for.
fn message_of(execution: &Execution) -> Message {
    Message::follow_up(execution, 0).unwrap()
}

fn message_with_hops(execution: Execution, hops: u32) -> Message {
    Message::Run { execution, hops }
}

/// The name of the decision, without its data.
fn name(decision: &ClaimDecision) -> &'static str {
    match decision {
        ClaimDecision::Take(_) => "take",
        ClaimDecision::GiveUp(_) => "give up",
        ClaimDecision::Early { .. } => "early",
        ClaimDecision::Busy { .. } => "busy",
        ClaimDecision::Reissue(_) => "reissue",
        ClaimDecision::Forget => "forget",
    }
}

/// The row after each step of an execution, and the version that its message names.
#[derive(Clone, Copy, Debug)]
enum Row {
    /// Version 1, due at second 0.
    Pending,
    /// Version 2, claimed at second 0 until second 60.
    Running,
    /// Version 3, due at second 100.
    Retrying,
    /// Version 3, due at second 100.
    Deferred,
    /// Version 4, claimed at second 100 until second 160, attempt 2.
    RunningAgain,
    /// Version 3, until second 500.
    Waiting,
    Completed,
    Failed,
    Cancelled,
}

fn row(row: Row) -> Execution {
    let running = claimed(&pending(), 0);
    match row {
        Row::Pending => pending(),
        Row::Running => running,
        Row::Retrying => retrying(&running, 50, 100),
        Row::Deferred => deferred(&running, 50, 100),
        Row::RunningAgain => claimed(&retrying(&running, 50, 100), 100),
        Row::Waiting => running.apply(Event::Wait { until: at(500), what: Awaited::Time }, at(50)).unwrap(),
        Row::Completed => running.apply(Event::Succeed { answer: None }, at(50)).unwrap(),
        Row::Failed => running.apply(Event::Fail { failure: timeout(), answer: None }, at(50)).unwrap(),
        Row::Cancelled => running.apply(Event::Cancel { reason: CancelReason::Requested }, at(50)).unwrap(),
    }
}

/// Message × row × time. `first` is the message that started it, `retry` the one of version 3.
#[rstest]
#[case::it_is_due(Row::Pending, "first", 0, "take")]
#[case::a_repeat_while_it_runs(Row::Running, "first", 59, "busy")]
#[case::the_runner_died(Row::Running, "first", 60, "take")]
#[case::the_retry_was_not_sent(Row::Retrying, "first", 51, "reissue")]
#[case::the_deferral_was_not_sent(Row::Deferred, "first", 51, "reissue")]
#[case::the_retry_comes_early(Row::Retrying, "retry", 98, "early")]
#[case::the_retry_comes_a_second_early(Row::Retrying, "retry", 99, "take")]
#[case::the_retry_is_due(Row::Retrying, "retry", 100, "take")]
#[case::a_late_first_message_while_the_retry_runs(Row::RunningAgain, "first", 110, "forget")]
#[case::a_late_first_message_after_the_runner_of_the_retry_died(Row::RunningAgain, "first", 160, "take")]
#[case::a_repeat_of_the_retry_while_it_runs(Row::RunningAgain, "retry", 110, "busy")]
#[case::the_wait_was_not_sent(Row::Waiting, "first", 51, "reissue")]
#[case::the_end_of_the_wait_comes_early(Row::Waiting, "wait", 499, "early")]
#[case::the_wait_is_over(Row::Waiting, "wait", 500, "take")]
#[case::completed(Row::Completed, "first", 1_000, "forget")]
#[case::failed(Row::Failed, "first", 1_000, "forget")]
#[case::cancelled(Row::Cancelled, "first", 1_000, "forget")]
fn decision_table(#[case] state: Row, #[case] message: &str, #[case] second: i64, #[case] expected: &str) {
    let message = match message {
        "first" => Message::start(pending()),
        "wait" => message_of(&row(Row::Waiting)),
        _ => message_of(&row(Row::Retrying)),
    };
    let decision = decide(&row(state), &message, at(second));
    assert_eq!(name(&decision), expected, "{decision:?}");
}

#[test]
fn a_claim_writes_the_next_version_with_a_lease_for_the_timeout() {
    let ClaimDecision::Take(taken) = decide(&pending(), &Message::start(pending()), at(5)) else {
        panic!("a due execution is taken");
    };
    assert_eq!(taken.version(), 2);
    assert_eq!(*taken.state(), State::Running { attempt: 1, since: at(5), lease_until: at(65) });
}

#[rstest]
#[case(1, 31)]
#[case(30, 60)]
#[case(60, 90)]
#[case(900, 90)]
fn a_lease_covers_a_short_timeout_and_is_bounded(#[case] timeout: u64, #[case] expected: u64) {
    assert_eq!(lease(Duration::from_secs(timeout)), Duration::from_secs(expected));
    assert!(RENEW_EVERY * 2 < LEASE, "one renewal may fail before the lease is over");
}

#[test]
fn a_reissued_message_is_the_one_that_the_row_waits_for() {
    let retrying = row(Row::Retrying);
    let decision = decide(&retrying, &message_with_hops(pending(), 7), at(51));
    assert_eq!(decision, ClaimDecision::Reissue(message_with_hops(retrying, 7)));
    let deferred = row(Row::Deferred);
    let decision = decide(&deferred, &message_with_hops(pending(), 7), at(51));
    assert_eq!(decision, ClaimDecision::Reissue(message_with_hops(deferred, 8)));
}

#[test]
fn early_and_busy_carry_their_times() {
    let retrying = row(Row::Retrying);
    assert_eq!(decide(&retrying, &message_of(&retrying), at(60)), ClaimDecision::Early { due: at(100) });
    let decision = decide(&row(Row::Running), &Message::start(pending()), at(10));
    assert_eq!(decision, ClaimDecision::Busy { until: at(60) });
}

/// A runner may die again and again; each time the only message must find its way back.
#[test]
fn the_message_of_a_repeatedly_interrupted_attempt_is_never_discarded() {
    let message = Message::start(pending());
    let mut row = pending();
    for round in 0..=MAX_INTERRUPTIONS as i64 {
        let ClaimDecision::Take(taken) = decide(&row, &message, at(round * 60)) else {
            panic!("round {round}: it may be taken over");
        };
        let busy = decide(&taken, &message, at(round * 60 + 59));
        assert_eq!(busy, ClaimDecision::Busy { until: at(round * 60 + 60) }, "round {round}");
        row = taken;
    }
    let ClaimDecision::GiveUp(given_up) = decide(&row, &message, at(6_000)) else {
        panic!("it is given up");
    };
    assert_eq!(given_up.progress.failure().map(|failure| failure.code), Some(FailureCode::Interrupted));
}

#[test]
fn an_older_message_is_discarded_even_after_a_takeover() {
    let taken_over = claimed(&row(Row::RunningAgain), 160);
    let first = Message::start(pending());
    assert_eq!(decide(&taken_over, &first, at(170)), ClaimDecision::Forget);
    let driving = message_of(&row(Row::Retrying));
    assert_eq!(decide(&taken_over, &driving, at(170)), ClaimDecision::Busy { until: at(220) });
}

#[test]
fn an_execution_is_given_up_at_the_hop_limit() {
    let ClaimDecision::GiveUp(failed) = decide(&pending(), &message_with_hops(pending(), HOP_LIMIT), at(0))
    else {
        panic!("it is given up");
    };
    assert_eq!(failed.progress.failure().map(|failure| failure.code), Some(FailureCode::HopLimit));
    let decision = decide(&pending(), &message_with_hops(pending(), HOP_LIMIT - 1), at(0));
    assert_eq!(name(&decision), "take");
}

#[rstest]
#[case(Row::Running)]
#[case(Row::Retrying)]
#[case(Row::Deferred)]
#[case(Row::Waiting)]
fn an_execution_with_a_cancel_request_is_not_taken(#[case] state: Row) {
    let mut row = row(state);
    row.progress.cancel_requested = true;
    let message = Message::follow_up(&row, 0).unwrap_or_else(|| Message::start(pending()));
    let ClaimDecision::GiveUp(cancelled) = decide(&row, &message, at(1_000)) else {
        panic!("{state:?}: it is called off");
    };
    assert_eq!(cancelled.status(), Status::Cancelled);
}
