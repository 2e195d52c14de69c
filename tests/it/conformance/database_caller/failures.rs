//! Errors of statements and their texts.

use beadle_application::port::DatabaseCaller;
use beadle_domain::call::DatabaseRequest;
use rstest::rstest;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{DatabaseError, MARIADB, PATIENT, PGBOUNCER, POSTGRES, Peer, databases};

/// No text reveals the password or the address of the connection.
fn assert_discreet(error: &DatabaseError) {
    let text = error.to_string();
    for inside in ["p@ss", "p%40ss", "127.0.0.1", "postgres://", "mysql://", "os error"] {
        assert!(!text.contains(inside) || text.contains("'beadle'@'127.0.0.1'"), "{text}");
    }
}

#[rstest]
#[case::postgres(POSTGRES, "SELEC 1", "42601")]
#[case::mariadb(MARIADB, "SELEC 1", "1064")]
#[case::postgres_no_table(POSTGRES, "SELECT * FROM nothing_here", "42P01")]
#[case::mariadb_no_table(MARIADB, "SELECT * FROM nothing_here", "1146")]
#[case::postgres_while_running(POSTGRES, "SELECT 1 / (n - 3) FROM generate_series(1, 5) AS n", "22012")]
#[tokio::test]
async fn refused_statements_carry_the_servers_code(
    #[case] peer: Peer,
    #[case] query: &str,
    #[case] code: &str,
) {
    let error = peer.run(query, json!([])).await.unwrap_err();
    assert!(matches!(&error, DatabaseError::Refused(text) if text.contains(code)), "{error:?}");
    assert_discreet(&error);
}

#[rstest]
#[case::serialization("40001")]
#[case::deadlock("40P01")]
#[case::connections("53300")]
#[case::locked("55P03")]
#[case::shutting_down("57P01")]
#[tokio::test]
async fn transient_errors_of_postgres_are_busy(#[case] code: &str) {
    let raise = format!("DO $$ BEGIN RAISE EXCEPTION 'later' USING ERRCODE = '{code}'; END $$");
    let error = POSTGRES.run(&raise, json!([])).await.unwrap_err();
    assert!(matches!(error, DatabaseError::Busy(_)), "{error:?}");
}

#[rstest]
#[case::deadlock(1213)]
#[case::lock_wait(1205)]
#[case::connections(1040)]
#[tokio::test]
async fn transient_errors_of_mariadb_are_busy(#[case] code: u16) {
    let signal = format!("BEGIN NOT ATOMIC SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = {code}; END");
    let error = MARIADB.run(&signal, json!([])).await.unwrap_err();
    assert!(matches!(error, DatabaseError::Busy(_)), "{error:?}");
}

#[rstest]
#[case::postgres(POSTGRES)]
#[case::mariadb(MARIADB)]
#[tokio::test]
async fn a_wrong_password_is_not_revealed(#[case] peer: Peer) {
    let url = peer.url("").replace("p%40ss%2Fword", "p%40sswrong");
    let request = DatabaseRequest { connection: url.into(), ..peer.request("SELECT 1", json!([])) };
    let error = databases().run(request, PATIENT).await.unwrap_err();
    assert!(matches!(error, DatabaseError::Refused(_)), "{error:?}");
    assert_discreet(&error);
}

#[rstest]
#[case("postgres")]
#[case("mysql")]
#[tokio::test]
async fn a_refused_connection_is_an_error(#[case] scheme: &str) {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let url = format!("{scheme}://ada:p%40ss@{free}/app");
    let request = DatabaseRequest { connection: url.into(), ..POSTGRES.request("SELECT 1", json!([])) };
    let error = databases().run(request, PATIENT).await.unwrap_err();
    assert!(matches!(&error, DatabaseError::Connect(text) if text.contains("refused")), "{error:?}");
    assert_discreet(&error);
}

#[rstest]
#[case("postgres")]
#[case("mysql")]
#[tokio::test]
async fn a_server_of_another_protocol_is_an_error(#[case] scheme: &str) {
    let there = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("{scheme}://ada:p%40ss@{}/app", there.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = there.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        // As a server does after it has rejected a request.
        stream.shutdown().await.unwrap();
        stream.read_to_end(&mut Vec::new()).await.ok();
    });
    let request = DatabaseRequest { connection: url.into(), ..POSTGRES.request("SELECT 1", json!([])) };
    let error = databases().run(request, PATIENT).await.unwrap_err();
    assert!(matches!(error, DatabaseError::Connect(_) | DatabaseError::InvalidResponse(_)), "{error:?}");
    assert_discreet(&error);
    server.await.unwrap();
}

#[tokio::test]
async fn copying_to_or_from_the_client_is_refused() {
    for peer in [POSTGRES, PGBOUNCER] {
        for query in ["COPY pg_type TO STDOUT", "COPY pg_class FROM STDIN"] {
            let error = peer.run(query, json!([])).await.unwrap_err();
            assert!(matches!(&error, DatabaseError::Refused(text) if text.contains("COPY")), "{error:?}");
            assert_discreet(&error);
        }
    }
}

#[tokio::test]
async fn listening_is_refused_and_notifying_is_not() {
    for peer in [POSTGRES, PGBOUNCER] {
        let error = peer.run("LISTEN news", json!([])).await.unwrap_err();
        assert!(matches!(&error, DatabaseError::Refused(text) if text.contains("LISTEN")), "{error:?}");
        peer.run("NOTIFY news, 'x'", json!([])).await.unwrap();
    }
}
