//! Statements, their parameters and results.

use rstest::rstest;
use serde_json::json;

use super::{DatabaseError, MARIADB, POSTGRES, Peer, table};

#[rstest]
#[case::postgres(POSTGRES)]
#[case::mariadb(MARIADB)]
#[tokio::test]
async fn parameters_are_bound_by_position(#[case] peer: Peer) {
    let answer = peer.run(peer.sum, json!([40, 2])).await.unwrap();
    assert_eq!(json!(answer.rows), json!([{"sum": 42}]));
    assert_eq!((answer.columns[0].name.as_str(), answer.affected, answer.truncated), ("sum", 1, false));
}

#[rstest]
#[case::postgres(POSTGRES, "$1", "$2")]
#[case::mariadb(MARIADB, "?", "?")]
#[tokio::test]
async fn changing_statements_return_the_number_of_rows(
    #[case] peer: Peer,
    #[case] first: &str,
    #[case] second: &str,
) {
    let table = table();
    let created =
        peer.run(&format!("CREATE TABLE {table} (id int, name varchar(20))"), json!([])).await.unwrap();
    assert_eq!((created.columns.len(), created.affected), (0, 0));
    let insert = format!("INSERT INTO {table} VALUES ({first}, {second}), (2, NULL)");
    assert_eq!(peer.run(&insert, json!([1, "x'; --"])).await.unwrap().affected, 2);
    let update = format!("UPDATE {table} SET name = 'y' WHERE id > {first}");
    assert_eq!(peer.run(&update, json!([1])).await.unwrap().affected, 1);
    let rows = peer.run(&format!("SELECT * FROM {table} ORDER BY id"), json!([])).await.unwrap().rows;
    assert_eq!(json!(rows), json!([{"id": 1, "name": "x'; --"}, {"id": 2, "name": "y"}]));
    let returning = format!("DELETE FROM {table} RETURNING id");
    assert_eq!(peer.run(&returning, json!([])).await.unwrap().rows.len(), 2);
    let left = peer.run(&format!("SELECT count(*) AS n FROM {table}"), json!([])).await.unwrap();
    assert_eq!(json!(left.rows), json!([{"n": 0}]));
    peer.run(&format!("DROP TABLE {table}"), json!([])).await.unwrap();
}

#[rstest]
#[case::postgres(POSTGRES)]
#[case::mariadb(MARIADB)]
#[tokio::test]
async fn columns_of_the_same_name_get_suffixes(#[case] peer: Peer) {
    let answer = peer.run("SELECT 1 AS a, 2 AS a, 3 AS b, 4 AS a", json!([])).await.unwrap();
    assert_eq!(json!(answer.rows), json!([{"a": 1, "a_2": 2, "b": 3, "a_3": 4}]));
}

#[rstest]
#[case::postgres(POSTGRES)]
#[case::mariadb(MARIADB)]
#[tokio::test]
async fn empty_results_have_columns(#[case] peer: Peer) {
    let answer = peer.run("SELECT 1 AS a WHERE 1 = 0", json!([])).await.unwrap();
    assert_eq!((answer.columns.len(), answer.rows.len(), answer.truncated), (1, 0, false));
}

#[rstest]
#[case::postgres(POSTGRES)]
#[case::mariadb(MARIADB)]
#[tokio::test]
async fn several_statements_are_refused(#[case] peer: Peer) {
    let table = table();
    let two = format!("SELECT 1; CREATE TABLE {table} (id int)");
    let refused = peer.run(&two, json!([])).await.unwrap_err();
    assert!(matches!(refused, DatabaseError::Refused(_)), "{refused:?}");
    assert!(peer.run(&format!("SELECT * FROM {table}"), json!([])).await.is_err(), "nothing was created");
}

#[rstest]
#[case::too_few_postgres(POSTGRES, json!([1]))]
#[case::too_few_mariadb(MARIADB, json!([1]))]
#[case::too_many_postgres(POSTGRES, json!([1, 2, 3]))]
#[case::too_many_mariadb(MARIADB, json!([1, 2, 3]))]
#[tokio::test]
async fn the_number_of_parameters_must_match(#[case] peer: Peer, #[case] params: serde_json::Value) {
    let refused = peer.run(peer.sum, params).await.unwrap_err();
    let DatabaseError::InvalidRequest(text) = &refused else { panic!("{refused:?}") };
    assert!(text.contains("takes 2 parameters"), "{text}");
}

#[tokio::test]
async fn a_parameter_of_the_wrong_type_is_named() {
    let refused = POSTGRES.run(POSTGRES.sum, json!([1, "two"])).await.unwrap_err();
    let DatabaseError::InvalidRequest(text) = &refused else { panic!("{refused:?}") };
    assert!(text.contains("params[1] ($2) is int4"), "{text}");
}
