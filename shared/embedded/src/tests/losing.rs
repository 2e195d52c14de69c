//! A store that vanished or shrank is noticed: at the start, and while it is open.

use std::{fs, path::Path, time::Duration};

use beadle_application::port::{Executions, Probe, StartExecutions, StoreError};

use super::specimen::{SetClock, execution, in_folder};
use crate::{Embedded, OpenError};

/// What happens to the folder.
type Change = fn(&Path);

fn open(folder: &Path) -> Result<Embedded, OpenError> {
    Embedded::open(in_folder(folder, &SetClock::at(100)))
}

fn refusal(folder: &Path) -> String {
    let error = open(folder).unwrap_err();
    let line = error.to_string();
    assert!(matches!(error, OpenError::Mistaken { .. }), "{line}");
    assert!(!line.contains('\n'), "{line}");
    line
}

/// A copy of the folder of a running store with 300 executions, as a killed process leaves it.
async fn killed() -> tempfile::TempDir {
    let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = open(folder.path()).unwrap();
    for number in 1..=300 {
        store.start(&execution(number, 100)).await.unwrap();
    }
    for file in ["beadle.db", "beadle.db-wal", "store.id"] {
        fs::copy(folder.path().join(file), copy.path().join(file)).unwrap();
    }
    copy
}

async fn has_all(folder: &Path) -> bool {
    let store = open(folder).unwrap();
    Executions::get(&store, execution(300, 100).id()).await.unwrap().is_some()
}

#[tokio::test]
async fn a_killed_store_opens_with_everything() {
    let folder = killed().await;
    assert!(fs::metadata(folder.path().join("beadle.db-wal")).unwrap().len() > 0);
    assert!(has_all(folder.path()).await);
}

#[tokio::test]
async fn a_file_that_is_empty_short_or_gone_beside_its_log_is_refused() {
    let changes: [(&str, Change); 4] = [
        ("missing or empty", |file| fs::write(file, "").unwrap()),
        ("missing or empty", |file| fs::remove_file(file).unwrap()),
        ("missing or empty", |file| {
            fs::File::options().write(true).open(file).unwrap().set_len(100).unwrap()
        }),
        ("but had", |file| fs::File::options().write(true).open(file).unwrap().set_len(4_096).unwrap()),
    ];
    for (reason, change) in changes {
        let folder = killed().await;
        let (file, log) = (folder.path().join("beadle.db"), folder.path().join("beadle.db-wal"));
        let (whole, logged) = (fs::read(&file).unwrap(), fs::read(&log).unwrap());
        change(&file);
        let line = refusal(folder.path());
        assert!(line.contains(reason), "{line}");
        println!("{line}");
        // Nothing was changed: with the file back, nothing is lost.
        assert_eq!(fs::read(&log).unwrap(), logged);
        fs::write(&file, whole).unwrap();
        assert!(has_all(folder.path()).await);
    }
    let without_id = killed().await;
    fs::remove_file(without_id.path().join("store.id")).unwrap();
    fs::write(without_id.path().join("beadle.db"), "").unwrap();
    refusal(without_id.path());
}

#[tokio::test]
async fn a_file_that_was_emptied_after_a_clean_end_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).unwrap());
    fs::write(folder.path().join("beadle.db"), "").unwrap();
    let line = refusal(folder.path());
    assert!(line.contains("store.id"), "the line says what to do: {line}");
    fs::remove_file(folder.path().join("store.id")).unwrap();
    open(folder.path()).unwrap();
}

#[tokio::test]
async fn the_log_of_one_store_is_not_mixed_into_another() {
    let (folder, other) = (killed().await, tempfile::tempdir().unwrap());
    drop(open(other.path()).unwrap());
    let file = folder.path().join("beadle.db");
    let own = fs::read(&file).unwrap();
    fs::copy(other.path().join("beadle.db"), &file).unwrap();
    let line = refusal(folder.path());
    assert!(line.contains("but the folder belongs to the store"), "{line}");
    fs::write(&file, own).unwrap();
    assert!(has_all(folder.path()).await);
}

#[tokio::test]
async fn a_store_without_an_id_gets_one() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).unwrap());
    let id = folder.path().join("store.id");
    let noted = fs::read_to_string(&id).unwrap();
    fs::remove_file(&id).unwrap();
    drop(open(folder.path()).unwrap());
    assert_eq!(fs::read_to_string(&id).unwrap(), noted);
}

#[tokio::test]
async fn a_running_store_acknowledges_nothing_once_its_files_are_lost() {
    let losses: [(&str, Change); 6] = [
        ("it is gone", |folder| fs::remove_dir_all(folder).unwrap()),
        ("it is gone", |folder| fs::rename(folder, folder.with_extension("moved")).unwrap()),
        ("it is gone", |folder| fs::remove_file(folder.join("beadle.db")).unwrap()),
        ("its write-ahead log is gone", |folder| fs::remove_file(folder.join("beadle.db-wal")).unwrap()),
        ("another file is in its place", |folder| {
            let file = folder.join("beadle.db");
            fs::copy(&file, folder.join("copy")).unwrap();
            fs::rename(folder.join("copy"), file).unwrap();
        }),
        ("it was shortened", |folder| {
            fs::File::options().write(true).open(folder.join("beadle.db")).unwrap().set_len(0).unwrap();
        }),
    ];
    for (reason, lose) in losses {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("data");
        let store = open(&folder).unwrap();
        store.start(&execution(1, 100)).await.unwrap();
        assert!(tokio::time::timeout(Duration::ZERO, store.lost()).await.is_err());
        lose(&folder);
        let started = store.start(&execution(2, 100)).await;
        assert!(matches!(started, Err(StoreError::Unavailable(_))), "{reason}: {started:?}");
        let line = store.lost().await;
        assert!(line.contains(reason) && line.contains("beadle.db") && !line.contains('\n'), "{line}");
        assert!(store.probe().await.is_err());
        println!("{line}");
    }
}

#[tokio::test]
async fn the_log_of_a_store_that_took_the_place_of_a_lost_one_is_left_alone() {
    let (folder, other) = (tempfile::tempdir().unwrap(), killed().await);
    let store = open(folder.path()).unwrap();
    for file in ["beadle.db", "beadle.db-wal", "store.id"] {
        fs::rename(other.path().join(file), folder.path().join(file)).unwrap();
    }
    assert!(store.start(&execution(1, 100)).await.is_err());
    drop(store);
    assert!(has_all(folder.path()).await);
}
