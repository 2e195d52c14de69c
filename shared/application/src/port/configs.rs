//! Storage of configs.

use async_trait::async_trait;
use beadle_domain::{config::Config, projection::AuditEntry, resource_key::ResourceKey};
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
    /// Only the owner's own config with this key.
    pub key: Option<ResourceKey>,
    /// Only the owner's own configs that this plan keeps.
    pub plan: Option<ResourceKey>,
    /// The most configs to return, 1 to 100.
    pub limit: usize,
    /// The start of the page; `None` for the first one.
    pub cursor: Option<Cursor>,
}

impl ConfigQuery {
    /// The newest configs that `owner` may use.
    pub fn newest(owner: OwnerId, limit: usize) -> Self {
        Self { owner, key: None, plan: None, limit, cursor: None }
    }

    /// Whether `config` matches the query.
    pub fn matches(&self, config: &Config) -> bool {
        let is_own = config.owner == self.owner;
        config.is_usable_by(&self.owner)
            && self.key.as_ref().is_none_or(|key| is_own && config.key.as_ref() == Some(key))
            && self
                .plan
                .as_ref()
                .is_none_or(|plan| is_own && config.plan.as_ref().is_some_and(|mark| mark.name == *plan))
    }
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

    /// The config of `owner` that has `key`, as of the last write.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn by_key(&self, owner: &OwnerId, key: &ResourceKey) -> Result<Option<ConfigId>, StoreError>;

    /// Tasks that use the config and are not deleted, at most `limit`, ordered by id.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn users(&self, id: ConfigId, limit: usize) -> Result<Vec<TaskId>, StoreError>;

    /// Writes a new config: version 1, or the version that it had in another service.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written; [`StoreError::KeyTaken`] if another config of the owner has its key.
    async fn insert(&self, config: &Config) -> Result<Inserted<Config>, StoreError>;

    /// Replaces version `expected` with `config`.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written; [`StoreError::KeyTaken`] if another config of the owner has its key.
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
