//! Reasons why a store can't be opened are reported in one line.

use std::{fs, path::Path};

use beadle_application::port::StartExecutions;
use rusqlite::Connection;

use super::specimen::{SetClock, execution, in_folder};
use crate::{Embedded, OpenError, schema};

fn open(folder: &Path) -> Result<Embedded, OpenError> {
    Embedded::open(in_folder(folder, &SetClock::at(100)))
}

fn refusal(folder: &Path) -> (OpenError, String) {
    let error = open(folder).unwrap_err();
    let line = error.to_string();
    assert!(!line.contains('\n'), "{line}");
    (error, line)
}

#[test]
fn a_folder_has_one_owner_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let first = open(folder.path()).unwrap();
    assert!(matches!(refusal(folder.path()).0, OpenError::Locked { .. }));
    drop(first);
    open(folder.path()).unwrap();
}

#[test]
fn a_folder_that_can_not_be_created_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let (error, line) = refusal(&file.join("data"));
    assert!(matches!(error, OpenError::Unwritable { .. }), "{line}");
    assert!(line.contains("file"), "{line}");
}

#[test]
fn a_foreign_file_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("beadle.db");
    fs::write(&file, "not a database, ".repeat(1_000)).unwrap();
    assert!(matches!(refusal(folder.path()).0, OpenError::Damaged { .. }));
    fs::remove_file(&file).unwrap();
    Connection::open(&file).unwrap().execute_batch("CREATE TABLE theirs (a)").unwrap();
    assert!(matches!(refusal(folder.path()).0, OpenError::Damaged { .. }));
}

#[test]
fn a_newer_schema_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).unwrap());
    let file = Connection::open(folder.path().join("beadle.db")).unwrap();
    let newer = schema::VERSION + 1;
    file.pragma_update(None, "user_version", newer).unwrap();
    drop(file);
    let OpenError::NewerSchema { found, known, .. } = refusal(folder.path()).0 else { panic!("it is newer") };
    assert_eq!((found, known), (newer, schema::VERSION));
}

#[tokio::test]
async fn damage_inside_the_file_is_found() {
    let damages: [fn(&mut Vec<u8>); 2] = [
        |bytes| bytes.truncate(bytes.len() / 2),
        |bytes| {
            let middle = bytes.len() / 2;
            bytes[middle..middle + 20_000].fill(0xa5);
        },
    ];
    for damage in damages {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path()).unwrap();
        for number in 1..=100 {
            store.start(&execution(number, 100)).await.unwrap();
        }
        drop(store);
        // All data is in the one file once the store is closed.
        let file = folder.path().join("beadle.db");
        let mut bytes = fs::read(&file).unwrap();
        damage(&mut bytes);
        fs::write(&file, bytes).unwrap();
        assert!(matches!(refusal(folder.path()).0, OpenError::Damaged { .. }));
    }
}

/// <https://sqlite.org/wal.html#the_wal_reset_bug>: from 3.7.0 to 3.51.2, a checkpoint on another connection than the writer's,
/// as the store makes them, could corrupt the file.
#[test]
fn the_store_has_a_sqlite_that_resets_its_log_safely() {
    assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
}
