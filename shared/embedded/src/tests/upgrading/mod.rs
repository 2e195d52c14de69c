//! Stores of every schema there has been, as the commands of their time wrote them: each is upgraded and reads back as it was.
//! `stores/make` makes them.

mod killed;
mod read_back;

use std::path::Path;

use rusqlite::Connection;
use serde_json::Value;

use self::read_back::Written;
use super::specimen::{SetClock, in_folder};
use crate::{Embedded, Options, schema};

/// The stores, by schema.
pub(super) const STORES: [(i64, &str); 9] = [
    (1, include_str!("../stores/schema_1.dump")),
    (2, include_str!("../stores/schema_2.dump")),
    (3, include_str!("../stores/schema_3.dump")),
    (4, include_str!("../stores/schema_4.dump")),
    (5, include_str!("../stores/schema_5.dump")),
    (6, include_str!("../stores/schema_6.dump")),
    (7, include_str!("../stores/schema_7.dump")),
    (8, include_str!("../stores/schema_8.dump")),
    (9, include_str!("../stores/schema_9.dump")),
];

/// A time after all that is in the stores.
const LATER: i64 = 4_102_444_800;

fn store_file(folder: &Path) -> Connection {
    Connection::open(folder.join("beadle.db")).unwrap()
}

/// Writes a store into the folder; returns what is in it.
fn write_store(folder: &Path, sql: &str) -> Written {
    let file = store_file(folder);
    file.execute_batch(sql).unwrap();
    Written::of(&file)
}

fn open(folder: &Path) -> Embedded {
    let keep = std::time::Duration::MAX;
    Embedded::open(Options { deleted_task_retention: keep, ..in_folder(folder, &SetClock::at(LATER)) })
        .unwrap()
}

/// Whether `new` has all that `old` has: later versions know members that earlier ones did not.
fn contains(new: &Value, old: &Value) -> bool {
    match (new, old) {
        (_, Value::Null) => new.is_null(),
        (Value::Object(new), Value::Object(old)) => {
            old.iter().all(|(name, old)| old.is_null() || new.get(name).is_some_and(|new| contains(new, old)))
        }
        (Value::Array(new), Value::Array(old)) => {
            new.len() == old.len() && new.iter().zip(old).all(|(new, old)| contains(new, old))
        }
        (new, old) => new == old,
    }
}

#[test]
fn there_is_a_store_of_every_schema() {
    let known: Vec<i64> = STORES.iter().map(|(schema, _)| *schema).collect();
    let expected: Vec<i64> = (1..=schema::VERSION).collect();
    assert_eq!(known, expected, "make the store of a new schema with stores/make and list it in STORES");
}

#[tokio::test]
async fn a_store_of_every_schema_reads_back_as_it_was_written() {
    for (number, sql) in STORES {
        let folder = tempfile::tempdir().unwrap();
        let written = write_store(folder.path(), sql);
        assert!(written.documents.len() > 10, "schema {number} has only {}", written.documents.len());
        for time in ["upgraded", "opened again"] {
            let store = open(folder.path());
            let mut differ = Vec::new();
            for document in &written.documents {
                let read = read_back::read(&store, document).await;
                if !read.as_ref().is_some_and(|read| contains(read, &document.contents)) {
                    differ.push(format!("{document:?}\n  reads {read:?}"));
                }
            }
            assert!(differ.is_empty(), "schema {number}, {time}:\n{}", differ.join("\n"));
            assert_eq!(read_back::listed(&store).await, written.listed, "schema {number}, {time}");
            let figures = store.figures().await.unwrap();
            assert!(figures.set_aside.is_empty(), "schema {number}: {:?}", figures.set_aside);
            drop(store);
            assert_eq!(
                Written::of(&store_file(folder.path())).rows,
                written.rows,
                "schema {number}, {time}: rows of each table"
            );
        }
    }
}

/// What is due goes on after the upgrade: the executions that wait, and the schedules that are armed.
#[tokio::test]
async fn what_waits_in_a_store_of_every_schema_goes_on() {
    for (number, sql) in STORES {
        let folder = tempfile::tempdir().unwrap();
        let written = write_store(folder.path(), sql);
        let store = open(folder.path());
        let mut deliveries = store.deliveries(100);
        for _ in 0..written.waiting {
            deliveries.next().await.unwrap();
        }
        assert!(written.waiting > 0, "schema {number}");
        let tick = store.ticks().next().await.unwrap();
        let tasks = written.documents.iter().filter(|document| document.table == "tasks");
        let armed = tick.tick().task_id.uuid();
        assert!(tasks.into_iter().any(|task| task.uuid() == armed), "schema {number}");
    }
}
