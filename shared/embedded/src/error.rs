//! Errors inside an operation, before they become errors of a port.

use beadle_application::port::StoreError;
use rusqlite::ErrorCode;

/// Why an operation failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// SQLite returned an error.
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
    /// A row holds a value that can't be read.
    #[error("{0}")]
    Unreadable(String),
    /// A value can't be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The operation panicked.
    #[error("an operation panicked")]
    Panicked,
    /// SQLite ended the transaction because disk or memory ran out.
    #[error("the disk or the memory is exhausted")]
    Aborted,
    /// The store is closed.
    #[error("the store is closed")]
    Closed,
}

impl Error {
    pub(crate) fn unreadable(what: &str, error: impl std::fmt::Display) -> Self {
        Self::Unreadable(format!("{what}: {error}"))
    }
}

impl From<&Error> for StoreError {
    fn from(error: &Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Sql(error) => match error.sqlite_error_code() {
                Some(ErrorCode::TooBig) => Self::TooLarge(text),
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt(text),
                Some(_) => Self::Unavailable(text),
                None => Self::Corrupt(text),
            },
            Error::Unreadable(_) | Error::Json(_) | Error::Panicked => Self::Corrupt(text),
            Error::Aborted | Error::Closed => Self::Unavailable(text),
        }
    }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}
