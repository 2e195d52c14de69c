use std::sync::Mutex;

use async_trait::async_trait;
use beadle_domain::{
    execution::{
        AttemptOutcome, Awaited, CancelReason, Status,
        claim::{self, ClaimDecision},
    },
    specimen::{at, claimed, deferred, pending, retrying},
};
use beadle_values::{id::TaskId, page::Page};
use futures_util::FutureExt;

use super::*;
use crate::port::{CancelRequest, ExecutionQuery, Executions, Renewal};

/// One row, and how many of its writes lose a race.
#[derive(Default)]
struct Row {
    row: Mutex<Option<Execution>>,
    races: Mutex<u32>,
}

impl Row {
    fn of(row: Execution) -> Arc<Self> {
        Arc::new(Self { row: Mutex::new(Some(row)), races: Mutex::default() })
    }

    fn get(&self) -> Option<Execution> {
        self.row.lock().unwrap().clone()
    }

    fn receive(self: &Arc<Self>, body: &str, second: i64) -> Result<Recorded, StoreError> {
        let service = DeadLetterService { executions: self.clone() };
        service.record(DeadLetter { body, deliveries: 5 }, at(second)).now_or_never().unwrap()
    }
}

#[async_trait]
impl Executions for Row {
    async fn get(&self, id: ExecutionId) -> Result<Option<Execution>, StoreError> {
        Ok(self.get().filter(|row| row.id() == id))
    }

    async fn list(&self, _query: &ExecutionQuery) -> Result<Page<Execution>, StoreError> {
        Err(StoreError::Unavailable("not needed".into()))
    }

    async fn save(&self, execution: &Execution, expected: u64, _hops: u32) -> Result<Saved, StoreError> {
        let mut races = self.races.lock().unwrap();
        if *races > 0 {
            *races -= 1;
            return Ok(Saved::Conflict);
        }
        let mut row = self.row.lock().unwrap();
        if row.as_ref().map(Execution::version) != Some(expected) {
            return Ok(Saved::Conflict);
        }
        *row = Some(execution.clone());
        Ok(Saved::Done)
    }

    async fn request_cancel(&self, _id: ExecutionId) -> Result<CancelRequest, StoreError> {
        Err(StoreError::Unavailable("not needed".into()))
    }

    async fn ended(&self, _: ExecutionId, _: Duration) -> Result<Option<Execution>, StoreError> {
        unreachable!("not used here")
    }
}

#[async_trait]
impl RunExecutions for Row {
    async fn claim(&self, message: &Message, now: Timestamp) -> Result<Claim, StoreError> {
        let mut row = self.row.lock().unwrap();
        let found = row.clone().unwrap_or_else(|| message.execution().clone());
        Ok(match claim::decide(&found, message, now) {
            ClaimDecision::Take(taken) => {
                *row = Some(taken.clone());
                Claim::Taken(Box::new(taken))
            }
            ClaimDecision::Early { due } => Claim::Later(due),
            _ => Claim::Done,
        })
    }

    async fn renew(&self, _id: ExecutionId, _fence: u64, _until: Timestamp) -> Result<Renewal, StoreError> {
        Err(StoreError::Unavailable("not needed".into()))
    }

    async fn unended_before(&self, _task: TaskId, _this: &Execution) -> Result<Vec<Execution>, StoreError> {
        Err(StoreError::Unavailable("not needed".into()))
    }
}

fn letter(execution: Execution) -> String {
    serde_json::to_string(&Message::start(execution)).unwrap()
}

#[test]
fn a_waiting_execution_fails_and_says_why_and_how_often_it_was_tried() {
    for waiting in
        [pending(), retrying(&claimed(&pending(), 0), 10, 20), deferred(&claimed(&pending(), 0), 10, 20)]
    {
        let store = Row::of(waiting.clone());
        let outcome = store.receive(&letter(waiting.clone()), 100).unwrap();
        assert_eq!(outcome, Recorded::Failed(waiting.id()));
        let row = store.get().unwrap();
        let State::Failed { failure, .. } = row.state() else { panic!("{row:?}") };
        assert_eq!(failure.code, FailureCode::Undeliverable);
        assert_eq!(failure.message, "its message could not be handled, although it was delivered 5 times");
        assert_eq!(row.progress.attempts, waiting.progress.attempts, "no attempt is made up");
    }
}

