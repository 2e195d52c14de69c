//! A database statement as a user writes it: `connection`, `query`, `params` (seed 000).

use std::borrow::Cow;

use beadle_values::{
    body,
    body::{Shape, custom, list, optional, otherwise, required, whole},
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::text::document;
use crate::{
    destination::egress::Protocol,
    interpolation::{self, Template},
};

/// How many rows are read unless given.
const DEFAULT_ROWS: usize = 1000;

/// The most rows that are read.
const MAX_ROWS: u64 = 10_000;

/// The most parameters: a statement of PostgreSQL takes no more.
const MAX_PARAMS: usize = 65_535;

body! {
    /// A database statement.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct DatabaseSpec {
        /// Where to: `postgres://…` or `mysql://…`, unless the config says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub connection: Option<Template> = optional(custom(connection, |_| {
            json!({"type": "string", "example": "postgres://ada:${secret:db#password}@db.example.com/app"})
        })),
        /// One statement; it holds no placeholders.
        pub query: String = required(document(
            "write `$1` (PostgreSQL) or `?` (MySQL) and give the value in `params`",
        )),
        /// The values of the statement's parameters, by position; strings may hold placeholders.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub params: Vec<Value> =
            otherwise(list("values", interpolation::any_value()).max(MAX_PARAMS).hiding(&["maxItems"]), Vec::new),
        /// How many rows are read, 1000 unless given.
        #[serde(default = "default_rows")]
        pub max_rows: usize = otherwise(whole::<u32>(1, MAX_ROWS).map(|rows| rows as usize), default_rows),
    }
}

fn default_rows() -> usize {
    DEFAULT_ROWS
}

/// Reads a connection. What a placeholder at its beginning stands for is not known yet.
///
/// # Errors
/// A violation at `path` when it can't be one.
pub fn connection(value: &Value, path: &Path) -> Result<Template, Violations> {
    let refused = |message: &str| {
        Violation::new(path.clone(), "connection", message)
            .hint("such as postgres://user:${secret:db#password}@db.example.com/app, or ${secret:db}")
    };
    let text = value.as_str().ok_or_else(|| refused("is not a string"))?.trim();
    let template = Template::parse(text, path)?;
    let (outline, begins_with_placeholder) = template.outline("1");
    if !begins_with_placeholder {
        is_connection(&outline).map_err(|why| refused(&why))?;
    }
    Ok(template)
}

/// Whether `text` is the URL of a database, or why not.
pub(crate) fn is_connection(text: &str) -> Result<(), Cow<'static, str>> {
    super::connection::parse(text, Protocol::Database).map(drop)
}

#[cfg(test)]
mod tests {
    use beadle_values::body::Body;
    use rstest::rstest;

    use super::*;

    fn parse(config: Value) -> Result<DatabaseSpec, Violations> {
        DatabaseSpec::parse_beside(config.as_object().unwrap(), &["type"], &Path::body())
    }

    #[test]
    fn a_statement_as_seed_000_writes_it() {
        let spec = parse(json!({
            "type": "database", "connection": "postgres://user:pass@localhost/db",
            "query": "INSERT INTO users (name, email) VALUES ($1, $2)", "params": ["John Doe", "${email}"],
        }))
        .unwrap();
        assert_eq!((spec.params.len(), spec.max_rows), (2, 1000));
        let stored = serde_json::to_string(&spec).unwrap();
        assert_eq!(serde_json::from_str::<DatabaseSpec>(&stored).unwrap(), spec);
    }

    #[rstest]
    #[case("${secret:db}")]
    #[case("postgresql://ada:${secret:db#password}@db.example:${port}/app?sslmode=require")]
    #[case("mysql://root@[::1]:3306/app")]
    #[case("mariadb://db/app")]
    fn connections(#[case] connection: &str) {
        assert!(parse(json!({"connection": connection, "query": "select 1"})).is_ok());
    }

    #[rstest]
    #[case(json!({}), &["body.query"])]
    #[case(json!({"query": "select 1", "connection": "sqlite://x"}), &["body.connection"])]
    #[case(json!({"query": "select 1", "connection": "postgres://u:1/p@h/db"}), &["body.connection"])]
    #[case(json!({"query": "select 1", "connection": "postgres:///db"}), &["body.connection"])]
    #[case(json!({"query": "select '${name}'", "max_rows": 0, "params": {}}),
        &["body.query", "body.params", "body.max_rows"])]
    #[case(json!({"query": "select $1", "params": ["${"], "max_rows": 10_001, "statement": 1}),
        &["body.statement", "body.params[0]", "body.max_rows"])]
    fn every_fault_is_named_with_its_place(#[case] config: Value, #[case] places: &[&str]) {
        let violations = parse(config).unwrap_err();
        assert_eq!(violations.iter().map(|v| v.path.to_string()).collect::<Vec<_>>(), places);
    }
}
