//! PgBouncer in transaction mode: servers are shared with other processes and other applications.

use std::{
    process::Stdio,
    sync::atomic::{AtomicUsize, Ordering},
};

use beadle_application::port::DatabaseCaller;
use futures_util::{StreamExt, stream};
use rstest::rstest;
use serde_json::json;
use tokio::process::{Child, Command};

use super::{PATIENT, PGBOUNCER, POSTGRES, databases, table};

/// The statements of one process.
const STATEMENTS: usize = 600;

/// The name of [`a_process_writes_to_its_own_table`] among the tests of this binary.
const WRITER: &str = "conformance::database_caller::pooled::a_process_writes_to_its_own_table";

/// The table and the name of a writer that is a process of its own.
const WRITER_TABLE: &str = "BEADLE_TEST_WRITER_TABLE";

/// How many statements of a writer fail, of [`STATEMENTS`].
async fn write(table: &str) -> usize {
    let (databases, failures) = (databases(), AtomicUsize::new(0));
    let statements = stream::iter(0..STATEMENTS).map(async |number| {
        let request = PGBOUNCER.request(
            &format!("INSERT INTO {table} (writer, number) VALUES ($1, $2) RETURNING number"),
            json!([table, number]),
        );
        let answer = databases.run(request, PATIENT).await;
        if !answer.as_ref().is_ok_and(|answer| json!(answer.rows) == json!([{"number": number}])) {
            eprintln!("{answer:?}");
            failures.fetch_add(1, Ordering::Relaxed);
        }
    });
    statements.buffer_unordered(8).collect::<Vec<_>>().await;
    failures.into_inner()
}

async fn create(table: &str) {
    POSTGRES.run(&format!("CREATE TABLE {table} (writer text, number int)"), json!([])).await.unwrap();
}

/// How many rows are in `table`, and how many of them are of another writer.
async fn rows(table: &str) -> (u64, u64) {
    let query =
        format!("SELECT count(*) AS all, count(*) FILTER (WHERE writer <> '{table}') AS wrong FROM {table}");
    let answer = POSTGRES.run(&query, json!([])).await.unwrap();
    (answer.rows[0]["all"].as_u64().unwrap(), answer.rows[0]["wrong"].as_u64().unwrap())
}

/// Also what the other test runs as a process, with a table of that test's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_writes_to_its_own_table() {
    let given = std::env::var(WRITER_TABLE).ok();
    let table = given.clone().unwrap_or_else(table);
    if given.is_none() {
        create(&table).await;
    }
    assert_eq!(write(&table).await, 0, "statements that failed");
    if given.is_none() {
        assert_eq!(rows(&table).await, (STATEMENTS as u64, 0));
        POSTGRES.run(&format!("DROP TABLE {table}"), json!([])).await.unwrap();
    }
}

fn writer(table: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", WRITER, "--nocapture"])
        .env(WRITER_TABLE, table)
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

/// The limit of a statement that a session of another application has.
async fn limit_of_another_application() -> String {
    let mut psql = Command::new("psql");
    psql.args([&PGBOUNCER.url(""), "-XAtc", "SHOW statement_timeout"]).env("PGAPPNAME", "unrelated");
    let output = psql.output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[tokio::test]
async fn two_processes_do_not_meet_and_leave_nothing_to_others() {
    let tables = [table(), table()];
    for table in &tables {
        create(table).await;
    }
    let mut writers = tables.each_ref().map(|table| writer(table));
    let (mut sessions, mut limited) = (0, 0);
    while sessions < 80 || writers.iter_mut().any(|writer| writer.try_wait().unwrap().is_none()) {
        sessions += 1;
        limited += usize::from(limit_of_another_application().await != "0");
    }
    let (mut failed, mut written, mut wrong) = (0, 0, 0);
    for (writer, table) in writers.iter_mut().zip(&tables) {
        failed += usize::from(!writer.wait().await.unwrap().success());
        let (all, of_another) = rows(table).await;
        (written, wrong) = (written + all, wrong + of_another);
        POSTGRES.run(&format!("DROP TABLE {table}"), json!([])).await.unwrap();
    }
    println!(
        "{written} of {} statements of 2 processes took effect, {failed} processes had failures, {wrong} rows are in the \
         wrong table; {limited} of {sessions} sessions of another application have our limit",
        2 * STATEMENTS
    );
    assert_eq!((written, failed, wrong, limited), (2 * STATEMENTS as u64, 0, 0, 0));
}

#[rstest]
#[case("SET statement_timeout = '7s'", "SHOW statement_timeout", "0")]
#[case("SET ROLE pg_monitor", "SELECT current_user", "beadle")]
#[case("SELECT set_config('work_mem', '3MB', false)", "SHOW work_mem", "4MB")]
#[case("SELECT pg_advisory_lock(77)", "SELECT count(*) FROM pg_locks WHERE objid = 77", "0")]
#[tokio::test]
async fn what_a_statement_sets_does_not_reach_others(
    #[case] set: &str,
    #[case] get: &str,
    #[case] expected: &str,
) {
    let databases = databases();
    for _ in 0..8 {
        databases.run(PGBOUNCER.request(set, json!([])), PATIENT).await.unwrap();
    }
    for _ in 0..8 {
        let mut psql = Command::new("psql");
        psql.args([&PGBOUNCER.url(""), "-XAtc", get]);
        let output = psql.output().await.unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), expected);
    }
}
