//! The figures of a store are those of what it holds.

use beadle_application::port::StartExecutions;
use beadle_domain::execution::Status;

use super::specimen::{SetClock, execution, in_folder, in_memory};
use crate::Embedded;

#[tokio::test]
async fn what_has_not_ended_is_counted_and_the_oldest_due_is_found() {
    let clock = SetClock::at(100);
    let store = Embedded::open(in_memory(&clock)).unwrap();
    for (number, second) in [(1, 90), (2, 70), (3, 400)] {
        store.start(&execution(number, second)).await.unwrap();
    }
    let figures = store.figures().await.unwrap();
    assert_eq!(figures.unended.into_iter().collect::<Vec<_>>(), [(Status::Pending, 3)]);
    assert_eq!(figures.oldest_due.unwrap().as_second(), 70);
    assert_eq!((figures.unprojected, figures.oldest_change.unwrap().as_second()), (3, 90));

    // One that runs is not due, however long ago it was.
    let mut deliveries = store.deliveries(1);
    let running = deliveries.next().await.unwrap();
    let figures = store.figures().await.unwrap();
    assert_eq!(figures.unended.into_iter().collect::<Vec<_>>(), [(Status::Pending, 2), (Status::Running, 1)]);
    assert_eq!(figures.oldest_due.unwrap().as_second(), 90);
    drop(running);
}

#[tokio::test]
async fn what_is_not_due_yet_is_no_backlog() {
    let clock = SetClock::at(100);
    let store = Embedded::open(in_memory(&clock)).unwrap();
    assert_eq!(store.figures().await.unwrap().oldest_due, None);
    store.start(&execution(1, 101)).await.unwrap();
    assert_eq!(store.figures().await.unwrap().oldest_due, None);
    clock.set(102);
    assert_eq!(store.figures().await.unwrap().oldest_due.unwrap().as_second(), 101);
}

#[tokio::test]
async fn the_space_is_that_of_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let store = Embedded::open(in_folder(folder.path(), &SetClock::at(100))).unwrap();
    for number in 1..=200 {
        store.start(&execution(number, 400)).await.unwrap();
    }
    let figures = store.figures().await.unwrap();
    let on_disk = std::fs::metadata(folder.path().join("beadle.db-wal")).unwrap().len();
    assert_eq!(figures.log_bytes, on_disk);
    assert!(figures.file.bytes > 0 && figures.file.free_bytes < figures.file.bytes, "{figures:?}");
}
