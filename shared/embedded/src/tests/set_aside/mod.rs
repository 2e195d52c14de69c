//! One row that can't be read stops nobody else: it is set aside, and counted.

mod lists;

use std::{collections::BTreeSet, sync::Arc};

use beadle_application::port::{
    Accounts, Dependencies, Executions, Probe, Rollups, RunExecutions, StartExecutions, TaskQuery, Tasks,
};
use beadle_domain::{
    execution::{Execution, Status},
    projection::{Hour, TaskCounter},
    specimen,
};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::specimen::{SetClock, execution, in_memory, project};
use crate::{Embedded, set_aside};

fn open() -> Embedded {
    Embedded::open(in_memory(&SetClock::at(100))).unwrap()
}

fn owner(name: &str) -> OwnerId {
    OwnerId::parse(name).unwrap()
}

/// An execution of `name`.
fn of(name: &str, number: u128) -> Execution {
    let mut execution = execution(number, 100);
    Arc::make_mut(&mut execution.request).owner = owner(name);
    execution
}

/// Changes the store behind its back; returns the number of changed rows.
async fn tamper(store: &Embedded, sql: &'static str) -> usize {
    store.writer.ask(move |write| Ok(write.sql.execute(sql, [])?)).await.unwrap()
}

/// The number of rows that are set aside, by table.
async fn counts(store: &Embedded) -> Vec<(String, u64)> {
    store.probe().await.unwrap().set_aside.into_iter().collect()
}

async fn count(store: &Embedded, sql: &'static str) -> u64 {
    store.read(move |read| Ok(read.query_row(sql, [], |row| row.get(0))?)).await.unwrap()
}

async fn started_by(store: &Embedded, name: &str) -> u64 {
    let all = (Timestamp::UNIX_EPOCH, Timestamp::from_second(1_000_000).unwrap());
    store.count_executions(&owner(name), all.0, all.1).await.unwrap().started
}

async fn project_all(store: &Embedded) {
    let records = store.changes().first().await.unwrap();
    project(store, &records).await;
    store.changes().handled(&records);
}

#[tokio::test]
async fn an_unreadable_hour_of_one_owner_begins_anew_and_stops_no_other() {
    let store = open();
    for (name, number) in [("alice", 1), ("alice", 2), ("bob", 3)] {
        store.start(&of(name, number)).await.unwrap();
    }
    project_all(&store).await;
    assert_eq!((started_by(&store, "alice").await, started_by(&store, "bob").await), (2, 1));

    assert_eq!(tamper(&store, "UPDATE rollups SET counters='{garbage' WHERE owner='alice'").await, 1);
    assert_eq!(started_by(&store, "alice").await, 0);
    assert_eq!(store.hours(&owner("alice"), Hour(0), Hour(9)).await.unwrap(), []);
    for (name, number) in [("alice", 4), ("bob", 5)] {
        store.start(&of(name, number)).await.unwrap();
    }
    project_all(&store).await;
    assert_eq!((started_by(&store, "alice").await, started_by(&store, "bob").await), (1, 2));
    assert_eq!(store.changes().first().await.unwrap(), []);
    let kept =
        count(&store, "SELECT count(*) FROM set_aside WHERE moved AND contents LIKE '%{garbage%'").await;
    assert_eq!(kept, 1, "what was there is kept");
    assert_eq!(counts(&store).await, [("rollups".to_owned(), 1)]);
}

#[tokio::test]
async fn a_change_that_can_not_be_read_is_kept_and_the_others_are_projected() {
    let store = open();
    for (name, number) in [("alice", 1), ("bob", 2), ("bob", 3)] {
        store.start(&of(name, number)).await.unwrap();
    }
    assert_eq!(tamper(&store, "UPDATE changes SET trigger_kind='magic' WHERE owner='alice'").await, 1);
    project_all(&store).await;
    assert_eq!((started_by(&store, "alice").await, started_by(&store, "bob").await), (0, 2));
    assert_eq!(counts(&store).await, [("changes".to_owned(), 1)]);
    assert_eq!(count(&store, "SELECT count(*) FROM changes WHERE owner = 'alice'").await, 0);
}

#[tokio::test]
async fn nothing_but_unreadable_changes_does_not_stop_the_stream() {
    let store = open();
    store.start(&of("alice", 1)).await.unwrap();
    tamper(&store, "UPDATE changes SET status = 99").await;
    assert_eq!(store.changes().first().await.unwrap(), []);
    store.start(&of("bob", 2)).await.unwrap();
    assert_eq!(store.changes().next().await.unwrap().len(), 1);
}

