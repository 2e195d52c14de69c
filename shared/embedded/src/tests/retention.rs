//! What is past its retention goes in steps, and the pages that it leaves are used again.

use std::time::Duration;

use beadle_application::port::{Executions, StartExecutions};
use beadle_domain::execution::{CancelReason, Event, Execution};
use beadle_values::id::ExecutionId;
use jiff::Timestamp;
use rusqlite::Connection;
use uuid::Uuid;

use super::specimen::{SetClock, execution, in_folder, in_memory};
use crate::{
    Embedded, Options,
    cleaner::Cleaner,
    retention::{ROWS_PER_STEP, Retention},
};

const DAY: i64 = 86_400;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// An execution that was requested at `began` and cancelled at `ended`.
fn ended(number: u128, began: i64, ended: i64) -> Execution {
    let event = Event::Cancel { reason: CancelReason::Requested };
    execution(number, began).apply(event, at(ended)).unwrap()
}

fn a_day() -> Options {
    Options { execution_retention: Some(Duration::from_secs(86_400)), ..Options::in_memory() }
}

async fn is_there(store: &Embedded, number: u128) -> bool {
    let id = ExecutionId::from_uuid(Uuid::from_u128(number));
    Executions::get(store, id).await.unwrap().is_some()
}

#[tokio::test]
async fn an_execution_is_kept_for_its_retention_after_its_end_whenever_it_was_requested() {
    let clock = SetClock::at(100 * DAY);
    let store =
        Embedded::open(Options { execution_retention: a_day().execution_retention, ..in_memory(&clock) })
            .unwrap();
    store.start(&ended(1, 10, 20)).await.unwrap();
    store.start(&ended(2, 10, 100 * DAY - 10)).await.unwrap();
    store.start(&execution(3, 10)).await.unwrap();
    store.start(&ended(4, 99 * DAY + 1, 99 * DAY + 1)).await.unwrap();
    clock.set(100 * DAY + 600);
    store.poll_now();
    // The writer cleans after it has answered.
    is_there(&store, 1).await;
    let mut left = Vec::new();
    for number in 1..=4 {
        left.push(is_there(&store, number).await);
    }
    assert_eq!(left, [false, true, true, false], "one ended just now, one has not ended");
}

#[tokio::test]
async fn a_pass_goes_in_steps_and_leaves_pages_that_are_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let clock = SetClock::at(100);
    let rows = 3 * ROWS_PER_STEP as u128 - 100;
    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    for number in 1..=rows {
        store.start(&ended(number, 100, 100)).await.unwrap();
    }
    let full = store.figures().await.unwrap().file;
    drop(store);

    let sql = Connection::open(folder.path().join("beadle.db")).unwrap();
    let count =
        || -> usize { sql.query_row("SELECT count(*) FROM executions", [], |row| row.get(0)).unwrap() };
    let mut cleaner = Cleaner::new(Retention::of(&a_day()));
    let (mut left, mut before) = (Vec::new(), count());
    // A step that is not due yet does nothing.
    while left.is_empty() || cleaner.is_under_way() {
        cleaner.clean(&sql, at(100 + 2 * DAY));
        let after = count();
        if after < before {
            left.push(after);
        }
        before = after;
    }
    assert_eq!(left, [2 * ROWS_PER_STEP - 100, ROWS_PER_STEP - 100, 0]);
    // The projector would have had them deleted meanwhile.
    sql.execute("DELETE FROM changes", []).unwrap();
    drop(sql);

    let store = Embedded::open(in_folder(folder.path(), &clock)).unwrap();
    let emptied = store.figures().await.unwrap().file;
    assert_eq!(emptied.bytes, full.bytes, "the file stays as long as it was");
    assert!(emptied.free_bytes > full.bytes / 2, "{emptied:?}");
    for number in 1..=rows {
        store.start(&ended(number, 100, 100)).await.unwrap();
    }
    let again = store.figures().await.unwrap().file;
    assert!(again.bytes <= full.bytes + full.bytes / 10, "{again:?} after {full:?}");
}

#[tokio::test]
async fn what_is_old_goes_although_nothing_is_written() {
    let clock = SetClock::at(100);
    let options = Options { execution_retention: a_day().execution_retention, ..in_memory(&clock) };
    let store = Embedded::open(options).unwrap();
    let rows = 2 * ROWS_PER_STEP as u128;
    for number in 1..=rows {
        store.start(&ended(number, 100, 100)).await.unwrap();
    }
    clock.set(100 + 2 * DAY);
    store.poll_now();
    while is_there(&store, rows).await {
        tokio::task::yield_now().await;
    }
    assert!(!is_there(&store, 1).await);
}
