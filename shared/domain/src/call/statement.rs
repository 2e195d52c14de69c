//! A database statement: the request, its limits, the rows and its errors.

use std::time::Duration;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    destination::EgressScope,
    execution::{Failure, FailureCode},
};

/// A statement that is ready to run.
#[derive(Debug, Clone)]
pub struct DatabaseRequest {
    /// The connection URL with the scheme `postgres`, `postgresql`, `mysql` or `mariadb`; contains the
    /// password.
    pub connection: SecretString,
    /// One statement. Its first placeholder is `$1` on PostgreSQL and the first `?` on MySQL.
    pub query: String,
    /// The values of the placeholders, by position.
    pub params: Vec<Value>,
    /// How many rows are read.
    pub max_rows: usize,
    /// Where the connection may go.
    pub egress: EgressScope,
}

/// The limits of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatabaseLimits {
    /// From the first byte sent to the last row read, including connecting. The server gets this timeout
    /// too.
    pub timeout: Duration,
    /// How much of the rows is read, in bytes of their JSON.
    pub max_bytes: usize,
}

/// The result of a statement.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DatabaseAnswer {
    /// The columns in order; none if the statement returns no rows.
    pub columns: Vec<Column>,
    /// The rows, each with a member per column.
    pub rows: Vec<Map<String, Value>>,
    /// How many rows were changed; for a statement that returns rows, how many were read.
    pub affected: u64,
    /// Whether there were more rows.
    pub truncated: bool,
}

/// A column of the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name in the rows; the second column with the same name is called `name_2`.
    pub name: String,
    /// The name of its type in the database.
    #[serde(rename = "type")]
    pub type_name: String,
}

/// Why a statement did not run. The messages are for the caller and contain nothing internal and no part of
/// the connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseError {
    /// No connection could be established or kept.
    #[error("no connection: {0}")]
    Connect(String),
    /// The TLS handshake failed.
    #[error("no trusted TLS connection: {0}")]
    Tls(String),
    /// The timeout expired.
    #[error("the statement did not end within {} ms", .0.as_millis())]
    Timeout(Duration),
    /// The egress guard does not allow the destination.
    #[error("{0}")]
    Egress(String),
    /// The database rejected the statement.
    #[error("the database refused: {0}")]
    Refused(String),
    /// The database could not run the statement now, but may later.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The statement, its parameters or the connection's address can't be used.
    #[error("the statement can't be sent: {0}")]
    InvalidRequest(String),
    /// The response violates the protocol or can't be decoded.
    #[error("the answer can't be read: {0}")]
    InvalidResponse(String),
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        let code = match &error {
            DatabaseError::Connect(_) => FailureCode::Connect,
            DatabaseError::Tls(_) => FailureCode::Tls,
            DatabaseError::Timeout(_) => FailureCode::Timeout,
            DatabaseError::Egress(_) => FailureCode::Egress,
            DatabaseError::Refused(_) => FailureCode::Database,
            DatabaseError::Busy(_) => FailureCode::DatabaseBusy,
            DatabaseError::InvalidRequest(_) => FailureCode::InvalidRequest,
            DatabaseError::InvalidResponse(_) => FailureCode::InvalidResponse,
        };
        Self::new(code, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(DatabaseError::Connect("x".into()), "connect", true)]
    #[case(DatabaseError::Tls("x".into()), "tls", false)]
    #[case(DatabaseError::Timeout(Duration::from_secs(1)), "timeout", true)]
    #[case(DatabaseError::Egress("x".into()), "egress", false)]
    #[case(DatabaseError::Refused("x".into()), "database", false)]
    #[case(DatabaseError::Busy("x".into()), "database_busy", true)]
    #[case(DatabaseError::InvalidRequest("x".into()), "invalid_request", false)]
    #[case(DatabaseError::InvalidResponse("x".into()), "invalid_response", true)]
    fn errors_map_to_failures(#[case] error: DatabaseError, #[case] code: &str, #[case] retryable: bool) {
        let failure = Failure::from(error);
        assert_eq!((failure.code.as_str(), failure.is_retryable()), (code, retryable));
    }

    #[test]
    fn debug_hides_the_password() {
        let request = DatabaseRequest {
            connection: "postgres://ada:hunter2@db.example/app".into(),
            query: "select 1".into(),
            params: Vec::new(),
            max_rows: 1,
            egress: EgressScope::default(),
        };
        assert!(!format!("{request:?}").contains("hunter2"));
    }
}
