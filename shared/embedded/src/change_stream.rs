//! The changes, in batches for the projector.

use std::{sync::Arc, time::Duration};

use beadle_domain::{port::StoreError, projection::ChangeRecord};

use crate::{Embedded, changes};

/// How long to wait for company: one projection for many changes leaves the disk to those who wait for it.
const LINGER: Duration = Duration::from_millis(50);

/// The most changes in a batch.
const LARGEST_BATCH: usize = 2_000;

/// The stream of changes. They leave it when a projection with their checkpoint is applied; until then they come again.
#[derive(Debug)]
pub struct Changes {
    store: Embedded,
    full: bool,
}

impl Changes {
    pub(crate) fn new(store: Embedded) -> Self {
        Self { store, full: false }
    }

    /// The oldest changes that are not projected, as soon as there are some: in order, at least one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next(&mut self) -> Result<Vec<ChangeRecord>, StoreError> {
        let shared = Arc::clone(&self.store.shared);
        loop {
            if !self.full {
                tokio::time::sleep(LINGER).await;
            }
            let batch = self.first().await?;
            self.full = batch.len() == LARGEST_BATCH;
            if !batch.is_empty() {
                return Ok(batch);
            }
            shared.changed.notified().await;
        }
    }

    /// The oldest changes that are not projected, none if there are none: for tests and for a last round before the end.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn first(&self) -> Result<Vec<ChangeRecord>, StoreError> {
        let shard = self.store.shared.shard.clone();
        self.store.read(move |sql| changes::first(sql, &shard, LARGEST_BATCH)).await
    }
}
