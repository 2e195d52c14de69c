//! Values that JSON has no form for: the server's text. They never fail the statement, whose effect would be
//! undone.

use std::sync::Arc;

use rstest::rstest;
use serde_json::{Value, json};

use super::{MARIADB, PGBOUNCER, POSTGRES, Peer, databases, table};
use crate::{seeds::world::World, templates};

#[rstest]
#[case("ARRAY[ARRAY[1, 2], ARRAY[3, NULL]]", json!([[1, 2], [3, null]]))]
#[case("'[0:1]={1,2}'::int[]", json!("[0:1]={1,2}"))]
#[case("'24:00'::time", json!("24:00:00"))]
#[case("'10:00+01'::timetz", json!("10:00:00+01"))]
#[case("'12026-01-31T12:00:00'::timestamp", json!("12026-01-31 12:00:00"))]
#[case("'0044-03-15 BC'::date", json!("0044-03-15 BC"))]
#[case("ARRAY['infinity'::date, '294276-12-31'::date]", json!(["infinity", "294276-12-31"]))]
#[case("'1234.5'::numeric::money::numeric", json!("1234.50"))]
#[case("'1 month -2 days 3 hours'::interval", json!("1 mon -2 days +03:00:00"))]
#[case("'10.0.0.0/8'::inet", json!("10.0.0.0/8"))]
#[case("'08:00:2b:01:02:03'::macaddr", json!("08:00:2b:01:02:03"))]
#[case("int4range(1, 5)", json!("[1,5)"))]
#[case("ROW(1, 'a b')", json!("(1,\"a b\")"))]
#[case("ARRAY[ROW(1, 'a')]", json!(["(1,a)"]))]
#[case("'(1,2)'::point", json!("(1,2)"))]
#[case("ARRAY['((1,1),(0,0))'::box, '((2,2),(0,0))'::box]", json!(["(1,1),(0,0)", "(2,2),(0,0)"]))]
#[case("B'101'", json!("101"))]
#[case("'a & b'::tsquery", json!("'a' & 'b'"))]
#[case("'pg_class'::regclass", json!("pg_class"))]
#[case("'1e400'::jsonb", json!(format!("1{}", "0".repeat(400))))]
#[case("(repeat('[', 300) || repeat(']', 300))::jsonb", json!(format!("{}{}", "[".repeat(300), "]".repeat(300))))]
#[case("'12345678901234567890.5'::jsonb", json!("12345678901234567890.5"))]
#[case("'-infinity'::float8", json!("-Infinity"))]
#[tokio::test]
async fn postgres(#[case] sql: &str, #[case] expected: Value, #[values(POSTGRES, PGBOUNCER)] peer: Peer) {
    let databases = databases();
    assert_eq!(peer.value(&databases, &format!("SELECT {sql} AS it")).await, expected);
}

/// The locale's spelling of an amount is the server's.
#[tokio::test]
async fn money_is_the_servers_text() {
    let money = POSTGRES.value(&databases(), "SELECT '1234.5'::money").await;
    assert!(money.as_str().is_some_and(|text| text.contains("1,234.50")), "{money}");
}

#[tokio::test]
async fn composites_and_domains_of_users_are_read() {
    let name = table();
    let run = async |query: String| POSTGRES.run(&query, json!([])).await.unwrap();
    run(format!("CREATE TYPE {name} AS (id int, at timestamptz[])")).await;
    run(format!("CREATE DOMAIN d_{name} AS int[]")).await;
    let answer = run(format!(
        "SELECT ROW(1, '{{2026-01-31T12:00:00Z}}')::{name} AS composite, ARRAY[1, 2]::d_{name} AS domain"
    ))
    .await;
    assert_eq!(answer.rows[0]["domain"], json!([1, 2]));
    assert!(answer.rows[0]["composite"].as_str().is_some_and(|text| text.starts_with("(1,")), "{answer:?}");
    assert_eq!(answer.columns[0].type_name, name);
    run(format!("DROP TYPE {name}")).await;
    run(format!("DROP DOMAIN d_{name}")).await;
}

