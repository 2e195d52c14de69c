//! Storage of the state of gates.

use async_trait::async_trait;
use beadle_domain::gate::{GateKey, GateState, StoredGate};

use super::{StoreError, VersionedWrite};

/// Reads and writes the state of gates, each by compare-and-swap.
#[async_trait]
pub trait GateStore: Send + Sync {
    /// The state of a gate. The read may be slightly stale; a write based on a stale version is refused.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn read(&self, key: &GateKey) -> Result<StoredGate, StoreError>;

    /// Replaces version `expected` with `state`, as version `expected + 1`. 0 for one that was never written.
    ///
    /// # Errors
    /// [`StoreError`] when it may or may not be written.
    async fn write(
        &self,
        key: &GateKey,
        state: &GateState,
        expected: u64,
    ) -> Result<VersionedWrite<StoredGate>, StoreError>;
}
