//! Dead letters fail their executions, unless something else still continues them.

use std::sync::{Arc, Mutex};

use beadle_application::{
    dead_letter::{DeadLetter, DeadLetterService, Recorded},
    port::{Executions, StoreError},
};
use beadle_domain::{
    execution::{
        AttemptOutcome, Awaited, CancelReason, Event, Execution, FailureCode, Message, State, Status,
    },
    specimen::{at, claimed, deferred, pending, retrying, timeout},
};
use beadle_embedded::Embedded;
use beadle_testing::FailingStore;
use beadle_values::id::ExecutionId;
use uuid::Uuid;

use super::{happens, put, store};

/// A store with at most one execution.
struct World {
    store: Embedded,
    service: DeadLetterService,
}

impl World {
    fn empty() -> Self {
        let store = store();
        Self { service: DeadLetterService { executions: Arc::new(store.clone()) }, store }
    }

    async fn of(row: &Execution) -> Self {
        let world = Self::empty();
        put(&world.store, row).await;
        world
    }

    /// The execution is pending, and the next of `events` happens just before each of our writes.
    async fn contested(mut events: Vec<Event>) -> Self {
        let store = Self::of(&pending()).await.store;
        events.reverse();
        let (rival, events) = (store.clone(), Mutex::new(events));
        let contested = FailingStore::new(store.clone(), |_, _| None).interfered(move |call, _| {
            let event = events.lock().unwrap().pop_if(|_| call == "executions.save")?;
            let rival = rival.clone();
            Some(Box::pin(async move { drop(happens(&rival, pending().id(), event, at(50)).await) }))
        });
        Self { service: DeadLetterService { executions: Arc::new(contested) }, store }
    }

    async fn row(&self) -> Execution {
        Executions::get(&self.store, pending().id()).await.unwrap().unwrap()
    }

    async fn receive(&self, body: &str, second: i64) -> Result<Recorded, StoreError> {
        self.service.record(DeadLetter { body, deliveries: 5 }, at(second)).await
    }
}

fn letter(execution: Execution) -> String {
    serde_json::to_string(&Message::start(execution)).unwrap()
}

