//! `DatabaseCaller`: one adapter, [`Databases`], against PostgreSQL, PostgreSQL behind PgBouncer, and
//! MariaDB. tests/run starts them and sets their URLs.

mod cleanup;
mod egress;
mod failures;
mod fallbacks;
mod limits;
mod pooled;
mod sessions;
mod statements;
mod tls;
mod transactions;
mod values;

use std::time::Duration;

use anyhow::Context;
use beadle_application::port::DatabaseCaller;
use beadle_domain::{
    call::{DatabaseAnswer, DatabaseError, DatabaseLimits, DatabaseRequest},
    destination::EgressScope,
    egress::EgressPolicy,
};
use beadle_outbound::Databases;
use serde_json::{Value, json};

/// Limits that no statement of these tests reaches.
const PATIENT: DatabaseLimits = DatabaseLimits { timeout: Duration::from_secs(30), max_bytes: 64 * 1024 };

/// A database and its dialect.
#[derive(Debug, Clone, Copy)]
pub struct Peer {
    variable: &'static str,
    /// Returns the sum of two integer parameters as `sum`.
    sum: &'static str,
    /// Returns the numbers from 1 to a billion as `n`.
    billion: &'static str,
    /// Returns the id of its connection.
    connection: &'static str,
    /// Takes half a minute.
    slow: &'static str,
    /// Returns the number of running statements like `slow`.
    running: &'static str,
}

pub const POSTGRES: Peer = Peer {
    variable: "BEADLE_POSTGRES_URL",
    sum: "SELECT $1::int + $2::int AS sum",
    billion: "SELECT generate_series(1, 1000000000) AS n",
    connection: "SELECT pg_backend_pid() AS id",
    slow: "SELECT pg_sleep(30)",
    running: "SELECT count(*) AS n FROM pg_stat_activity \
              WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'",
};

/// The same database behind PgBouncer, where each transaction may have another server.
pub const PGBOUNCER: Peer = Peer { variable: "BEADLE_PGBOUNCER_URL", ..POSTGRES };

pub const MARIADB: Peer = Peer {
    variable: "BEADLE_MARIADB_URL",
    sum: "SELECT CAST(? + ? AS INT) AS sum",
    billion: "SELECT seq AS n FROM seq_1_to_1000000000",
    connection: "SELECT CONNECTION_ID() AS id",
    slow: "SELECT SLEEP(30)",
    running: "SELECT count(*) AS n FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP%'",
};

impl Peer {
    /// The URL of the database, followed by `parameters`.
    fn url(&self, parameters: &str) -> String {
        let url = std::env::var(self.variable)
            .with_context(|| format!("{} is not set: run these tests with tests/run fast", self.variable));
        format!("{}{parameters}", url.expect("a database"))
    }

    fn is_postgres(&self) -> bool {
        self.variable != MARIADB.variable
    }

    fn request(&self, query: &str, params: Value) -> DatabaseRequest {
        DatabaseRequest {
            connection: self.url("").into(),
            query: query.to_owned(),
            params: params.as_array().expect("an array").clone(),
            max_rows: 100,
            egress: EgressScope::default(),
        }
    }

    /// Runs a statement over its own connection.
    async fn run(&self, query: &str, params: Value) -> Result<DatabaseAnswer, DatabaseError> {
        databases().run(self.request(query, params), PATIENT).await
    }

    /// The single value that a statement returns.
    async fn value(&self, databases: &Databases, query: &str) -> Value {
        let answer = databases.run(self.request(query, json!([])), PATIENT).await.expect("an answer");
        answer.rows[0].values().next().expect("a column").clone()
    }
}

fn databases() -> Databases {
    Databases::new(EgressPolicy::open())
}

/// A table for this test alone.
fn table() -> String {
    format!("t_{}", uuid::Uuid::now_v7().simple())
}
