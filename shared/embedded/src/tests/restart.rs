//! A process that ends abruptly leaves nothing undone.

use beadle_application::port::{Delivery, Executions, Saved, StartExecutions};
use beadle_domain::execution::{AttemptOutcome, Event, Execution, Status};
use jiff::Timestamp;

use super::specimen::{SetClock, execution, in_folder, project};
use crate::{Delivered, Embedded};

fn claimed(delivered: &Delivered) -> &beadle_domain::execution::Execution {
    match &delivered.delivery {
        Delivery::Claimed { execution, .. } => execution,
        Delivery::Message(_) => panic!("the store delivers claimed executions"),
    }
}

#[tokio::test]
async fn a_running_execution_is_taken_over_at_once_and_its_former_runner_can_not_save_it() {
    let folder = tempfile::tempdir().unwrap();
    let clock = SetClock::at(100);
    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let mut deliveries = store.deliveries(8);
    store.start(&execution(1, 100)).await.unwrap();
    let before = deliveries.next().await.unwrap();
    let lost = claimed(&before).clone();
    drop((before, deliveries, store));

    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let again = store.deliveries(8).next().await.unwrap();
    let taken_over = claimed(&again);
    assert_eq!(taken_over.id(), lost.id());
    assert_eq!(taken_over.version(), lost.version() + 1);
    assert_eq!(taken_over.progress.attempts[0].outcome, AttemptOutcome::Interrupted);

    let late = lost.apply(Event::Succeed { answer: None }, lost.request.created_at).unwrap();
    assert_eq!(store.save(&late, lost.version(), 0).await.unwrap(), Saved::Conflict);
}

#[tokio::test]
async fn a_delayed_execution_keeps_waiting_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let clock = SetClock::at(100);
    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let due = Timestamp::from_second(200).unwrap();
    store.start(&Execution::new((*execution(1, 100).request).clone(), due)).await.unwrap();
    drop(store);

    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let mut deliveries = store.deliveries(8);
    let id = execution(1, 100).id();
    assert_eq!(Executions::get(&store, id).await.unwrap().unwrap().status(), Status::Pending);
    clock.set(200);
    store.poll_now();
    assert_eq!(claimed(&deliveries.next().await.unwrap()).id(), id);
}

#[tokio::test]
async fn changes_are_projected_after_the_restart_and_never_numbered_twice() {
    let folder = tempfile::tempdir().unwrap();
    let clock = SetClock::at(100);
    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    store.start(&execution(1, 100)).await.unwrap();
    drop(store);

    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let records = store.changes().next().await.unwrap();
    assert_eq!(records.len(), 1);
    project(&store, &records).await;
    store.changes().handled(&records);
    assert_eq!(store.changes().first().await.unwrap(), []);
    drop(store);

    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    store.start(&execution(2, 100)).await.unwrap();
    let [again, later] = &store.changes().first().await.unwrap()[..] else {
        panic!("the last batch is redelivered")
    };
    assert_eq!(again, &records[0]);
    assert!(later.sequence > records[0].sequence);
    project(&store, std::slice::from_ref(later)).await;
    drop(store);

    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    assert_eq!(store.changes().first().await.unwrap().len(), 1, "earlier changes are handled");
}