/// A message of an unknown version.
fn unreadable(execution: Execution) -> String {
    let body = letter(execution);
    let (version, rest) = body.split_once(',').unwrap();
    assert!(version.starts_with(r#"{"v":"#), "{version}");
    format!(r#"{{"v":"999",{rest}"#)
}

#[tokio::test]
async fn a_waiting_execution_fails_and_says_why_and_how_often_it_was_tried() {
    for waiting in
        [pending(), retrying(&claimed(&pending(), 0), 10, 20), deferred(&claimed(&pending(), 0), 10, 20)]
    {
        let world = World::of(&waiting).await;
        let outcome = world.receive(&letter(waiting.clone()), 100).await.unwrap();
        assert_eq!(outcome, Recorded::Failed(waiting.id()));
        let row = world.row().await;
        let State::Failed { failure, .. } = row.state() else { panic!("{row:?}") };
        assert_eq!(failure.code, FailureCode::Undeliverable);
        assert_eq!(failure.message, "its message could not be handled, although it was delivered 5 times");
        assert_eq!(row.progress.attempts, waiting.progress.attempts, "no attempt is made up");
    }
}

#[tokio::test]
async fn an_attempt_whose_runner_vanished_is_recorded_as_interrupted() {
    let running = claimed(&pending(), 0);
    let world = World::of(&running).await;
    assert!(matches!(world.receive(&letter(pending()), 61).await, Ok(Recorded::Failed(_))));
    let row = world.row().await;
    assert_eq!(row.status(), Status::Failed);
    assert_eq!(row.progress.attempts[0].outcome, AttemptOutcome::Interrupted);
}

#[tokio::test]
async fn a_row_that_was_never_written_is_written_now() {
    let world = World::empty();
    assert_eq!(world.receive(&letter(pending()), 100).await.unwrap(), Recorded::Failed(pending().id()));
    assert_eq!(world.row().await.status(), Status::Failed);
}

#[tokio::test]
async fn what_has_ended_stays_as_it_is() {
    let running = claimed(&pending(), 0);
    for event in [Event::Succeed { answer: None }, Event::Cancel { reason: CancelReason::Requested }] {
        let row = running.apply(event, at(5)).unwrap();
        let world = World::of(&row).await;
        assert_eq!(world.receive(&letter(pending()), 100).await.unwrap(), Recorded::Settled(row.id()));
        assert_eq!(world.row().await, row);
    }
}

#[tokio::test]
async fn what_waits_has_its_own_message_and_is_given_up_with_that_one() {
    let wait = Event::Wait { until: at(500), what: Awaited::Time };
    let row = claimed(&pending(), 0).apply(wait, at(5)).unwrap();
    let world = World::of(&row).await;
    let later = Recorded::Later { id: row.id(), until: at(4_100) };
    assert_eq!(world.receive(&letter(pending()), 100).await.unwrap(), later);
    assert_eq!(world.receive(&letter(row.clone()), 501).await.unwrap(), Recorded::Failed(row.id()));
}

#[tokio::test]
async fn an_executor_that_holds_it_is_left_alone() {
    let running = claimed(&pending(), 0);
    let world = World::of(&running).await;
    let outcome = world.receive(&letter(pending()), 59).await.unwrap();
    assert_eq!(outcome, Recorded::Later { id: running.id(), until: at(60) });
    assert_eq!(world.row().await, running);
}

#[tokio::test]
async fn a_newer_message_has_an_hour_to_continue_it() {
    let row = retrying(&claimed(&pending(), 0), 10, 20);
    let world = World::of(&row).await;
    let body = letter(pending());
    let later = Recorded::Later { id: row.id(), until: at(3_620) };
    assert_eq!(world.receive(&body, 3_619).await.unwrap(), later);
    assert_eq!(world.receive(&body, 3_620).await.unwrap(), Recorded::Failed(row.id()));
}

#[tokio::test]
async fn a_second_delivery_changes_nothing() {
    let world = World::of(&pending()).await;
    world.receive(&letter(pending()), 100).await.unwrap();
    let row = world.row().await;
    assert_eq!(world.receive(&letter(pending()), 101).await.unwrap(), Recorded::Settled(pending().id()));
    assert_eq!(world.row().await, row);
}

#[tokio::test]
async fn a_lost_race_is_decided_again() {
    let claim = || Event::Claim { lease_until: at(60) };
    let retry = || Event::Retry { failure: timeout(), answer: None, due: at(60) };
    let world = World::contested(vec![claim(), retry()]).await;
    let after_patience = 3_660;
    let recorded = world.receive(&letter(pending()), after_patience).await.unwrap();
    assert_eq!(recorded, Recorded::Failed(pending().id()));
    assert_eq!((world.row().await.status(), world.row().await.version()), (Status::Failed, 4));
    let always = [claim(), retry()].into_iter().cycle().take(40).collect();
    let world = World::contested(always).await;
    assert!(world.receive(&letter(pending()), after_patience).await.is_err(), "it comes again");
}

#[tokio::test]
async fn a_message_of_another_shape_still_fails_the_execution_it_names() {
    let world = World::of(&pending()).await;
    let body = letter(pending()).replace(r#""v":"1""#, r#""v":"999""#);
    assert_eq!(world.receive(&body, 100).await.unwrap(), Recorded::Failed(pending().id()));
    let cut_off = &letter(pending())[..120];
    assert_eq!(
        World::of(&pending()).await.receive(cut_off, 100).await.unwrap(),
        Recorded::Failed(pending().id())
    );
}

#[tokio::test]
async fn a_message_that_names_none_is_told_apart_by_its_fingerprint() {
    let mut prints = Vec::new();
    for body in ["", "not json", "{\"id\":\"exe_\"}", "{\"id\":\"exe_1", "not json"] {
        prints.push(World::of(&pending()).await.receive(body, 100).await.unwrap());
    }
    assert!(prints.iter().all(|print| matches!(print, Recorded::Unreadable { .. })), "{prints:?}");
    assert_eq!(prints[1], prints[4]);
    assert_ne!(prints[0], prints[1]);
    // It names one that nobody knows, and does not carry enough to write it.
    assert!(matches!(
        World::empty().receive(&unreadable(pending()), 100).await,
        Ok(Recorded::Unreadable { .. })
    ));
}

#[tokio::test]
async fn a_message_that_is_all_there_is_of_an_execution_is_kept() {
    let mut deferring = pending();
    let request = Arc::make_mut(&mut deferring.request);
    let listed = ExecutionId::in_list_of(&request.owner, 0, request.created_at, Uuid::nil());
    request.id = listed.deferring_its_record();
    let body = unreadable(deferring.clone());
    assert_eq!(World::empty().receive(&body, 100).await.unwrap(), Recorded::OnlyLetter(deferring.id()));
    // It can be read, or there is a row: its end is on record.
    for world in [World::empty(), World::of(&deferring).await] {
        let failed = world.receive(&letter(deferring.clone()), 100).await.unwrap();
        assert_eq!(failed, Recorded::Failed(deferring.id()));
    }
    let failed = World::of(&deferring).await.receive(&body, 100).await.unwrap();
    assert_eq!(failed, Recorded::Failed(deferring.id()));
}
