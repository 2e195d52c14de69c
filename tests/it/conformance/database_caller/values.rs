//! Values of every common type, as parameters and as results.

use rstest::rstest;
use serde_json::{Value, json};

use super::{MARIADB, POSTGRES};

#[rstest]
#[case("bool", json!(true), json!(true))]
#[case("int2", json!(-32768), json!(-32768))]
#[case("int4", json!(2147483647), json!(2147483647))]
#[case("int8", json!("9223372036854775807"), json!(9_223_372_036_854_775_807_i64))]
#[case("float4", json!(0.1), json!(0.1))]
#[case("float8", json!(-1.5e300), json!(-1.5e300))]
#[case("float8", json!("NaN"), json!("NaN"))]
#[case("numeric", json!("-12345678901234567890.0120"), json!("-12345678901234567890.0120"))]
#[case("numeric", json!(0.00005), json!("0.00005"))]
#[case("numeric", json!(100000000), json!("100000000"))]
#[case("text", json!("zwölf 🙂"), json!("zwölf 🙂"))]
#[case("varchar", json!(""), json!(""))]
#[case("uuid", json!("0193456a-0000-7000-8000-000000000000"), json!("0193456a-0000-7000-8000-000000000000"))]
#[case("json", json!({"b": 1, "a": [null]}), json!({"b": 1, "a": [null]}))]
#[case("jsonb", json!([1, "x"]), json!([1, "x"]))]
#[case("jsonb", json!("x"), json!("x"))]
#[case("timestamptz", json!("2026-01-31T12:00:00.5+01:00"), json!("2026-01-31T11:00:00.5Z"))]
#[case("timestamptz", json!("infinity"), json!("infinity"))]
#[case("timestamp", json!("2026-01-31T12:00:00"), json!("2026-01-31T12:00:00"))]
#[case("date", json!("2026-01-31"), json!("2026-01-31"))]
#[case("time", json!("23:59:59.25"), json!("23:59:59.25"))]
#[case("bytea", json!("AP9h"), json!("AP9h"))]
#[case("int4[]", json!([1, null, 3]), json!([1, null, 3]))]
#[case("text[]", json!(["a\"b", "c\\d", "{}", "", "NULL"]), json!(["a\"b", "c\\d", "{}", "", "NULL"]))]
#[case("uuid[]", json!([]), json!([]))]
#[tokio::test]
async fn postgres(#[case] kind: &str, #[case] given: Value, #[case] expected: Value) {
    let answer =
        POSTGRES.run(&format!("SELECT $1::{kind} AS it, NULL::{kind} AS nothing"), json!([given])).await;
    let answer = answer.unwrap();
    assert_eq!(json!(answer.rows), json!([{"it": expected, "nothing": null}]));
    let name = match kind.strip_suffix("[]") {
        Some(element) => format!("_{element}"),
        None => kind.to_owned(),
    };
    assert_eq!(answer.columns[0].type_name, name);
    let null = POSTGRES.run(&format!("SELECT $1::{kind} AS it"), json!([null])).await.unwrap();
    assert_eq!(json!(null.rows), json!([{"it": null}]));
}

#[tokio::test]
async fn user_defined_types_round_trip_on_postgres() {
    let kind = super::table();
    POSTGRES.run(&format!("CREATE TYPE {kind} AS ENUM ('on', 'off')"), json!([])).await.unwrap();
    POSTGRES.run(&format!("CREATE DOMAIN d_{kind} AS int CHECK (value > 0)"), json!([])).await.unwrap();
    let query = format!("SELECT $1::{kind} AS switch, $2::d_{kind} AS many, ARRAY[$1::{kind}] AS all");
    let answer = POSTGRES.run(&query, json!(["off", 3])).await.unwrap();
    assert_eq!(json!(answer.rows), json!([{"switch": "off", "many": 3, "all": ["off"]}]));
    POSTGRES.run(&format!("DROP TYPE {kind} CASCADE"), json!([])).await.unwrap();
    POSTGRES.run(&format!("DROP DOMAIN d_{kind}"), json!([])).await.unwrap();
}

#[rstest]
#[case("bool", json!(true), json!(1), "tinyint")]
#[case("smallint", json!(-32768), json!(-32768), "smallint")]
#[case("int", json!(7), json!(7), "int")]
#[case("bigint unsigned", json!(18_446_744_073_709_551_615_u64), json!(18_446_744_073_709_551_615_u64), "bigint unsigned")]
#[case("float", json!(0.1), json!(0.1), "float")]
#[case("double", json!(-1.5e300), json!(-1.5e300), "double")]
#[case("decimal(30,4)", json!("-12345678901234567890.0120"), json!("-12345678901234567890.0120"), "decimal")]
#[case("varchar(20)", json!("zwölf 🙂"), json!("zwölf 🙂"), "varchar")]
#[case("text", json!("a"), json!("a"), "text")]
#[case("blob", json!("a"), json!("YQ=="), "blob")]
#[case("datetime(3)", json!("2026-01-31 12:00:00.5"), json!("2026-01-31T12:00:00.500000"), "datetime")]
#[case("timestamp", json!("2026-01-31 12:00:00"), json!("2026-01-31T12:00:00Z"), "timestamp")]
#[case("date", json!("2026-01-31"), json!("2026-01-31"), "date")]
#[case("time", json!("-26:00:01"), json!("-26:00:01"), "time")]
#[case("year", json!(2026), json!(2026), "year")]
#[case("enum('on','off')", json!("off"), json!("off"), "char")]
#[tokio::test]
async fn mariadb(#[case] kind: &str, #[case] given: Value, #[case] expected: Value, #[case] name: &str) {
    let table = super::table();
    MARIADB.run(&format!("CREATE TABLE {table} (it {kind} NULL, no {kind} NULL)"), json!([])).await.unwrap();
    MARIADB.run(&format!("INSERT INTO {table} VALUES (?, ?)"), json!([given, null])).await.unwrap();
    let answer = MARIADB.run(&format!("SELECT * FROM {table}"), json!([])).await.unwrap();
    MARIADB.run(&format!("DROP TABLE {table}"), json!([])).await.unwrap();
    assert_eq!(json!(answer.rows), json!([{"it": expected, "no": null}]));
    assert_eq!(answer.columns[0].type_name, name);
}

#[tokio::test]
async fn arrays_and_objects_are_sent_to_mariadb_as_json() {
    let answer = MARIADB.run("SELECT JSON_VALUE(?, '$.a[1]') AS it", json!([{"a": [1, "x"]}])).await.unwrap();
    assert_eq!(json!(answer.rows), json!([{"it": "x"}]));
}
