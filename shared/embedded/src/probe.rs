//! Whether the store answers, and what is wrong with it.

use std::sync::atomic::Ordering::SeqCst;

use async_trait::async_trait;
use beadle_application::port::{Condition, Probe, ProbeError, StoreError};
use beadle_values::cause::Cause;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{Embedded, FileSize, error::Error, figures, set_aside};

#[async_trait]
impl Probe for Embedded {
    fn name(&self) -> &'static str {
        "store"
    }

    async fn probe(&self) -> Result<Condition, ProbeError> {
        let refused = |error: StoreError| ProbeError(Cause::of(error));
        let now = self.clock.now();
        self.writer.ask(move |write| note_probe(write.sql, now)).await.map_err(refused)?;
        let handled = self.shared.handled.load(SeqCst);
        let asked = move |sql: &Connection| {
            Ok((set_aside::counts(sql)?, oldest_change(sql, handled)?, figures::file_size(sql)?))
        };
        let (set_aside, oldest, size) = self.read(asked).await.map_err(refused)?;
        let FileSize { bytes, free_bytes } = size;
        let lag_ms = oldest.map_or(0, |at| now.as_millisecond().saturating_sub(at).max(0).unsigned_abs());
        Ok(Condition {
            set_aside,
            projector_lag_ms: Some(lag_ms),
            failed_writes: Some(self.shared.faults.failed_writes()),
            failed_reads: Some(self.shared.faults.failed_reads()),
            bytes: Some(bytes),
            free_bytes: Some(free_bytes),
            ..Condition::default()
        })
    }
}

/// When the oldest change was made that is not handled yet, in milliseconds.
pub(crate) fn oldest_change(sql: &Connection, handled: i64) -> Result<Option<i64>, Error> {
    const OLDEST: &str = "SELECT at FROM changes WHERE seq > ?1 ORDER BY seq LIMIT 1";
    Ok(sql.prepare_cached(OLDEST)?.query_row([handled], |row| row.get(0)).optional()?)
}

/// Writes for the sake of writing: a full disk still commits an empty transaction.
fn note_probe(sql: &Connection, now: Timestamp) -> Result<(), Error> {
    const NOTE: &str = "INSERT OR REPLACE INTO meta (name, value) VALUES ('probed', ?1)";
    let at = now.as_millisecond().to_be_bytes();
    sql.prepare_cached(NOTE)?.execute(params![at.as_slice()])?;
    Ok(())
}
