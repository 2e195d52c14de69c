//! What goes wrong inside an operation, before it is said in the words of a port.

use beadle_application::port::StoreError;
use rusqlite::ErrorCode;

/// Why an operation failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// SQLite refused.
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
    /// A row holds what can't be read.
    #[error("{0}")]
    Unreadable(String),
    /// A value can't be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The operation panicked.
    #[error("an operation panicked")]
    Panicked,
    /// The transaction is gone: SQLite ends it when disk or memory give out.
    #[error("the disk or the memory gave out")]
    Aborted,
    /// The store is shut.
    #[error("the store is closed")]
    Closed,
}

impl Fault {
    pub(crate) fn unreadable(what: &str, error: impl std::fmt::Display) -> Self {
        Self::Unreadable(format!("{what}: {error}"))
    }
}

impl From<&Fault> for StoreError {
    fn from(fault: &Fault) -> Self {
        let text = fault.to_string();
        match fault {
            Fault::Sql(error) => match error.sqlite_error_code() {
                Some(ErrorCode::TooBig) => Self::TooLarge(text),
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt(text),
                Some(_) => Self::Unavailable(text),
                None => Self::Corrupt(text),
            },
            Fault::Unreadable(_) | Fault::Json(_) | Fault::Panicked => Self::Corrupt(text),
            Fault::Aborted | Fault::Closed => Self::Unavailable(text),
        }
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        Self::from(&fault)
    }
}
