//! A store whose projections touch few rows.

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use beadle_application::port::{Applied, Checkpoint, ProjectionStore, StoreError};
use beadle_domain::projection::Projection;

/// A store that takes fewer rows in one projection than the store behind it, and knows the most that it got.
#[derive(Debug)]
pub struct NarrowStore<S> {
    store: S,
    max_rows: usize,
    widest: AtomicUsize,
}

impl<S> NarrowStore<S> {
    /// `store`, in which one projection may touch `max_rows`.
    pub fn new(store: S, max_rows: usize) -> Self {
        Self { store, max_rows, widest: AtomicUsize::new(0) }
    }

    /// The most rows that one projection touched so far.
    pub fn widest(&self) -> usize {
        self.widest.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl<S: ProjectionStore> ProjectionStore for NarrowStore<S> {
    fn max_rows(&self) -> usize {
        self.max_rows
    }

    async fn apply(&self, projection: &Projection, checkpoint: &Checkpoint) -> Result<Applied, StoreError> {
        self.widest.fetch_max(projection.rows(), Ordering::SeqCst);
        self.store.apply(projection, checkpoint).await
    }
}
