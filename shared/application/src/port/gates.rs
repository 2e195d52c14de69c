//! Where the documents of gates are kept.

use async_trait::async_trait;
use beadle_domain::gate::{GateKey, GateState, StoredGate};

use super::StoreError;

/// Keeps the documents of gates, each written by compare-and-swap.
#[async_trait]
pub trait GateStore: Send + Sync {
    /// The document, as it was last written or was a moment before: a write on what is no longer so is refused.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn read(&self, key: &GateKey) -> Result<StoredGate, StoreError>;

    /// Writes the document in place of version `expected`, as version `expected + 1`. 0 for one that was never written.
    ///
    /// # Errors
    /// [`StoreError`] when it may or may not be written.
    async fn write(&self, key: &GateKey, state: &GateState, expected: u64)
    -> Result<GateWritten, StoreError>;
}

/// What came of a write.
#[derive(Debug, Clone, PartialEq)]
pub enum GateWritten {
    /// It is written.
    Done,
    /// It has another version by now: this one.
    Conflict(Box<StoredGate>),
}
