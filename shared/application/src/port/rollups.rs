//! What the projector has added up.

use async_trait::async_trait;
use beadle_domain::projection::{Hour, RollupCounters, TaskCensus};
use beadle_values::id::OwnerId;

use super::StoreError;

/// Reads what the projector has added up: exact, and behind the executions by its delay.
#[async_trait]
pub trait ReadRollups: Send + Sync {
    /// The hours of `owner` from `from` until before `to` in which anything happened, first one first.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn hours(
        &self,
        owner: &OwnerId,
        from: Hour,
        to: Hour,
    ) -> Result<Vec<(Hour, RollupCounters)>, StoreError>;

    /// How many tasks `owner` has.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn tasks(&self, owner: &OwnerId) -> Result<TaskCensus, StoreError>;
}
