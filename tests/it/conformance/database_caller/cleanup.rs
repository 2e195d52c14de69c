//! The built-in database cleanup template, run as a task against both databases.

use std::sync::Arc;

use rstest::rstest;
use serde_json::json;

use super::{MARIADB, POSTGRES, Peer, databases, table};
use crate::{seeds::world::World, templates};

/// The template's own statement is for PostgreSQL; for another database the statement is overridden, with
/// the same parameter.
#[rstest]
#[case::postgres(POSTGRES, "DELETE FROM {} WHERE created_at < now() - make_interval(days => $1)")]
#[case::mariadb(MARIADB, "DELETE FROM {} WHERE created_at < now() - INTERVAL ? DAY")]
#[tokio::test]
async fn older_rows_are_deleted(#[case] peer: Peer, #[case] statement: &str) {
    let table = table();
    let days_ago = |days: u8| match peer.is_postgres() {
        true => format!("(now() - interval '{days} days')"),
        false => format!("(now() - INTERVAL {days} DAY)"),
    };
    peer.run(&format!("CREATE TABLE {table} (created_at timestamp)"), json!([])).await.unwrap();
    let rows = [1, 29, 31, 40, 100].map(days_ago).join(", ");
    peer.run(&format!("INSERT INTO {table} VALUES {rows}"), json!([])).await.unwrap();

    let world = World::with_databases(Arc::new(databases())).await.unwrap();
    let fields =
        json!({"connection": peer.url(""), "older_than_days": 30, "query": statement.replace("{}", &table)});
    let execution = templates::run(&world, "tpl_database_cleanup", &fields).await.unwrap();
    assert_eq!(execution["status"], "completed", "{execution}");
    assert_eq!(execution["result"]["affected"], 3, "{execution}");

    let left = peer.run(&format!("SELECT count(*) AS n FROM {table}"), json!([])).await.unwrap();
    assert_eq!(json!(left.rows), json!([{"n": 2}]));
    peer.run(&format!("DROP TABLE {table}"), json!([])).await.unwrap();
}

/// PostgreSQL accepts the template's own statement.
#[tokio::test]
async fn the_templates_own_statement_runs_on_postgres() {
    let run = |query: &'static str| async move { POSTGRES.run(query, json!([])).await.unwrap() };
    run("CREATE TABLE IF NOT EXISTS events (created_at timestamptz)").await;
    let world = World::with_databases(Arc::new(databases())).await.unwrap();
    let fields = json!({"connection": POSTGRES.url(""), "older_than_days": 30});
    let execution = templates::run(&world, "tpl_database_cleanup", &fields).await.unwrap();
    assert_eq!(execution["status"], "completed", "{execution}");
    run("DROP TABLE events").await;
}
