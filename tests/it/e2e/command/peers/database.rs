//! Databases: PostgreSQL and MariaDB, with the statement of seed 000.

use serde_json::json;

use super::{execute, result};
use crate::e2e::{command::Beadle, setting};

async fn insert_and_select(variable: &str, placeholders: [&str; 2]) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let url = setting(variable)?;
    let beadle = Beadle::start_with(folder.path(), &[("BEADLE_SECRET_DB", &url)]).await?;
    let table = format!("users_{}", std::process::id());
    let ask = |query: String, params: serde_json::Value| json!({"type": "database", "connection": "${secret:db}", "query": query, "params": params, "retries": 0});
    let create = format!("CREATE TABLE {table} (name VARCHAR(50) NOT NULL, email VARCHAR(50) NOT NULL)");
    result(&beadle, &ask(create, json!([]))).await?;
    let insert =
        format!("INSERT INTO {table} (name, email) VALUES ({}, {})", placeholders[0], placeholders[1]);
    let inserted = result(&beadle, &ask(insert, json!(["John Doe", "john@example.com"]))).await?;
    assert_eq!(inserted["affected"], 1);
    let select = format!("SELECT name, email FROM {table} WHERE name = {}", placeholders[0]);
    let selected = result(&beadle, &ask(select, json!(["John Doe"]))).await?;
    assert_eq!(selected["rows"], json!([{"name": "John Doe", "email": "john@example.com"}]));
    result(&beadle, &ask(format!("DROP TABLE {table}"), json!([]))).await?;
    let refused = execute(&beadle, &ask(format!("SELECT name FROM {table}"), json!([]))).await?;
    assert_eq!(
        (&refused["status"], &refused["error_details"]["code"]),
        (&json!("failed"), &json!("database"))
    );
    Ok(())
}

#[tokio::test]
async fn rows_are_inserted_into_postgresql_and_selected() -> anyhow::Result<()> {
    insert_and_select("BEADLE_POSTGRES_URL", ["$1", "$2"]).await
}

#[tokio::test]
async fn rows_are_inserted_into_mariadb_and_selected() -> anyhow::Result<()> {
    insert_and_select("BEADLE_MARIADB_URL", ["?", "?"]).await
}
