//! Where configs are kept.

use async_trait::async_trait;
use beadle_domain::config::Config;
use beadle_values::{
    id::{ConfigId, OwnerId, TaskId},
    page::{Cursor, Page},
};

use super::{Inserted, Replaced, StoreError};

/// What to list, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigQuery {
    /// Whose; those that are shared with everyone are in the list too.
    pub owner: OwnerId,
    /// How many at most, 1 to 100.
    pub limit: usize,
    /// Where to go on.
    pub cursor: Option<Cursor>,
}

/// Reads configs.
#[async_trait]
pub trait ReadConfigs: Send + Sync {
    /// The config, as it was last written.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn get(&self, id: ConfigId) -> Result<Option<Config>, StoreError>;

    /// A page of the owner's configs and of those that are shared, newest first (by creation time, then id).
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::InvalidCursor`] for a cursor of another list or another's making.
    async fn list(&self, query: &ConfigQuery) -> Result<Page<Config>, StoreError>;

    /// Tasks that name the config and are not deleted, at most `limit`, in the order of their ids.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn users(&self, id: ConfigId, limit: usize) -> Result<Vec<TaskId>, StoreError>;
}

/// Writes configs.
#[async_trait]
pub trait WriteConfigs: Send + Sync {
    /// Writes a new config (version 1).
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn insert(&self, config: &Config) -> Result<Inserted<Config>, StoreError>;

    /// Writes `config` in place of version `expected`.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn replace(&self, config: &Config, expected: u64) -> Result<Replaced, StoreError>;

    /// Removes version `expected` for good; one that is gone already is [`Replaced::Done`].
    ///
    /// # Errors
    /// [`StoreError`] when it may not be removed.
    async fn remove(&self, id: ConfigId, expected: u64) -> Result<Replaced, StoreError>;
}
