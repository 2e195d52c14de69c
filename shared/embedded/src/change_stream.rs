//! Delivers the changes to the projector in batches.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use beadle_application::port::StoreError;
use beadle_domain::projection::ChangeRecord;
use rusqlite::Connection;

use crate::{
    Embedded,
    changes::{self, Batch},
    group::Write,
    set_aside::{self, CHANGES},
};

/// How long to wait for more changes: one projection of many changes leaves the disk to those who wait for
/// it.
const LINGER: Duration = Duration::from_millis(50);

/// The most changes in a batch.
const MAX_BATCH: usize = 2_000;

/// The stream of changes. Changes are redelivered until they are [`handled`](Self::handled). The last handled
/// batch is redelivered once after a restart, so that follow-up work that a crash interrupted is done then.
#[derive(Debug)]
pub struct Changes {
    store: Embedded,
    full: bool,
}

impl Changes {
    pub(crate) fn new(store: Embedded) -> Self {
        Self { store, full: false }
    }

    /// Waits for the oldest changes that are not handled: in order, at least one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next(&mut self) -> Result<Vec<ChangeRecord>, StoreError> {
        let shared = Arc::clone(&self.store.shared);
        loop {
            if !self.full && !self.store.options.manual_clock {
                tokio::time::sleep(LINGER).await;
            }
            let records = self.first().await?;
            self.full = records.len() == MAX_BATCH;
            if !records.is_empty() {
                return Ok(records);
            }
            shared.changed.notified().await;
        }
    }

    /// Marks `records` as handled: they are projected and all follow-up work is done.
    pub fn handled(&self, records: &[ChangeRecord]) {
        let own = records.iter().rfind(|record| record.shard == self.store.shared.shard);
        if let Some(last) = own.and_then(|record| record.sequence.as_str().parse().ok()) {
            self.store.shared.handled.fetch_max(last, Ordering::SeqCst);
        }
    }

    /// The oldest changes that are not handled, none if there are none: for tests and for the last round
    /// before shutdown. A change that can't be read is set aside.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn first(&self) -> Result<Vec<ChangeRecord>, StoreError> {
        let handled = self.store.shared.handled.load(Ordering::SeqCst);
        loop {
            let shard = self.store.shared.shard.clone();
            let first = move |sql: &Connection| changes::first(sql, &shard, handled, MAX_BATCH);
            let Batch { records, unreadable } = self.store.read(first).await?;
            if unreadable.is_empty() {
                return Ok(records);
            }
            let move_out = move |write: &mut Write<'_>| {
                unreadable.iter().try_for_each(|(seq, reason)| {
                    set_aside::move_out(write, CHANGES, &seq.to_string(), reason)
                })
            };
            self.store.writer.ask(move_out).await?;
            if !records.is_empty() {
                return Ok(records);
            }
        }
    }
}