#[tokio::test]
async fn counters_and_censuses_that_can_not_be_read_are_counted_again() {
    let store = open();
    for number in 0..3 {
        Tasks::insert(&store, &specimen::task(number, &[])).await.unwrap();
    }
    project_all(&store).await;
    let tasks = async || store.tasks(&owner("ada")).await.unwrap().get(TaskCounter::Tasks);
    assert_eq!(tasks().await, 3);

    tamper(&store, "UPDATE censuses SET counters = '['").await;
    assert_eq!(tasks().await, 3, "counted from the tasks");
    tamper(&store, "UPDATE task_stats SET document = '7' WHERE task_id = (SELECT min(id) FROM tasks)").await;
    Tasks::insert(&store, &specimen::task(3, &[])).await.unwrap();
    let changed = |version| beadle_domain::task::Task { version, paused: true, ..specimen::task(0, &[]) };
    Tasks::replace(&store, &changed(2), 1).await.unwrap();
    project_all(&store).await;
    assert_eq!(tasks().await, 4);
    let page = Tasks::list(&store, &TaskQuery::newest(owner("ada"), 9, Timestamp::UNIX_EPOCH)).await.unwrap();
    assert_eq!(page.items.len(), 4);
    let counts = counts(&store).await;
    assert_eq!(
        counts.iter().map(|(table, _)| table.as_str()).collect::<Vec<_>>(),
        ["censuses", "task_stats"]
    );
}

#[tokio::test]
async fn due_executions_run_past_one_whose_row_can_not_be_read() {
    for damage in [
        "UPDATE executions SET id = x'00' WHERE seq = 1",
        "UPDATE executions SET hops = -1 WHERE seq = 1",
        "UPDATE executions SET status = 77, request = '{' WHERE seq = 1",
    ] {
        let store = open();
        for number in 1..=3 {
            store.start(&of("ada", number)).await.unwrap();
        }
        assert_eq!(tamper(&store, damage).await, 1);
        let mut deliveries = store.deliveries(8);
        for expected in [2, 3] {
            let delivered = deliveries.next().await.unwrap();
            let beadle_application::port::Delivery::Claimed { execution, .. } = &delivered.delivery else {
                panic!("the store delivers claimed executions")
            };
            assert_eq!(execution.id().uuid().as_u128(), expected, "{damage}");
        }
        assert_eq!(counts(&store).await, [("executions".to_owned(), 1)], "{damage}");
        assert_eq!(count(&store, "SELECT count(*) FROM executions WHERE seq = 1").await, 1, "it stays");
    }
}

#[tokio::test]
async fn the_projector_reads_followers_past_a_task_that_can_not_be_read() {
    let store = open();
    for number in 0..2 {
        Tasks::insert(&store, &specimen::task(number, &[])).await.unwrap();
    }
    tamper(&store, "UPDATE tasks SET document = '{garbage' WHERE id = (SELECT min(id) FROM tasks)").await;
    let ended = [specimen::task_id(0), specimen::task_id(1)];
    assert!(store.followers(&ended).await.unwrap().dependents.is_empty());
    assert!(store.ends(&ended).await.unwrap().is_empty());
    let other = of("ada", 9);
    assert!(store.unended_before(specimen::task_id(0), &other).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_dead_letter_stops_none_after_it() {
    let store = open();
    tamper(
        &store,
        "INSERT INTO dead_letters (id, at, receives, reason, body) VALUES \
         (x'00', 1, 1, 'bad id', ''), (zeroblob(16), 1, 1, 'never handled', ''), (randomblob(16), 1, 1, 'fine', '')",
    )
    .await;
    let mut letters = store.dead_letters();
    let first = letters.next().await.unwrap();
    assert_eq!(first.reason, "never handled");
    let second = letters.next().await.unwrap();
    assert_eq!(second.reason, "fine");
    letters.handled(second).await.unwrap();
    let again = letters.next().await.unwrap();
    assert_eq!(again, first, "it is delivered again");
    letters.set_aside(again, "it can't be handled".to_owned()).await.unwrap();
    assert_eq!(counts(&store).await, [("dead_letters".to_owned(), 2)]);
    assert_eq!(count(&store, "SELECT count(*) FROM dead_letters").await, 0);
}

#[tokio::test]
async fn every_table_can_be_set_aside_or_is_only_read_by_key() {
    const BY_KEY: [&str; 11] = [
        "accounts",
        "checkpoints",
        "dependents",
        "function_sources",
        "gates",
        "meta",
        "order_lines",
        "releases",
        "set_aside",
        "task_numbers",
        "tokens",
    ];
    let store = open();
    let tables: BTreeSet<String> = store
        .read(|sql| {
            let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
            let mut statement = sql.prepare(names)?;
            Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
        .await
        .unwrap();
    let known = set_aside::ALL.iter().map(|table| table.name).chain(BY_KEY);
    assert_eq!(tables, known.map(str::to_owned).collect());
}

#[tokio::test]
async fn the_lag_is_the_age_of_the_oldest_change_that_is_not_handled() {
    let clock = SetClock::at(100);
    let store = Embedded::open(in_memory(&clock)).unwrap();
    assert_eq!(store.probe().await.unwrap().projector_lag_ms, Some(0));
    store.start(&of("ada", 1)).await.unwrap();
    clock.set(190);
    let condition = store.probe().await.unwrap();
    assert_eq!((condition.projector_lag_ms, condition.is_degraded()), (Some(90_000), true));
    project_all(&store).await;
    assert_eq!(store.probe().await.unwrap().projector_lag_ms, Some(0));
    assert_eq!(Executions::get(&store, of("ada", 1).id()).await.unwrap().unwrap().status(), Status::Pending);
}
