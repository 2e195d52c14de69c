//! Errors inside an operation, before they become errors of a port.

use std::sync::Arc;

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
    /// The owner has another one with the same key.
    #[error("the key is taken")]
    KeyTaken,
    /// The operation panicked.
    #[error("an operation panicked")]
    Panicked,
    /// SQLite ended the transaction because disk or memory ran out.
    #[error("the disk or the memory is exhausted")]
    Aborted,
    /// The store is closed.
    #[error("the store is closed")]
    Closed,
    /// The files of the store were removed or replaced.
    #[error("the files of the store are lost")]
    Lost,
}

impl Error {
    /// Whether it is about the contents of one row, and not about the store.
    pub(crate) fn is_of_a_row(&self) -> bool {
        match self {
            Self::Sql(error) => error.sqlite_error_code().is_none(),
            Self::Unreadable(_) | Self::Json(_) => true,
            Self::KeyTaken | Self::Panicked | Self::Aborted | Self::Closed | Self::Lost => false,
        }
    }

    /// Whether the file could not be read, such as for a damaged page.
    pub(crate) fn is_of_the_file(&self) -> bool {
        const UNREADABLE: [ErrorCode; 3] =
            [ErrorCode::DatabaseCorrupt, ErrorCode::NotADatabase, ErrorCode::SystemIoFailure];
        match self {
            Self::Sql(error) => error.sqlite_error_code().is_some_and(|code| UNREADABLE.contains(&code)),
            _ => false,
        }
    }

    pub(crate) fn unreadable(what: &str, error: impl std::fmt::Display) -> Self {
        Self::Unreadable(format!("{what}: {error}"))
    }
}

/// The error of a port for an error that all operations of a group may share.
pub(crate) fn of_port(error: Arc<Error>) -> StoreError {
    let code = match &*error {
        Error::Sql(error) => error.sqlite_error_code(),
        Error::Aborted | Error::Closed | Error::Lost => return StoreError::Unavailable(error.into()),
        Error::KeyTaken => return StoreError::KeyTaken,
        Error::Unreadable(_) | Error::Json(_) | Error::Panicked => None,
    };
    match code {
        Some(ErrorCode::TooBig) => StoreError::TooLarge(error.into()),
        None | Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Corrupt(error.into())
        }
        Some(_) => StoreError::Unavailable(error.into()),
    }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        of_port(Arc::new(error))
    }
}
