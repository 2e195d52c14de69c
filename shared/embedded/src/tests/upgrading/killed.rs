//! An upgrade that is killed after any of its steps has changed nothing, and the next one goes on from the same store.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use rusqlite::Connection;

use super::{STORES, open, store_file, write_store};
use crate::{
    maintenance::shape,
    schema::{self, Found},
};

/// The folder and the step, for the process that is killed.
const FOLDER: &str = "BEADLE_UPGRADED_FOLDER";
const STEP: &str = "BEADLE_KILLED_AFTER";

/// The process that upgrades the store in [`FOLDER`] until it kills itself after [`STEP`]; nothing where these are not set.
#[test]
fn a_process_that_kills_itself_within_the_upgrade() {
    let (Some(folder), Ok(last)) = (env::var_os(FOLDER).map(PathBuf::from), env::var(STEP)) else { return };
    let last: i64 = last.parse().unwrap();
    let sql = store_file(&folder);
    sql.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).unwrap();
    let Found::Older(from) = schema::inspect(&sql).unwrap() else { panic!("nothing to upgrade") };
    let killed = |sql: &Connection, step: i64| {
        if step == last {
            // What is not committed is in the log as well, as of an upgrade that is larger than SQLite's memory.
            sql.cache_flush().unwrap();
            std::process::abort();
        }
    };
    schema::upgrade(&sql, from, &killed).unwrap();
    std::process::abort();
}

fn upgrade_until_killed(folder: &Path, step: i64) {
    let name = "tests::upgrading::killed::a_process_that_kills_itself_within_the_upgrade";
    let status = Command::new(env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(FOLDER, folder)
        .env(STEP, step.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    assert_eq!(signal, Some(6), "it ends by its own hand: {status}");
}

fn version(folder: &Path) -> i64 {
    store_file(folder).pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn an_upgrade_that_is_killed_after_any_step_goes_on_at_the_next_start() {
    let pattern = tempfile::tempdir().unwrap();
    drop(open(pattern.path()));
    for (number, sql) in STORES.into_iter().filter(|(number, _)| *number < schema::VERSION) {
        let folder = tempfile::tempdir().unwrap();
        let written = write_store(folder.path(), sql);
        // The last one is after the commit.
        for step in number + 1..=schema::VERSION + 1 {
            upgrade_until_killed(folder.path(), step);
            let is_committed = step > schema::VERSION;
            let expected = if is_committed { schema::VERSION } else { number };
            assert_eq!(version(folder.path()), expected, "from {number}, killed after {step}");
        }
        drop(open(folder.path()));
        let file = store_file(folder.path());
        assert_eq!(shape(&file), shape(&store_file(pattern.path())), "from {number}");
        assert_eq!(super::Written::of(&file).rows, written.rows, "from {number}");
    }
}
