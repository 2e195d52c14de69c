//! Limits on results and durations.

use std::time::Duration;

use beadle_application::port::DatabaseCaller;
use beadle_domain::call::{DatabaseLimits, DatabaseRequest};
use rstest::rstest;
use serde_json::json;

use super::{DatabaseError, MARIADB, PATIENT, PGBOUNCER, POSTGRES, Peer, databases};

#[rstest]
#[case::postgres(POSTGRES)]
#[case::mariadb(MARIADB)]
#[tokio::test]
async fn reading_stops_at_the_limit_of_rows(#[case] peer: Peer) {
    let databases = databases();
    let before = peer.value(&databases, peer.connection).await;
    for max_rows in [1, 100, 250] {
        let request = DatabaseRequest { max_rows, ..peer.request(peer.billion, json!([])) };
        let answer = databases.run(request, PATIENT).await.unwrap();
        assert_eq!((answer.rows.len(), answer.truncated), (max_rows, true));
        assert_eq!(answer.rows[max_rows - 1]["n"], json!(max_rows));
    }
    assert_eq!(peer.value(&databases, peer.connection).await, before, "the connection is still in order");
}

#[rstest]
#[case::postgres(POSTGRES)]
#[case::mariadb(MARIADB)]
#[tokio::test]
async fn a_result_of_exactly_the_limit_is_not_truncated(#[case] peer: Peer) {
    let request = DatabaseRequest {
        max_rows: 3,
        ..peer.request("SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3", json!([]))
    };
    let answer = databases().run(request, PATIENT).await.unwrap();
    assert_eq!((answer.rows.len(), answer.truncated), (3, false));
}

#[rstest]
#[case::postgres(POSTGRES)]
#[case::mariadb(MARIADB)]
#[tokio::test]
async fn the_limit_of_bytes_truncates(#[case] peer: Peer) {
    let limits = DatabaseLimits { max_bytes: 1_000, ..PATIENT };
    let request = DatabaseRequest { max_rows: 1_000, ..peer.request(peer.billion, json!([])) };
    let answer = databases().run(request, limits).await.unwrap();
    let kept: usize = answer.rows.iter().map(|row| json!(row).to_string().len()).sum();
    assert!(answer.truncated && (900..=1_000).contains(&kept), "{kept}");
    let large =
        databases().run(peer.request("SELECT repeat('x', 10000) AS a", json!([])), limits).await.unwrap();
    assert_eq!((large.rows.len(), large.truncated), (0, true));
}

#[rstest]
#[case::postgres(POSTGRES)]
#[case::mariadb(MARIADB)]
#[tokio::test]
async fn a_statement_that_times_out_is_cancelled_on_the_server(#[case] peer: Peer) {
    let databases = databases();
    let limits = DatabaseLimits { timeout: Duration::from_millis(500), ..PATIENT };
    let error = databases.run(peer.request(peer.slow, json!([])), limits).await.unwrap_err();
    assert_eq!(error, DatabaseError::Timeout(limits.timeout));
    while peer.value(&databases, peer.running).await != json!(0) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_silent_server_times_out() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    for scheme in ["postgres", "mysql"] {
        let url = format!("{scheme}://ada:secret@{}/app", silent.local_addr().unwrap());
        let request = DatabaseRequest { connection: url.into(), ..POSTGRES.request("SELECT 1", json!([])) };
        let limits = DatabaseLimits { timeout: Duration::from_millis(300), ..PATIENT };
        let error = databases().run(request, limits).await.unwrap_err();
        assert_eq!(error, DatabaseError::Timeout(limits.timeout));
    }
}

#[rstest]
#[case::postgres("postgres")]
#[case::mariadb("mysql")]
#[tokio::test]
async fn a_silent_server_is_given_up_after_the_urls_timeout(#[case] scheme: &str) {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("{scheme}://ada:secret@{}/app?connect_timeout=1", silent.local_addr().unwrap());
    let request = DatabaseRequest { connection: url.into(), ..POSTGRES.request("SELECT 1", json!([])) };
    let error = databases().run(request, PATIENT).await.unwrap_err();
    assert!(matches!(&error, DatabaseError::Connect(text) if text.contains("connect_timeout")), "{error:?}");
}

/// A row that is much longer than the limit is not even received into memory.
#[tokio::test]
async fn rows_after_a_long_row_do_not_fail() {
    let limits = DatabaseLimits { max_bytes: 1_000, ..PATIENT };
    let query =
        "SELECT n, repeat('x', CASE n WHEN 3 THEN 50000000 ELSE 1 END) AS a FROM generate_series(1, 5) AS n";
    let databases = databases();
    let before = POSTGRES.value(&databases, POSTGRES.connection).await;
    let answer = databases.run(POSTGRES.request(query, json!([])), limits).await.unwrap();
    assert_eq!((answer.rows.len(), answer.truncated), (2, true));
    assert_eq!(POSTGRES.value(&databases, POSTGRES.connection).await, before);
}

#[rstest]
#[tokio::test]
async fn a_statement_outside_of_a_transaction_is_cancelled(#[values(POSTGRES, PGBOUNCER)] peer: Peer) {
    let databases = databases();
    let mark = super::table();
    let limits = DatabaseLimits { timeout: Duration::from_millis(700), ..PATIENT };
    let slow = format!("DO $$ BEGIN COMMIT; PERFORM pg_sleep(30), '{mark}'; END $$");
    let error = databases.run(peer.request(&slow, json!([])), limits).await.unwrap_err();
    assert_eq!(error, DatabaseError::Timeout(limits.timeout));
    let running =
        format!("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %{mark}%'");
    while POSTGRES.value(&databases, &running).await != json!(0) {
        tokio::task::yield_now().await;
    }
}
