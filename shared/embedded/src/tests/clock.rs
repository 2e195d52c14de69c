//! A clock that was wrong for seconds, ahead or behind, silences nothing once it is right again.

use std::time::Duration;

use beadle_application::port::{Arming, Delivery, Executions, Saved, Scheduler, StartExecutions};
use beadle_domain::{
    execution::{Event, Execution},
    specimen::{task_id, timeout},
};
use beadle_schedule::Schedule;
use beadle_values::violation::Path;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::specimen::{SetClock, execution, in_folder, in_memory};
use crate::{Deliveries, Embedded, Ticks};

/// The right time of the tests, in seconds.
const NOW: i64 = 1_800_000_000;

const YEAR: i64 = 400 * 86_400;

/// Much longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

async fn arm(store: &Embedded, number: usize) {
    let every = json!({"every": "1 minute", "catch_up": "latest"});
    let schedule = Schedule::parse(&every, &Path::of("schedule")).unwrap().unwrap();
    let arming = Arming { task: task_id(number), schedule, schedule_version: 1, anchor: at(NOW) };
    store.arm(&arming).await.unwrap();
}

/// The second of the next tick, which is handled.
async fn tick(ticks: &mut Ticks) -> i64 {
    let tick = tokio::time::timeout(PATIENCE, ticks.next()).await.unwrap().unwrap();
    let second = tick.tick().scheduled_time.unwrap().as_second();
    tick.handled().await.unwrap();
    second
}

/// Sets the clock, and waits until the writer has looked at it.
async fn set(store: &Embedded, clock: &SetClock, second: i64) {
    clock.set(second);
    store.writer.ask(|_| Ok(())).await.unwrap();
}

#[tokio::test]
async fn a_schedule_ticks_on_after_the_clock_was_wrong() {
    for wrong in [YEAR, -YEAR, 3_600, -3_600] {
        let clock = SetClock::at(NOW);
        let store = Embedded::open(in_memory(&clock)).unwrap();
        let mut ticks = store.ticks();
        arm(&store, 0).await;
        set(&store, &clock, NOW + 60).await;
        assert_eq!(tick(&mut ticks).await, NOW + 60);

        set(&store, &clock, NOW + 70 + wrong).await;
        if wrong > 0 {
            tick(&mut ticks).await;
        }
        set(&store, &clock, NOW + 75).await;
        for second in [120, 180] {
            set(&store, &clock, NOW + second).await;
            let mut ticked = tick(&mut ticks).await;
            // A time may tick again, which starts nothing.
            while ticked < NOW + second {
                ticked = tick(&mut ticks).await;
            }
            assert_eq!(ticked, NOW + second, "{wrong}");
        }
    }
}

#[tokio::test]
async fn a_tick_of_the_wrong_time_that_is_handled_later_silences_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let clock = SetClock::at(NOW);
    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let mut ticks = store.ticks();
    arm(&store, 0).await;
    set(&store, &clock, NOW + YEAR).await;
    let late = tokio::time::timeout(PATIENCE, ticks.next()).await.unwrap().unwrap();
    set(&store, &clock, NOW + 5).await;
    late.handled().await.unwrap();
    set(&store, &clock, NOW + 60).await;
    assert_eq!(tick(&mut ticks).await, NOW + 60);

    // The schedule is armed anew, as any change of its task does, also after a restart.
    arm(&store, 0).await;
    set(&store, &clock, NOW + 120).await;
    assert_eq!(tick(&mut ticks).await, NOW + 120);
    drop((ticks, store));
    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let mut ticks = store.ticks();
    set(&store, &clock, NOW + 180).await;
    assert_eq!(tick(&mut ticks).await, NOW + 180);
}

async fn claimed(deliveries: &mut Deliveries) -> Execution {
    let delivered = tokio::time::timeout(PATIENCE, deliveries.next()).await.unwrap().unwrap();
    match delivered.delivery {
        Delivery::Claimed { execution, .. } => *execution,
        Delivery::Message(_) => panic!("the store delivers claimed executions"),
    }
}

/// Starts an execution, and fails its first attempt, so that another one is due in ten seconds by the clock.
async fn retrying(store: &Embedded, deliveries: &mut Deliveries, second: i64) -> Execution {
    store.start(&execution(1, second)).await.unwrap();
    let running = claimed(deliveries).await;
    let (now, due) = (at(second), at(second) + SignedDuration::from_secs(10));
    let waits = running.apply(Event::Retry { failure: timeout(), answer: None, due }, now).unwrap();
    assert_eq!(store.save(&waits, running.version(), 0).await.unwrap(), Saved::Done);
    waits
}

#[tokio::test]
async fn an_execution_that_was_to_wait_seconds_does_not_wait_for_the_wrong_time() {
    let clock = SetClock::at(NOW + YEAR);
    let store = Embedded::open(in_memory(&clock)).unwrap();
    let mut deliveries = store.deliveries(8);
    let waits = retrying(&store, &mut deliveries, NOW + YEAR).await;
    set(&store, &clock, NOW).await;
    set(&store, &clock, NOW + 10).await;
    let again = claimed(&mut deliveries).await;
    assert_eq!(again.id(), waits.id());
    assert_eq!(again.version(), waits.version() + 1);
}

#[tokio::test]
async fn what_was_stored_at_the_wrong_time_is_brought_back_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let clock = SetClock::at(NOW + YEAR);
    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let mut deliveries = store.deliveries(8);
    let waits = retrying(&store, &mut deliveries, NOW + YEAR).await;
    drop((deliveries, store));

    clock.set(NOW);
    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let stored = Executions::get(&store, waits.id()).await.unwrap().unwrap();
    assert_eq!(stored.state().due(), Some(at(NOW + 10)));
}

#[tokio::test]
async fn a_wait_that_was_meant_to_be_long_is_kept() {
    let clock = SetClock::at(NOW);
    let store = Embedded::open(in_memory(&clock)).unwrap();
    let mut deliveries = store.deliveries(8);
    let later = Execution::new((*execution(2, NOW).request).clone(), at(NOW + YEAR));
    store.start(&later).await.unwrap();
    for (number, second) in (3..).zip([NOW + 3_600, NOW, NOW - 3_600, NOW]) {
        set(&store, &clock, second).await;
        store.start(&execution(number, second)).await.unwrap();
        claimed(&mut deliveries).await;
    }
    let stored = Executions::get(&store, later.id()).await.unwrap().unwrap();
    assert_eq!(stored.state().due(), Some(at(NOW + YEAR)));
}
