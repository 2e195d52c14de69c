//! API keys of a store, beside a server that may be running on it: so an operator gets the first one.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use beadle_application::port::{ApiKeys, Clock, Inserted, StoreError};
use beadle_domain::{api_key::ApiKey, projection::AuditEntry};
use beadle_values::id::{ApiKeyId, OwnerId};
use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::{DataFolder, MaintenanceError, connect, schema_of};
use crate::{Embedded, Options, api_keys, error::Error, open::FILE, schema};

/// The API keys of a store. A server that runs on it sees each write at once, since it looks every key up in the store.
pub struct LocalKeys {
    sql: Mutex<Connection>,
    clock: Arc<dyn Clock>,
}

impl DataFolder {
    /// The API keys of the store in the folder; a folder without one gets an empty store.
    ///
    /// # Errors
    /// [`MaintenanceError`]: if the store has another schema than this version, since a server of another version may be
    /// running on it.
    pub fn api_keys(&self, clock: Arc<dyn Clock>) -> Result<LocalKeys, MaintenanceError> {
        let file = self.folder.join(FILE);
        if !file.exists() {
            let options = Options { clock: Arc::clone(&clock), ..Options::in_folder(&self.folder) };
            drop(Embedded::open(options)?);
        }
        let sql = connect(&file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        match schema_of(&sql, &file)? {
            schema::VERSION => Ok(LocalKeys { sql: Mutex::new(sql), clock }),
            found => Err(old_schema(file, found)),
        }
    }
}

fn old_schema(file: PathBuf, found: i64) -> MaintenanceError {
    MaintenanceError::OldSchema { file, found, known: schema::VERSION }
}

impl LocalKeys {
    /// Runs `operation` in a transaction that no other process writes beside.
    fn write<T>(&self, operation: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, StoreError> {
        let mut sql = self.sql.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction =
            sql.transaction_with_behavior(TransactionBehavior::Immediate).map_err(Error::from)?;
        let done = operation(&transaction)?;
        transaction.commit().map_err(Error::from)?;
        Ok(done)
    }

    fn read<T>(&self, question: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, StoreError> {
        let sql = self.sql.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(question(&sql)?)
    }
}

#[async_trait]
impl ApiKeys for LocalKeys {
    async fn insert(&self, key: &ApiKey, audit: Option<&AuditEntry>) -> Result<Inserted<ApiKey>, StoreError> {
        let document = serde_json::to_string(key).map_err(Error::from)?;
        self.write(|sql| api_keys::insert(sql, self.clock.now(), key, &document, audit))
    }

    async fn get(&self, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError> {
        self.read(|sql| api_keys::find(sql, id))
    }

    async fn list(&self, owner: &OwnerId) -> Result<Vec<ApiKey>, StoreError> {
        self.read(|sql| api_keys::of_owner(sql, owner, |_, _, key| key.map(Some)))
    }

    async fn note_use(&self, id: ApiKeyId, at: Timestamp) -> Result<(), StoreError> {
        self.write(|sql| api_keys::note_use(sql, id, at))
    }

    async fn remove(&self, id: ApiKeyId, audit: Option<&AuditEntry>) -> Result<(), StoreError> {
        self.write(|sql| api_keys::remove(sql, id, audit))
    }
}

impl std::fmt::Debug for LocalKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalKeys").finish_non_exhaustive()
    }
}
