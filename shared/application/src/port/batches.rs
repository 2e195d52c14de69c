//! Storage of batches.

use async_trait::async_trait;
use beadle_domain::{
    batch::{Batch, CountedBatch},
    execution::Execution,
    projection::AuditEntry,
};
use beadle_values::{
    id::{BatchId, OwnerId},
    page::{Cursor, Page},
};

use super::{Inserted, Replaced, StoreError};

/// A query for a list of batches, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchQuery {
    /// The owner.
    pub owner: OwnerId,
    /// The most batches to return, 1 to 100.
    pub limit: usize,
    /// The start of the page; `None` for the first one.
    pub cursor: Option<Cursor>,
}

/// Reads and writes batches. Their executions are added by [`StartExecutions`](super::StartExecutions) and
/// counted by [`ProjectionStore`](super::ProjectionStore).
#[async_trait]
pub trait Batches: Send + Sync {
    /// The batch as it was last written, with its counts. A count of ended executions is at least what was
    /// projected before the call.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn get(&self, id: BatchId) -> Result<Option<CountedBatch>, StoreError>;

    /// A page of an owner's batches, newest first (by creation time, then id).
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::InvalidCursor`] for a cursor of another list or another store.
    async fn list(&self, query: &BatchQuery) -> Result<Page<CountedBatch>, StoreError>;

    /// Writes a new batch: version 1, to which executions can be added, or one that has ended in another service.
    ///
    /// `audit` is written with it or not at all: the entry of the audit trail about it.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn insert(&self, batch: &Batch, audit: Option<&AuditEntry>) -> Result<Inserted<Batch>, StoreError>;

    /// Replaces version `expected` with `batch`. From the version on that is closed, no execution can be added.
    ///
    /// `audit` is written with it or not at all: the entry of the audit trail about it.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn replace(
        &self,
        batch: &Batch,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError>;
}

/// Result of adding an execution to its batch.
#[derive(Debug, Clone, PartialEq)]
pub enum Added {
    /// It is added and started.
    Created,
    /// It was added before, and was not changed.
    Existing(Box<Execution>),
    /// The batch is closed, or does not exist: nothing is started.
    Closed,
}
