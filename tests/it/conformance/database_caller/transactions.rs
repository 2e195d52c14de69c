//! Each statement has a transaction of its own on PostgreSQL.

use beadle_application::port::DatabaseCaller;
use rstest::rstest;
use serde_json::json;

use super::{DatabaseError, PATIENT, PGBOUNCER, POSTGRES, Peer, databases, table};

#[rstest]
#[case::vacuum("VACUUM {}")]
#[case::concurrently("CREATE INDEX CONCURRENTLY ON {} (id)")]
#[case::a_block_that_commits(
    "DO $$ BEGIN INSERT INTO {} VALUES (2); COMMIT; INSERT INTO {} VALUES (3); END $$"
)]
#[tokio::test]
async fn statements_that_allow_no_transaction_run_by_themselves(
    #[values(POSTGRES, PGBOUNCER)] peer: Peer,
    #[case] statement: &str,
) {
    let (databases, table) = (databases(), table());
    let run = async |query: String| databases.run(peer.request(&query, json!([])), PATIENT).await.unwrap();
    run(format!("CREATE TABLE {table} (id int)")).await;
    run(statement.replace("{}", &table)).await;
    run(format!("DROP TABLE {table}")).await;
}

#[rstest]
#[tokio::test]
async fn a_procedure_that_commits_returns_its_row(#[values(POSTGRES, PGBOUNCER)] peer: Peer) {
    let (databases, name) = (databases(), table());
    let run = async |query: String| databases.run(peer.request(&query, json!([])), PATIENT).await.unwrap();
    run(format!(
        "CREATE PROCEDURE {name}(INOUT n int) LANGUAGE plpgsql AS $$ BEGIN COMMIT; n := n + 1; END $$"
    ))
    .await;
    let answer = run(format!("CALL {name}(41)")).await;
    assert_eq!((json!(answer.rows), answer.truncated), (json!([{"n": 42}]), false));
    run(format!("DROP PROCEDURE {name}")).await;
}

/// They end or begin no transaction but their own.
#[rstest]
#[tokio::test]
async fn transaction_commands_have_no_effect(
    #[values(POSTGRES, PGBOUNCER)] peer: Peer,
    #[values("BEGIN", "START TRANSACTION READ ONLY", "COMMIT", "ROLLBACK", "COMMIT AND CHAIN")] command: &str,
) {
    let (databases, table) = (databases(), table());
    let run = async |query: String| databases.run(peer.request(&query, json!([])), PATIENT).await.unwrap();
    run(format!("CREATE TABLE {table} (id int)")).await;
    run(command.to_owned()).await;
    run(format!("INSERT INTO {table} VALUES (1)")).await;
    run("ROLLBACK".to_owned()).await;
    let count = format!("SELECT count(*) AS n FROM {table}");
    assert_eq!(peer.value(&databases, &count).await, json!(1));
    run(format!("DROP TABLE {table}")).await;
}

/// What is checked only at the end of a transaction fails the statement.
#[tokio::test]
async fn a_refused_commit_is_an_error() {
    let (databases, table) = (databases(), table());
    let run = async |query: String| databases.run(POSTGRES.request(&query, json!([])), PATIENT).await;
    run(format!(
        "CREATE TABLE {table} (id int PRIMARY KEY, of int REFERENCES {table} DEFERRABLE INITIALLY DEFERRED)"
    ))
    .await
    .unwrap();
    let error = run(format!("INSERT INTO {table} VALUES (1, 2) RETURNING id")).await.unwrap_err();
    assert!(matches!(&error, DatabaseError::Refused(text) if text.contains("23503")), "{error:?}");
    let count = format!("SELECT count(*) AS n FROM {table}");
    assert_eq!(POSTGRES.value(&databases, &count).await, json!(0));
    run(format!("DROP TABLE {table}")).await.unwrap();
}
