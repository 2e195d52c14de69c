//! Where API keys are kept.

use async_trait::async_trait;
use beadle_domain::api_key::ApiKey;
use beadle_values::id::{ApiKeyId, OwnerId};
use jiff::Timestamp;

use super::{Inserted, StoreError};

/// Keeps API keys. There are at most [`beadle_domain::api_key::MAX_KEYS`] of an owner, give or take those made at the same
/// moment.
#[async_trait]
pub trait ApiKeys: Send + Sync {
    /// Writes a new key.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn insert(&self, key: &ApiKey) -> Result<Inserted<ApiKey>, StoreError>;

    /// The key, as it was last written: one that is removed lets nobody in any more. One that expired may be gone.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn get(&self, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError>;

    /// The keys of `owner`, newest first (by creation time, then id).
    ///
    /// # Errors
    /// [`StoreError`].
    async fn list(&self, owner: &OwnerId) -> Result<Vec<ApiKey>, StoreError>;

    /// Notes that the key was used at `at`; one that is gone stays gone.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be noted.
    async fn note_use(&self, id: ApiKeyId, at: Timestamp) -> Result<(), StoreError>;

    /// Removes the key for good; one that is gone already is left as it is.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be removed.
    async fn remove(&self, id: ApiKeyId) -> Result<(), StoreError>;
}
