//! Backups, restores and keys of a data folder, from outside of the process that serves it.

use std::{fs, path::Path};

use beadle_application::port::{ApiKeys, Applied, Checkpoint, Inserted, ProjectionStore, StartExecutions};
use beadle_domain::{
    access::{Role, Scope, Scopes},
    account::SubscriptionLevel,
    api_key::{ApiKey, KeyHash},
    projection::Projection,
};
use beadle_values::id::OwnerId;
use jiff::Timestamp;
use rusqlite::Connection;

use super::{
    specimen::{SetClock, execution, in_folder, project},
    upgrading::STORES,
};
use crate::{DataFolder, Embedded, MaintenanceError, OpenError, schema};

const BESIDE: [&str; 2] = ["callback.keys", "clock"];

fn back_up(folder: &Path, into: &Path) -> Result<crate::BackedUp, MaintenanceError> {
    DataFolder::new(folder).back_up(into, false, &BESIDE, &mut |_| {})
}

fn open(folder: &Path) -> Embedded {
    Embedded::open(in_folder(folder, &SetClock::at(100))).unwrap()
}

#[tokio::test]
async fn what_happens_after_a_restore_has_ids_that_nothing_had_before() {
    let place = tempfile::tempdir().unwrap();
    let (first, second, backup) =
        (place.path().join("first"), place.path().join("second"), place.path().join("backup.db"));
    let store = open(&first);
    store.start(&execution(1, 100)).await.unwrap();
    let before = store.changes().next().await.unwrap();
    project(&store, &before).await;
    fs::write(first.join("callback.keys"), "k1:AAAA").unwrap();
    let made = back_up(&first, &backup).unwrap();
    assert_eq!((made.schema, made.files), (schema::VERSION, vec!["callback.keys".to_owned()]));
    store.changes().handled(&before);
    store.start(&execution(2, 100)).await.unwrap();
    let lost = store.changes().first().await.unwrap().pop().unwrap();
    drop(store);

    let restored = DataFolder::new(&second).restore(&backup, false, &BESIDE).unwrap();
    assert!(!restored.is_older);
    assert_eq!(fs::read_to_string(second.join("callback.keys")).unwrap(), "k1:AAAA");
    let store = open(&second);
    let again = store.changes().next().await.unwrap();
    assert_eq!(again.len(), 1, "the follow-up work of the last batch may not have been done");
    assert_eq!(again[0].sequence, before[0].sequence);
    let checkpoint = Checkpoint {
        shard: again[0].shard.clone(),
        first: again[0].sequence.clone(),
        last: again[0].sequence.clone(),
    };
    let applied = store.apply(&Projection::of(&again), &checkpoint).await.unwrap();
    assert!(matches!(applied, Applied::Behind(_)), "it is not counted twice: {applied:?}");
    store.changes().handled(&again);
    store.start(&execution(3, 100)).await.unwrap();
    let new = store.changes().first().await.unwrap().pop().unwrap();
    assert_eq!(new.sequence, lost.sequence, "the number is given again");
    assert_ne!(new.shard, lost.shard, "in another stream");
}

#[test]
fn a_store_of_an_earlier_schema_is_backed_up_and_restored_as_it_is() {
    for (number, sql) in STORES {
        let place = tempfile::tempdir().unwrap();
        let (first, second, backup) =
            (place.path().join("first"), place.path().join("second"), place.path().join("backup.db"));
        fs::create_dir(&first).unwrap();
        Connection::open(first.join("beadle.db")).unwrap().execute_batch(sql).unwrap();
        assert_eq!(back_up(&first, &backup).unwrap().schema, number);
        let restored = DataFolder::new(&second).restore(&backup, false, &BESIDE).unwrap();
        assert_eq!((restored.schema, restored.is_older), (number, number < schema::VERSION));
        drop(open(&second));
        let checkup = DataFolder::new(&second).check_up().unwrap();
        assert!(checkup.is_sound() && checkup.schema == schema::VERSION, "{checkup:?}");
    }
}

#[test]
fn a_backup_does_not_decide_where_it_is_written() {
    let place = tempfile::tempdir().unwrap();
    let (first, second, backup) =
        (place.path().join("first"), place.path().join("second"), place.path().join("backup.db"));
    drop(open(&first));
    back_up(&first, &backup).unwrap();
    let sql = Connection::open(&backup).unwrap();
    sql.execute("INSERT INTO backup_files VALUES ('../escaped', x'00')", []).unwrap();
    drop(sql);
    let error = DataFolder::new(&second).restore(&backup, false, &BESIDE).unwrap_err();
    assert!(matches!(&error, MaintenanceError::UnknownFile(name) if name == "../escaped"), "{error}");
    assert!(!second.join("beadle.db").exists() && !place.path().join("escaped").exists());
}

#[test]
fn what_the_schema_has_and_the_store_does_not_is_named() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    let sql = Connection::open(folder.path().join("beadle.db")).unwrap();
    sql.execute_batch("DROP INDEX executions_of_task; CREATE TABLE _litestream_seq (id INTEGER)").unwrap();
    drop(sql);
    let checkup = DataFolder::new(folder.path()).check_up().unwrap();
    assert!(!checkup.is_sound());
    let missing = checkup.missing.unwrap();
    assert!(matches!(&missing[..], [index] if index.contains("executions_of_task")), "{missing:?}");
}

fn key(number: u8) -> ApiKey {
    let hash = KeyHash::new([number; 32]);
    ApiKey {
        id: hash.key_id(),
        hash,
        owner: OwnerId::parse("ada").unwrap(),
        name: "local".to_owned(),
        role: Role::Admin,
        level: SubscriptionLevel::UNSTATED,
        scopes: Scopes::of(Scope::ALL),
        created_at: Timestamp::from_second(100).unwrap(),
        expires_at: None,
        last_used_at: None,
    }
}

#[tokio::test]
async fn a_key_is_written_beside_a_server_and_read_by_it_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (clock, data) = (SetClock::at(100), DataFolder::new(folder.path()));
    let store = open(folder.path());
    let keys = data.api_keys(clock.clone()).unwrap();
    for number in 1..=20 {
        let (key, execution) = (key(number), execution(number.into(), 100));
        let (here, there) = tokio::join!(keys.insert(&key, None), store.start(&execution));
        assert_eq!(here.unwrap(), Inserted::Created);
        there.unwrap();
        assert_eq!(ApiKeys::get(&store, key.id).await.unwrap(), Some(key));
    }
    assert_eq!(keys.list(&key(1).owner).await.unwrap().len(), 20);
    keys.remove(key(1).id, None).await.unwrap();
    assert_eq!(ApiKeys::get(&store, key(1).id).await.unwrap(), None);
    assert!(store.figures().await.unwrap().failed_writes == 0);
}

#[test]
fn keys_are_not_written_into_a_store_of_another_schema() {
    let folder = tempfile::tempdir().unwrap();
    let clock = SetClock::at(100);
    let file = Connection::open(folder.path().join("beadle.db")).unwrap();
    file.execute_batch(STORES[5].1).unwrap();
    let data = DataFolder::new(folder.path());
    let error = data.api_keys(clock.clone()).unwrap_err();
    assert!(matches!(error, MaintenanceError::OldSchema { found: 6, .. }), "{error}");
    file.pragma_update(None, "user_version", schema::VERSION + 1).unwrap();
    let error = data.api_keys(clock).unwrap_err();
    assert!(matches!(error, MaintenanceError::Store(OpenError::NewerSchema { .. })), "{error}");
}