/// A value that can't be converted had undone the statement.
#[tokio::test]
async fn an_insert_that_returns_such_values_takes_effect() {
    let table = table();
    POSTGRES.run(&format!("CREATE TABLE {table} (at time, data jsonb)"), json!([])).await.unwrap();
    let insert = format!(
        "INSERT INTO {table} VALUES ('24:00', (repeat('[', 300) || repeat(']', 300))::jsonb) RETURNING *"
    );
    assert_eq!(POSTGRES.run(&insert, json!([])).await.unwrap().rows.len(), 1);
    assert_eq!(POSTGRES.value(&databases(), &format!("SELECT count(*) FROM {table}")).await, json!(1));
    POSTGRES.run(&format!("DROP TABLE {table}"), json!([])).await.unwrap();
}

#[rstest]
#[case("CAST('::1' AS INET6)", json!("::1"))]
#[case("CAST('0193456a-0000-7000-8000-000000000000' AS UUID)", json!("0193456a-0000-7000-8000-000000000000"))]
#[case("CAST('838:59:59' AS TIME)", json!("838:59:59"))]
#[case("CAST('9999-12-31 23:59:59.999999' AS DATETIME(6))", json!("9999-12-31T23:59:59.999999"))]
#[case("1e308 * 1", json!(1e308))]
#[case("CONCAT(REPEAT('[', 200), REPEAT(']', 200))", json!(format!("{}{}", "[".repeat(200), "]".repeat(200))))]
#[tokio::test]
async fn mariadb(#[case] sql: &str, #[case] expected: Value) {
    assert_eq!(MARIADB.value(&databases(), &format!("SELECT {sql} AS it")).await, expected);
}

#[rstest]
#[case::postgres(POSTGRES, "timestamp", "$1")]
#[case::postgres_zone(POSTGRES, "timestamptz", "$1")]
#[case::mariadb(MARIADB, "datetime(3)", "?")]
#[case::mariadb_timestamp(MARIADB, "timestamp(3) NULL", "?")]
#[tokio::test]
async fn times_with_offsets_are_the_instants_they_name(
    #[case] peer: Peer,
    #[case] kind: &str,
    #[case] param: &str,
) {
    let table = table();
    peer.run(&format!("CREATE TABLE {table} (at {kind})"), json!([])).await.unwrap();
    for time in ["2026-01-31T12:00:00Z", "2026-01-31T14:00:00+02:00", "2026-01-31T06:30:00.000-05:30"] {
        peer.run(&format!("INSERT INTO {table} VALUES ({param})"), json!([time])).await.unwrap();
        let found =
            peer.run(&format!("SELECT at FROM {table} WHERE at = {param}"), json!([time])).await.unwrap();
        let at = found.rows[0]["at"].as_str().unwrap();
        assert!(at.starts_with("2026-01-31T12:00:00"), "{time} is {at}");
        peer.run(&format!("DELETE FROM {table}"), json!([])).await.unwrap();
    }
    peer.run(&format!("DROP TABLE {table}"), json!([])).await.unwrap();
}

/// `${now}` as a parameter, through a task.
#[rstest]
#[case::postgres(POSTGRES, "SELECT $1::timestamp AS at")]
#[case::postgres_zone(POSTGRES, "SELECT $1::timestamptz AS at")]
#[case::postgres_date(POSTGRES, "SELECT $1::date AS at")]
#[case::mariadb(MARIADB, "SELECT CAST(? AS DATETIME) AS at")]
#[case::mariadb_date(MARIADB, "SELECT CAST(? AS DATE) AS at")]
#[tokio::test]
async fn the_time_of_the_run_is_a_parameter(#[case] peer: Peer, #[case] query: &str) {
    let world = World::with_databases(Arc::new(databases())).await.unwrap();
    let config = json!({"connection": peer.url(""), "query": query, "params": ["${now}"]});
    let body = json!({"name": "now", "type": "database", "config": config});
    let execution = templates::execute(&world, "/api/v1/tasks", &body).await.unwrap();
    assert_eq!(execution["status"], "completed", "{execution}");
    let result = &execution["result"];
    assert_eq!((&result["truncated"], &result["row_count"]), (&json!(false), &json!(1)), "{execution}");
    assert!(result["rows"][0]["at"].as_str().is_some_and(|at| at.starts_with("20")), "{execution}");
}
