//! What is done to a data folder from outside of the process that serves it: backups, restores, checkups, and API keys that are
//! created on the machine itself.
//!
//! All of it but a restore works beside a running server: SQLite keeps processes apart, and nothing here changes what the
//! server keeps in memory.

mod backup;
mod checkup;
mod files;
mod keys;
mod restore;

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};

#[cfg(test)]
pub(crate) use self::checkup::shape;
pub use self::{
    backup::{BackedUp, Copied},
    checkup::Checkup,
    keys::LocalKeys,
    restore::Restored,
};
use crate::{
    OpenError,
    error::Error,
    identity,
    open::FILE,
    schema::{self, Found},
};

/// How long to wait for a lock of another process.
const PATIENCE: Duration = Duration::from_secs(10);

/// A data folder, with or without a server that runs on it.
#[derive(Debug, Clone)]
pub struct DataFolder {
    folder: PathBuf,
}

/// Why something can't be done to a data folder. Each message is one line for the terminal.
#[derive(Debug, thiserror::Error)]
pub enum MaintenanceError {
    /// There is no store in the folder.
    #[error("there is no store in the data folder {}", .0.display())]
    NoStore(PathBuf),
    /// What would be written is there already.
    #[error("{} exists already; --force replaces it", .0.display())]
    Exists(PathBuf),
    /// Another process writes the same file.
    #[error("{} is being written by another process", .0.display())]
    InProgress(PathBuf),
    /// The backup would be a file of the data folder.
    #[error("{} is in the data folder itself: a backup belongs elsewhere, best on another disk", .0.display())]
    Inside(PathBuf),
    /// The store can't be used as it is.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// The schema has to be upgraded first.
    #[error("the store {} has schema {found}, this beadle uses {known}: start the server once, which upgrades it", .file.display())]
    OldSchema {
        /// The file.
        file: PathBuf,
        /// The schema of the file.
        found: i64,
        /// The schema of this version.
        known: i64,
    },
    /// A backup names a file that no data folder has.
    #[error("the backup contains the file {0:?}, which no data folder has")]
    UnknownFile(String),
    /// A file can't be read or written.
    #[error("{}: {source}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// SQLite can't read or write.
    #[error("{}: {source}", .path.display())]
    Sql {
        /// The file.
        path: PathBuf,
        /// SQLite's error.
        source: rusqlite::Error,
    },
}

impl DataFolder {
    /// The data folder `folder`.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The store in the folder, without changing anything. The connection only reads; with its schema.
    fn open_to_read(&self) -> Result<(Connection, PathBuf, i64), MaintenanceError> {
        let file = self.existing()?;
        if let Some(reason) = identity::mistaken(&file) {
            return Err(OpenError::Mistaken { file, reason }.into());
        }
        let sql = connect(&file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let schema = schema_of(&sql, &file)?;
        Ok((sql, file, schema))
    }

    /// The file of the store, which is there.
    fn existing(&self) -> Result<PathBuf, MaintenanceError> {
        let file = self.folder.join(FILE);
        if file.is_file() { Ok(file) } else { Err(MaintenanceError::NoStore(self.folder.clone())) }
    }
}

fn connect(file: &Path, access: OpenFlags) -> Result<Connection, MaintenanceError> {
    let sql = Connection::open_with_flags(file, access | OpenFlags::SQLITE_OPEN_NO_MUTEX);
    let sql = sql.map_err(of_sql(file))?;
    sql.busy_timeout(PATIENCE).map_err(of_sql(file))?;
    Ok(sql)
}

/// The schema of a store that this version can open.
fn schema_of(sql: &Connection, file: &Path) -> Result<i64, MaintenanceError> {
    let damaged = |reason: String| OpenError::Damaged { file: file.to_owned(), reason };
    let found = match schema::inspect(sql) {
        Err(Error::Sql(error)) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            return Err(damaged("it is not an SQLite file".to_owned()).into());
        }
        found => found.map_err(|error| damaged(error.to_string()))?,
    };
    match found {
        Found::Known => Ok(schema::VERSION),
        Found::Older(schema) => Ok(schema),
        Found::Newer(found) => {
            Err(OpenError::NewerSchema { file: file.to_owned(), found, known: schema::VERSION }.into())
        }
        Found::New | Found::Foreign => Err(damaged("it is not a store of Beadle".to_owned()).into()),
    }
}

fn of_sql(path: &Path) -> impl Fn(rusqlite::Error) -> MaintenanceError {
    move |source| MaintenanceError::Sql { path: path.to_owned(), source }
}

fn of_file(path: &Path) -> impl Fn(io::Error) -> MaintenanceError {
    move |source| MaintenanceError::File { path: path.to_owned(), source }
}

/// Whether the structure of the whole file is as it should be.
fn check(sql: &Connection, file: &Path) -> Result<(), MaintenanceError> {
    match checkup::integrity(sql, 1).into_iter().next() {
        None => Ok(()),
        Some(reason) => Err(OpenError::Damaged { file: file.to_owned(), reason }.into()),
    }
}
