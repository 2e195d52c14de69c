//! Storage of projections.

use async_trait::async_trait;
use beadle_domain::projection::{Projection, change::Sequence};

use super::StoreError;

/// The position up to which a stream of changes is projected: the fence against repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The shard of the change stream.
    pub shard: String,
    /// The first change of the batch.
    pub first: Sequence,
    /// The last change of the batch.
    pub last: Sequence,
}

/// Result of applying a projection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applied {
    /// It is applied, and the checkpoint is at its last change.
    Done,
    /// Nothing was applied, since the checkpoint is here, at or after the first change of the batch: drop the
    /// changes up to it and project the rest.
    Behind(Sequence),
}

/// Applies projections, each exactly once.
#[async_trait]
pub trait ProjectionStore: Send + Sync {
    /// The most rows that one projection may touch ([`Projection::rows`]).
    fn max_rows(&self) -> usize;

    /// Applies `projection` and moves the checkpoint, both or neither.
    ///
    /// # Errors
    /// [`StoreError`] when neither happened, or it is unknown; the batch must be processed again.
    async fn apply(&self, projection: &Projection, checkpoint: &Checkpoint) -> Result<Applied, StoreError>;
}
