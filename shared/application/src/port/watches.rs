//! Storage of what is expected to happen by a time.

use async_trait::async_trait;
use beadle_domain::watch::{DueWatch, Watch, WatchKey};
use jiff::Timestamp;

use super::{Replaced, StoreError};

/// Reads and writes watches, each by compare-and-swap, and finds those that are due without reading the others.
#[async_trait]
pub trait Watches: Send + Sync {
    /// The watch over `key`, as it was last written; `None` as well once it may have been removed.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn read(&self, key: &WatchKey) -> Result<Option<Watch>, StoreError>;

    /// Writes `watch` in place of the version before it; there is none before version 1.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn write(&self, watch: &Watch) -> Result<Replaced, StoreError>;

    /// At most `limit` of the watches that are due at `now`, in order, after `after` if that is given. The list may be
    /// slightly stale: what is written on account of it is written over the version that [`Self::read`] returns.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn due(
        &self,
        now: Timestamp,
        after: Option<&DueWatch>,
        limit: usize,
    ) -> Result<Vec<DueWatch>, StoreError>;
}
