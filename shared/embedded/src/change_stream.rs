//! The changes, in batches for the projector.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use beadle_application::port::StoreError;
use beadle_domain::projection::ChangeRecord;

use crate::{Embedded, changes};

/// How long to wait for company: one projection for many changes leaves the disk to those who wait for it.
const LINGER: Duration = Duration::from_millis(50);

/// The most changes in a batch.
const LARGEST_BATCH: usize = 2_000;

/// The stream of changes. They come again until they are [`handled`](Self::handled), and those that were handled last come
/// once more after a restart: whatever a crash left undone that follows from them is done then.
#[derive(Debug)]
pub struct Changes {
    store: Embedded,
    full: bool,
}

impl Changes {
    pub(crate) fn new(store: Embedded) -> Self {
        Self { store, full: false }
    }

    /// The oldest changes that are not handled, as soon as there are some: in order, at least one.
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

    /// Says that `records` are projected and that all is done that follows from them.
    pub fn handled(&self, records: &[ChangeRecord]) {
        let own = records.iter().rfind(|record| record.shard == self.store.shared.shard);
        if let Some(last) = own.and_then(|record| record.sequence.as_str().parse().ok()) {
            self.store.shared.handled.fetch_max(last, Ordering::SeqCst);
        }
    }

    /// The oldest changes that are not handled, none if there are none: for tests and for a last round before the end.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn first(&self) -> Result<Vec<ChangeRecord>, StoreError> {
        let shard = self.store.shared.shard.clone();
        let handled = self.store.shared.handled.load(Ordering::SeqCst);
        self.store.read(move |sql| changes::first(sql, &shard, handled, LARGEST_BATCH)).await
    }
}
