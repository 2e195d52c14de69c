//! The aggregates of the projector.

use async_trait::async_trait;
use beadle_domain::projection::{Hour, RollupCounters, TaskCensus};
use beadle_values::id::OwnerId;

use super::StoreError;

/// Reads the aggregates of the projector: exact, but behind the executions by its delay.
#[async_trait]
pub trait Rollups: Send + Sync {
    /// The hours of `owner` from `from` until before `to` that have any counts, earliest first.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn hours(
        &self,
        owner: &OwnerId,
        from: Hour,
        to: Hour,
    ) -> Result<Vec<(Hour, RollupCounters)>, StoreError>;

    /// The number of tasks of `owner`, by status, type and priority.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn tasks(&self, owner: &OwnerId) -> Result<TaskCensus, StoreError>;
}