#[test]
fn an_attempt_whose_runner_vanished_is_recorded_as_interrupted() {
    let running = claimed(&pending(), 0);
    let store = Row::of(running);
    assert!(matches!(store.receive(&letter(pending()), 61), Ok(Recorded::Failed(_))));
    let row = store.get().unwrap();
    assert_eq!(row.status(), Status::Failed);
    assert_eq!(row.progress.attempts[0].outcome, AttemptOutcome::Interrupted);
}

#[test]
fn a_row_that_was_never_written_is_written_now() {
    let store = Arc::new(Row::default());
    assert_eq!(store.receive(&letter(pending()), 100).unwrap(), Recorded::Failed(pending().id()));
    assert_eq!(store.get().unwrap().status(), Status::Failed);
}

#[test]
fn what_has_ended_stays_as_it_is() {
    let running = claimed(&pending(), 0);
    for event in [Event::Succeed { answer: None }, Event::Cancel { reason: CancelReason::Requested }] {
        let row = running.apply(event, at(5)).unwrap();
        let store = Row::of(row.clone());
        assert_eq!(store.receive(&letter(pending()), 100).unwrap(), Recorded::Settled(row.id()));
        assert_eq!(store.get(), Some(row));
    }
}

#[test]
fn what_waits_has_its_own_message_and_is_given_up_with_that_one() {
    let wait = Event::Wait { until: at(500), what: Awaited::Time };
    let row = claimed(&pending(), 0).apply(wait, at(5)).unwrap();
    let store = Row::of(row.clone());
    let later = Recorded::Later { id: row.id(), until: at(4_100) };
    assert_eq!(store.receive(&letter(pending()), 100).unwrap(), later);
    assert_eq!(store.receive(&letter(row.clone()), 501).unwrap(), Recorded::Failed(row.id()));
}

#[test]
fn whoever_runs_it_is_left_to_it() {
    let running = claimed(&pending(), 0);
    let store = Row::of(running.clone());
    let outcome = store.receive(&letter(pending()), 59).unwrap();
    assert_eq!(outcome, Recorded::Later { id: running.id(), until: at(60) });
    assert_eq!(store.get(), Some(running));
}

#[test]
fn a_newer_message_has_an_hour_to_bring_it_on() {
    let row = retrying(&claimed(&pending(), 0), 10, 20);
    let store = Row::of(row.clone());
    let body = letter(pending());
    let later = Recorded::Later { id: row.id(), until: at(3_620) };
    assert_eq!(store.receive(&body, 3_619).unwrap(), later);
    assert_eq!(store.receive(&body, 3_620).unwrap(), Recorded::Failed(row.id()));
}

#[test]
fn a_second_delivery_changes_nothing() {
    let store = Row::of(pending());
    store.receive(&letter(pending()), 100).unwrap();
    let row = store.get();
    assert_eq!(store.receive(&letter(pending()), 101).unwrap(), Recorded::Settled(pending().id()));
    assert_eq!(store.get(), row);
}

#[test]
fn a_lost_race_is_decided_again() {
    let store = Row::of(pending());
    *store.races.lock().unwrap() = 2;
    assert_eq!(store.receive(&letter(pending()), 100).unwrap(), Recorded::Failed(pending().id()));
    let store = Row::of(pending());
    *store.races.lock().unwrap() = u32::MAX;
    assert!(store.receive(&letter(pending()), 100).is_err(), "it comes again");
}

#[test]
fn a_message_of_another_shape_still_fails_the_execution_it_names() {
    let store = Row::of(pending());
    let body = letter(pending()).replace(r#""v":"1""#, r#""v":"999""#);
    assert_eq!(store.receive(&body, 100).unwrap(), Recorded::Failed(pending().id()));
    let cut_off = &letter(pending())[..120];
    assert_eq!(Row::of(pending()).receive(cut_off, 100).unwrap(), Recorded::Failed(pending().id()));
}

#[test]
fn a_message_that_names_none_is_told_apart_by_its_fingerprint() {
    let prints: Vec<Recorded> = ["", "not json", "{\"id\":\"exe_\"}", "{\"id\":\"exe_1", "not json"]
        .map(|body| Row::of(pending()).receive(body, 100).unwrap())
        .into();
    assert!(prints.iter().all(|print| matches!(print, Recorded::Unreadable { .. })), "{prints:?}");
    assert_eq!(prints[1], prints[4]);
    assert_ne!(prints[0], prints[1]);
    // It names one that nobody knows, and does not carry enough to write it.
    let body = letter(pending()).replace(r#""v":"1""#, r#""v":"999""#);
    assert!(matches!(Arc::new(Row::default()).receive(&body, 100), Ok(Recorded::Unreadable { .. })));
}
