//! Reuse of connections, which are reset after each statement.

use beadle_application::port::DatabaseCaller;
use beadle_domain::call::DatabaseRequest;
use rstest::rstest;
use serde_json::json;

use super::{MARIADB, PATIENT, POSTGRES, Peer, databases, table};

#[rstest]
#[case::postgres(POSTGRES)]
#[case::mariadb(MARIADB)]
#[tokio::test]
async fn connections_are_reused(#[case] peer: Peer) {
    let databases = databases();
    let first = peer.value(&databases, peer.connection).await;
    databases.run(peer.request("SELECT nonsense", json!([])), PATIENT).await.unwrap_err();
    assert_eq!(
        peer.value(&databases, peer.connection).await,
        first,
        "an error of a statement is none of the connection"
    );
}

#[rstest]
#[case::postgres(POSTGRES, "SET search_path = pg_catalog", "SHOW search_path")]
#[case::postgres_timeout(
    POSTGRES,
    "SET statement_timeout = 0",
    "SELECT current_setting('statement_timeout') = '0' AS it"
)]
#[case::postgres_role(POSTGRES, "SET ROLE pg_monitor", "SELECT current_user::text")]
#[case::postgres_function(POSTGRES, "SELECT set_config('work_mem', '4MB', false)", "SHOW work_mem")]
#[case::postgres_lock(
    POSTGRES,
    "SELECT pg_advisory_lock(7)",
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
)]
#[case::postgres_table(
    POSTGRES,
    "CREATE TEMP TABLE left_over (id int)",
    "SELECT to_regclass('left_over')::text"
)]
#[case::postgres_statement(
    POSTGRES,
    "PREPARE left_over AS SELECT 1",
    "SELECT count(*) FROM pg_prepared_statements"
)]
#[case::mariadb(MARIADB, "SET @left = 1", "SELECT @left")]
#[case::mariadb_database(MARIADB, "USE mysql", "SELECT DATABASE()")]
#[case::mariadb_mode(MARIADB, "SET SESSION sql_mode = 'ANSI'", "SELECT @@sql_mode")]
#[tokio::test]
async fn session_settings_are_reset(#[case] peer: Peer, #[case] set: &str, #[case] get: &str) {
    let databases = databases();
    let before = peer.value(&databases, get).await;
    databases.run(peer.request(set, json!([])), PATIENT).await.unwrap();
    assert_eq!(peer.value(&databases, get).await, before);
}

#[tokio::test]
async fn a_url_without_a_database_selects_none() {
    let databases = databases();
    let url = MARIADB.url("").trim_end_matches("/beadle").to_owned();
    let run = async |query: &str| {
        let request = DatabaseRequest { connection: url.clone().into(), ..MARIADB.request(query, json!([])) };
        databases.run(request, PATIENT).await.unwrap()
    };
    run("USE mysql").await;
    assert_eq!(json!(run("SELECT DATABASE() AS it").await.rows), json!([{"it": null}]));
}

/// The driver asks the server about types that it does not know.
#[tokio::test]
async fn types_of_extensions_follow_one_another_on_a_connection() {
    for extension in ["hstore", "citext"] {
        // Another test may create it at the same time.
        POSTGRES.run(&format!("CREATE EXTENSION IF NOT EXISTS {extension}"), json!([])).await.ok();
    }
    let databases = databases();
    let connection = POSTGRES.value(&databases, POSTGRES.connection).await;
    for _ in 0..3 {
        assert_eq!(POSTGRES.value(&databases, "SELECT 'a=>1'::hstore").await, json!(r#""a"=>"1""#));
        assert_eq!(POSTGRES.value(&databases, "SELECT 'Ab'::citext").await, json!("Ab"));
        assert_eq!(POSTGRES.value(&databases, "SELECT ARRAY['Ab'::citext]").await, json!(["Ab"]));
    }
    assert_eq!(POSTGRES.value(&databases, POSTGRES.connection).await, connection, "it is one connection");
}

#[rstest]
#[case::postgres(POSTGRES, "BEGIN")]
#[case::mariadb(MARIADB, "START TRANSACTION")]
#[tokio::test]
async fn a_transaction_left_open_is_ended(#[case] peer: Peer, #[case] begin: &str) {
    let databases = databases();
    let table = table();
    let run = async |query: String| databases.run(peer.request(&query, json!([])), PATIENT).await.unwrap();
    run(format!("CREATE TABLE {table} (id int)")).await;
    run(begin.to_owned()).await;
    run(format!("INSERT INTO {table} VALUES (1)")).await;
    let count = format!("SELECT count(*) AS n FROM {table}");
    assert_eq!(peer.value(&super::databases(), &count).await, json!(1), "it took effect at once");
    run(format!("DROP TABLE {table}")).await;
}

#[rstest]
#[case::postgres(POSTGRES, "SELECT pg_terminate_backend({})")]
#[case::mariadb(MARIADB, "KILL {}")]
#[tokio::test]
async fn a_broken_connection_is_replaced(#[case] peer: Peer, #[case] kill: &str) {
    let (one, other) = (databases(), databases());
    let first = peer.value(&one, peer.connection).await;
    let kill = kill.replace("{}", &first.to_string());
    other.run(peer.request(&kill, json!([])), PATIENT).await.unwrap();
    assert_ne!(peer.value(&one, peer.connection).await, first);
}

#[rstest]
#[case::postgres(POSTGRES)]
#[case::mariadb(MARIADB)]
#[tokio::test]
async fn concurrent_statements_use_separate_connections(#[case] peer: Peer) {
    let databases = databases();
    let answers = futures_util::future::join_all((0..8).map(|number| {
        let request = peer.request(peer.sum, json!([number, 1]));
        databases.run(request, PATIENT)
    }));
    for (number, answer) in answers.await.into_iter().enumerate() {
        assert_eq!(answer.unwrap().rows[0]["sum"], json!(number + 1));
    }
}
