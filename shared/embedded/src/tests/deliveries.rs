//! Due executions are delivered in order, within capacity, and again when they could not be handled.

use std::{sync::Arc, time::Duration};

use beadle_application::port::{Delivery, Executions, StartExecutions};
use beadle_domain::{
    execution::{Execution, Message, Status},
    task::Priority,
};

use super::specimen::{SetClock, execution, in_memory, prioritized};
use crate::{Delivered, Deliveries, Embedded, MAX_RECEIVES};

fn open() -> (Embedded, Arc<SetClock>) {
    let clock = SetClock::at(100);
    (Embedded::open(in_memory(&clock)).unwrap(), clock)
}

async fn next(deliveries: &mut Deliveries) -> (Execution, Delivered) {
    let delivered = deliveries.next().await.unwrap();
    match &delivered.delivery {
        Delivery::Claimed { execution, .. } => ((**execution).clone(), delivered),
        Delivery::Message(_) => panic!("the store delivers claimed executions"),
    }
}

#[tokio::test]
async fn an_execution_that_can_run_at_once_is_inserted_as_running() {
    let (store, _) = open();
    let mut deliveries = store.deliveries(1);
    store.start(&execution(1, 100)).await.unwrap();
    store.start(&execution(2, 100)).await.unwrap();
    let status = async |number| {
        let read = Executions::get(&store, execution(number, 100).id()).await.unwrap();
        read.unwrap().status()
    };
    assert_eq!((status(1).await, status(2).await), (Status::Running, Status::Pending));

    let (first, room) = next(&mut deliveries).await;
    assert_eq!(first.id(), execution(1, 100).id());
    drop(room);
    assert_eq!(next(&mut deliveries).await.0.id(), execution(2, 100).id());
}

#[tokio::test]
async fn high_priority_goes_first_then_what_was_due_first() {
    let (store, _) = open();
    for (number, second, priority) in [
        (1, 90, Priority::Medium),
        (2, 80, Priority::Medium),
        (3, 100, Priority::High),
        (4, 95, Priority::Low),
    ] {
        store.start(&prioritized(number, second, priority)).await.unwrap();
    }
    let mut deliveries = store.deliveries(1);
    for expected in [3, 2, 1, 4] {
        let (execution, _room) = next(&mut deliveries).await;
        assert_eq!(execution.id().uuid().as_u128(), expected);
    }
}

#[tokio::test]
async fn a_lost_delivery_is_repeated_when_its_lease_ends() {
    let (store, clock) = open();
    let mut deliveries = store.deliveries(1);
    store.start(&execution(1, 100)).await.unwrap();
    let (lost, room) = next(&mut deliveries).await;
    drop(room);
    clock.set(100 + 60);
    store.poll_now();
    assert_eq!(next(&mut deliveries).await.0.version(), lost.version() + 1);
}

#[tokio::test]
async fn a_failing_delivery_becomes_a_dead_letter() {
    let (store, clock) = open();
    let mut deliveries = store.deliveries(1);
    store.start(&execution(1, 100)).await.unwrap();
    for round in 1..=MAX_RECEIVES {
        let (_, delivered) = next(&mut deliveries).await;
        delivered.slot.failed(format!("round {round}")).await.unwrap();
        clock.set(100 + 100 * i64::from(round));
        store.poll_now();
    }
    let mut letters = store.dead_letters();
    let letter = letters.next().await.unwrap();
    assert_eq!((letter.receives, letter.reason.as_str()), (MAX_RECEIVES, "round 5"));
    let message: Message = serde_json::from_str(&letter.body).unwrap();
    assert_eq!(message.execution().id(), execution(1, 100).id());
    letters.handled(letter).await.unwrap();

    store.start(&execution(2, 100)).await.unwrap();
    assert_eq!(next(&mut deliveries).await.0.id(), execution(2, 100).id());
}

#[tokio::test]
async fn an_unreadable_row_fails_alone() {
    for column in ["request", "progress"] {
        let (store, _) = open();
        store.start(&execution(1, 90)).await.unwrap();
        store.start(&execution(2, 100)).await.unwrap();
        let spoil = format!("UPDATE executions SET {column} = '{{' WHERE created_at = 90000");
        store.writer.ask(move |write| Ok(write.sql.execute_batch(&spoil)?)).await.unwrap();

        let mut deliveries = store.deliveries(1);
        assert_eq!(next(&mut deliveries).await.0.id(), execution(2, 100).id());
        let letter = store.dead_letters().next().await.unwrap();
        assert_eq!(letter.execution, execution(1, 100).id());
        if column == "progress" {
            let failed = Executions::get(&store, letter.execution).await.unwrap().unwrap();
            assert_eq!(failed.status(), Status::Failed);
        }
    }
}

#[tokio::test]
async fn the_end_of_an_execution_wakes_its_waiters() {
    use beadle_application::port::Executions;
    use beadle_domain::execution::Event;
    let (store, _) = open();
    let mut deliveries = store.deliveries(1);
    store.start(&execution(1, 100)).await.unwrap();
    let (running, _room) = next(&mut deliveries).await;
    let ended = running.apply(Event::Succeed { answer: None }, running.request.created_at).unwrap();
    let settle = async {
        tokio::task::yield_now().await;
        store.save(&ended, running.version(), 0).await.unwrap()
    };
    // An hour's timeout: without the wake-up this test would not end.
    let (seen, _) = tokio::join!(store.ended(running.id(), Duration::from_secs(3_600)), settle);
    assert_eq!(seen.unwrap(), Some(ended));
}
