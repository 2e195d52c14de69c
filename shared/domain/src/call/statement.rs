//! A database statement: the request, its limits, the rows, and why there are none.

use std::time::Duration;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    destination::EgressScope,
    execution::{Failure, FailureCode},
};

/// A statement, ready to run.
#[derive(Debug, Clone)]
pub struct DatabaseRequest {
    /// Where to: a URL with the scheme `postgres`, `postgresql`, `mysql` or `mariadb`; it holds the password.
    pub connection: SecretString,
    /// One statement; `$1` stands for the first parameter on PostgreSQL, the first `?` for it on MySQL.
    pub query: String,
    /// What is put in for the placeholders, by position.
    pub params: Vec<Value>,
    /// How many rows are read; reading stops there.
    pub max_rows: usize,
    /// Where the connection may go.
    pub egress: EgressScope,
}

/// The bounds of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatabaseLimits {
    /// From the first byte sent to the last row read, connecting included. The server is told it too.
    pub timeout: Duration,
    /// How much of the rows is kept, in bytes of their JSON; reading stops there.
    pub max_bytes: usize,
}

/// What came back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DatabaseAnswer {
    /// The columns, in their order; none when the statement returns no rows.
    pub columns: Vec<Column>,
    /// The rows, each with a member for every column.
    pub rows: Vec<Map<String, Value>>,
    /// How many rows were changed; for a statement that returns rows, how many were read.
    pub affected: u64,
    /// Whether there were more rows.
    pub truncated: bool,
}

/// A column of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name in the rows: the second column of one name is `name_2`.
    pub name: String,
    /// The name of its type, as the database calls it.
    #[serde(rename = "type")]
    pub type_name: String,
}

/// Why a statement did not run. The texts are for the caller: nothing of the connection and nothing internal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseError {
    /// No connection could be made or kept.
    #[error("no connection: {0}")]
    Connect(String),
    /// TLS could not be agreed on.
    #[error("no trusted TLS connection: {0}")]
    Tls(String),
    /// The time was up.
    #[error("the statement did not end within {} ms", .0.as_millis())]
    Timeout(Duration),
    /// The egress guard does not let connections go there.
    #[error("{0}")]
    Egress(String),
    /// The database refused the statement.
    #[error("the database refused: {0}")]
    Refused(String),
    /// The database could not do it now; later it may.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The statement, its parameters or the connection's address can't be used.
    #[error("the statement can't be sent: {0}")]
    InvalidRequest(String),
    /// The answer breaks the protocol or holds what can't be read.
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
    fn what_an_error_means(#[case] error: DatabaseError, #[case] code: &str, #[case] retryable: bool) {
        let failure = Failure::from(error);
        assert_eq!((failure.code.as_str(), failure.is_retryable()), (code, retryable));
    }

    #[test]
    fn a_request_does_not_show_its_password() {
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
