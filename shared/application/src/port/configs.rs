//! Storage of configs.

use async_trait::async_trait;
use beadle_domain::{config::Config, projection::AuditEntry};
use beadle_values::{
    id::{ConfigId, OwnerId, TaskId},
    page::{Cursor, Page},
};

use super::{Inserted, Replaced, StoreError};

/// A query for a list of configs, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigQuery {
    /// The owner; configs that are shared with everyone are listed too.
    pub owner: OwnerId,
    /// The most configs to return, 1 to 100.
    pub limit: usize,
    /// The start of the page; `None` for the first one.
    pub cursor: Option<Cursor>,
}

/// Reads and writes configs.
#[async_trait]
pub trait Configs: Send + Sync {
    /// The config as it was last written.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn get(&self, id: ConfigId) -> Result<Option<Config>, StoreError>;

    /// A page of the owner's configs and of the shared ones, newest first (by creation time, then id).
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::InvalidCursor`] for a cursor of another list or another store.
    async fn list(&self, query: &ConfigQuery) -> Result<Page<Config>, StoreError>;

    /// Tasks that use the config and are not deleted, at most `limit`, ordered by id.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn users(&self, id: ConfigId, limit: usize) -> Result<Vec<TaskId>, StoreError>;

    /// Writes a new config: version 1, or the version that it had in another service.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn insert(&self, config: &Config) -> Result<Inserted<Config>, StoreError>;

    /// Replaces version `expected` with `config`.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn replace(&self, config: &Config, expected: u64) -> Result<Replaced, StoreError>;

    /// Removes version `expected` permanently; [`Replaced::Done`] if it does not exist.
    ///
    /// `audit` is written with it or not at all: the entry of the audit trail about it.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be removed.
    async fn remove(
        &self,
        id: ConfigId,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError>;
}
