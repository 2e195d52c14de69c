//! Storage of API keys.

use async_trait::async_trait;
use beadle_domain::{api_key::ApiKey, projection::AuditEntry};
use beadle_values::id::{ApiKeyId, OwnerId};
use jiff::Timestamp;

use super::{Inserted, StoreError};

/// Reads and writes API keys. An owner has at most [`beadle_domain::api_key::MAX_KEYS`], apart from those
/// created concurrently.
#[async_trait]
pub trait ApiKeys: Send + Sync {
    /// Writes a new key.
    ///
    /// `audit` is written with it or not at all: the entry of the audit trail about it.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn insert(&self, key: &ApiKey, audit: Option<&AuditEntry>) -> Result<Inserted<ApiKey>, StoreError>;

    /// The key as it was last written: a revoked key authenticates nobody from now on. An expired one may be
    /// removed.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn get(&self, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError>;

    /// The keys of `owner`, newest first (by creation time, then id).
    ///
    /// # Errors
    /// [`StoreError`].
    async fn list(&self, owner: &OwnerId) -> Result<Vec<ApiKey>, StoreError>;

    /// Records that the key was used at `at`; a removed key stays removed.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be recorded.
    async fn note_use(&self, id: ApiKeyId, at: Timestamp) -> Result<(), StoreError>;

    /// Removes the key permanently; succeeds if it does not exist.
    ///
    /// `audit` is written with it or not at all: the entry of the audit trail about it.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be removed.
    async fn remove(&self, id: ApiKeyId, audit: Option<&AuditEntry>) -> Result<(), StoreError>;
}
