//! A database statement as a user writes it: `connection`, `query`, `params` (seed 000).

use beadle_values::{
    integer::integer,
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use super::{graphql::text, refuse_unknown};
use crate::interpolation::{self, Template};

const MEMBERS: [&str; 4] = ["connection", "query", "params", "max_rows"];

/// The schemes of connections.
const SCHEMES: [&str; 4] = ["postgres", "postgresql", "mysql", "mariadb"];

/// How many rows are read where nothing is stated.
const DEFAULT_ROWS: usize = 1000;

/// The most rows that are read.
const MOST_ROWS: usize = 10_000;

/// The most parameters: a statement of PostgreSQL takes no more.
const MOST_PARAMS: usize = 65_535;

/// A database statement, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DatabaseSpec {
    /// Where to: a URL of PostgreSQL or MySQL; the config's where it says nothing. It may hold a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<Template>,
    /// One statement; it holds no placeholders.
    pub query: String,
    /// What is put in for the statement's parameters, by position; texts may hold placeholders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<Value>,
    /// How many rows are read.
    #[serde(default = "default_rows")]
    pub max_rows: usize,
}

fn default_rows() -> usize {
    DEFAULT_ROWS
}

impl DatabaseSpec {
    /// Reads the members of a statement.
    ///
    /// # Errors
    /// Every fault of them, unknown members included, save those named in `beside`.
    pub fn parse(config: &Map<String, Value>, beside: &[&str], path: &Path) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        refuse_unknown(config, &MEMBERS, beside, path, &mut violations);
        let present = |name: &str| config.get(name).filter(|value| !value.is_null());
        let connection = present("connection")
            .and_then(|value| violations.take(connection(value, &path.key("connection"))));
        let query = text(present("query"), &path.key("query"), &mut violations);
        if query.as_deref().is_some_and(|query| query.contains("${")) {
            violations.push(
                Violation::new(path.key("query"), "placeholder", "holds a placeholder")
                    .hint("write `$1` (PostgreSQL) or `?` (MySQL) and give the value in `params`"),
            );
        }
        let params = match present("params") {
            None => Vec::new(),
            Some(Value::Array(params)) if params.len() <= MOST_PARAMS => {
                for (index, value) in params.iter().enumerate() {
                    violations.take(interpolation::check_value(value, &path.key("params").index(index)));
                }
                params.clone()
            }
            Some(_) => {
                violations.add(
                    path.key("params"),
                    "type_error",
                    format!("must be a list of at most {MOST_PARAMS}"),
                );
                Vec::new()
            }
        };
        let max_rows = match present("max_rows") {
            None => DEFAULT_ROWS,
            Some(value) => {
                let given = integer(value).and_then(|rows| usize::try_from(rows).ok());
                given.filter(|rows| (1..=MOST_ROWS).contains(rows)).unwrap_or_else(|| {
                    let message = format!("must be a number from 1 to {MOST_ROWS}");
                    violations.add(path.key("max_rows"), "out_of_range", message);
                    DEFAULT_ROWS
                })
            }
        };
        match query {
            Some(query) if violations.is_empty() => Ok(Self { connection, query, params, max_rows }),
            _ => Err(violations),
        }
    }
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
    let text = value.as_str().ok_or_else(|| refused("is not a text"))?.trim();
    let template = Template::parse(text, path)?;
    let (outline, begins_with_placeholder) = template.outline("1");
    if !begins_with_placeholder {
        is_connection(&outline).map_err(refused)?;
    }
    Ok(template)
}

/// Whether `text` is the URL of a database, or why not.
pub(crate) fn is_connection(text: &str) -> Result<(), &'static str> {
    let url = Url::parse(text).map_err(|_| "is no URL")?;
    if !SCHEMES.contains(&url.scheme()) {
        return Err("must begin with postgres://, postgresql://, mysql:// or mariadb://");
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("names no host");
    }
    // A password with a reserved character in it would be taken for a part of the path, and be told.
    if url.path().contains('@') || url.fragment().is_some() {
        return Err("has an `@` or `#` where it means nothing: write %40 or %23 in a password");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn parse(config: Value) -> Result<DatabaseSpec, Violations> {
        DatabaseSpec::parse(config.as_object().unwrap(), &["type"], &Path::body())
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
