use proptest::{collection::vec, prelude::*};

use super::*;
use crate::execution::{Awaited, CancelReason, Execution, Hold, HoldKind, Status};
use crate::specimen::{at, claimed, deferred, pending, retrying, timeout};

fn answer(status: u16) -> Option<Answer> {
    Some(Answer {
        status: Some(status),
        headers: Default::default(),
        body: Default::default(),
        size: 0,
        truncated: false,
        extracted: None,
        warnings: Vec::new(),
    })
}

#[test]
fn a_retried_execution_has_a_record_per_attempt() {
    let first = claimed(&pending(), 10);
    let failed = first
        .apply(
            Event::Retry { failure: Failure::http_status(500, None), answer: answer(500), due: at(30) },
            at(12),
        )
        .unwrap();
    assert_eq!(failed.progress.failure().and_then(|failure| failure.http_status), Some(500));
    let done = claimed(&failed, 30).apply(Event::Succeed { answer: answer(200) }, at(31)).unwrap();
    let progress = &done.progress;
    let outcomes: Vec<_> = progress
        .attempts
        .iter()
        .map(|a| (a.number, a.started_at, a.duration_ms, a.outcome, a.http_status, a.next_attempt_at))
        .collect();
    assert_eq!(
        outcomes,
        [
            (1, at(10), 2_000, AttemptOutcome::Failed, Some(500), Some(at(30))),
            (2, at(30), 1_000, AttemptOutcome::Succeeded, Some(200), None),
        ]
    );
    assert_eq!((progress.started_at(), progress.updated_at, progress.version), (Some(at(10)), at(31), 5));
    assert_eq!((progress.answer.as_ref().and_then(|a| a.status), progress.failure()), (Some(200), None));
}

#[test]
fn a_takeover_is_recorded_as_an_interruption() {
    let taken_over = claimed(&claimed(&pending(), 0), 60);
    assert_eq!(taken_over.progress.interruptions(), 1);
    assert_eq!(taken_over.progress.attempts[0].outcome, AttemptOutcome::Interrupted);
    assert_eq!(taken_over.progress.started_at(), Some(at(0)));
}

#[test]
fn deferrals_and_claims_add_no_attempt_and_keep_the_last_response() {
    let failed = claimed(&pending(), 0)
        .apply(Event::Retry { failure: timeout(), answer: answer(503), due: at(5) }, at(1))
        .unwrap();
    let deferred = deferred(&claimed(&failed, 5), 6, 9);
    assert_eq!(deferred.progress.attempts.len(), 1);
    assert_eq!(deferred.progress.answer, answer(503));
}

#[test]
fn an_attempt_that_waited_has_one_record() {
    let wait = |until| Event::Wait { until: at(until), what: Awaited::Time };
    let waiting = claimed(&pending(), 10).apply(wait(100), at(12)).unwrap();
    assert_eq!(waiting.progress.attempts[0].outcome, AttemptOutcome::Waiting);
    let again = claimed(&claimed(&waiting, 100).apply(wait(200), at(101)).unwrap(), 200);
    assert!(again.progress.has_waited());
    for (row, event, second) in [
        (&again, Event::Succeed { answer: answer(200) }, 210),
        (&waiting, Event::Succeed { answer: answer(200) }, 50),
        (&waiting, Event::Cancel { reason: CancelReason::Requested }, 50),
    ] {
        let ended = row.apply(event, at(second)).unwrap();
        let [attempt] = &ended.progress.attempts[..] else { panic!("{:?}", ended.progress.attempts) };
        assert_eq!((attempt.started_at, attempt.duration_ms), (at(10), (second as u64 - 10) * 1_000));
        assert_ne!(attempt.outcome, AttemptOutcome::Waiting);
    }
    let vanished = claimed(&again, 300);
    assert_eq!(vanished.progress.interruptions(), 1);
    assert!(vanished.progress.has_waited(), "it need not wait again");
}

#[test]
fn progress_round_trips() {
    let progress = retrying(&claimed(&pending(), 0), 5, 15).progress;
    let stored = serde_json::to_string(&progress).unwrap();
    assert_eq!(serde_json::from_str::<Progress>(&stored).unwrap(), progress);
}

fn event() -> impl Strategy<Value = Event> {
    let time = (0i64..500).prop_map(at);
    prop_oneof![
        time.clone().prop_map(|lease_until| Event::Claim { lease_until }),
        Just(Event::Succeed { answer: answer(200) }),
        time.clone().prop_map(|due| Event::Retry { failure: timeout(), answer: answer(500), due }),
        Just(Event::Fail { failure: timeout(), answer: None }),
        time.clone().prop_map(|due| Event::Defer { due, hold: Hold::new(HoldKind::Breaker, "gate") }),
        time.prop_map(|until| Event::Wait { until, what: Awaited::Time }),
        Just(Event::Cancel { reason: CancelReason::Requested }),
        Just(Event::Abandon { failure: timeout() }),
    ]
}

proptest! {
    #[test]
    fn final_states_are_never_left(events in vec((event(), 0i64..60), 0..40)) {
        let mut row = pending();
        let mut second = 0;
        let mut ended: Option<Execution> = None;
        for (event, pause) in events {
            second += pause;
            let Ok(next) = row.apply(event, at(second)) else { continue };
            prop_assert_eq!(&ended, &None, "something followed the end");
            prop_assert_eq!(next.version(), row.version() + 1);
            prop_assert_eq!(next.progress.updated_at, at(second));
            if next.status().is_final() {
                prop_assert_eq!(next.progress.state.ended_at(), Some(at(second)));
                ended = Some(next.clone());
            }
            row = next;
        }
    }

    #[test]
    fn attempts_are_numbered_without_gaps(events in vec((event(), 0i64..60), 0..40)) {
        let mut row = pending();
        let mut second = 0;
        for (event, pause) in events {
            second += pause;
            row = row.apply(event, at(second)).unwrap_or(row);
        }
        let mut previous = 0;
        for attempt in &row.progress.attempts {
            prop_assert!(attempt.number == previous || attempt.number == previous + 1, "{:?}", row.progress.attempts);
            previous = attempt.number;
        }
        let failed = row.progress.attempts.iter().filter(|a| a.next_attempt_at.is_some()).count() as u32;
        if let State::Retrying { attempt, .. } = row.state() {
            prop_assert!(*attempt > previous || previous == 0);
        }
        if row.status() == Status::Running {
            prop_assert!(previous <= failed + 1);
        }
    }
}
