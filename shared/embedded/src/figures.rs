//! Figures about the store: what it holds, what waits in it, and the space it takes.

use std::{collections::BTreeMap, fs, path::Path, sync::atomic::Ordering::SeqCst};

use beadle_application::port::StoreError;
use beadle_domain::{
    execution::Status,
    gate::{BreakerState, GatePart, GateState, PhaseName},
};
use beadle_values::id::ConfigId;
use jiff::Timestamp;
use rusqlite::Connection;
use uuid::Uuid;

use crate::{Embedded, error::Error, open::FILE, probe::oldest_change, row, set_aside};

/// The most breakers that are listed.
const MAX_BREAKERS: i64 = 1_000;

/// Figures about a store at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// When they were taken.
    pub at: Timestamp,
    /// How many executions have not ended, by state.
    pub unended: BTreeMap<Status, u64>,
    /// When the execution was due that has been due for longest and is not running.
    pub oldest_due: Option<Timestamp>,
    /// How many changes are not projected.
    pub unprojected: u64,
    /// When the oldest of them was made.
    pub oldest_change: Option<Timestamp>,
    /// The phase of each breaker that ever left `closed`, at most 1,000 of them.
    pub breakers: Vec<(ConfigId, PhaseName)>,
    /// How many messages could not be handled and wait for the end of their execution.
    pub dead_letters: u64,
    /// The bytes of the file's pages, and those of them that are free.
    pub file: FileSize,
    /// The bytes of the write-ahead log; 0 in memory.
    pub log_bytes: u64,
    /// How many rows can't be read, by table.
    pub set_aside: BTreeMap<String, u64>,
    /// How many groups of writes failed since the process began.
    pub failed_writes: u64,
    /// How many reads came upon an unreadable part of the file since the process began.
    pub failed_reads: u64,
}

/// The size of the file in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileSize {
    /// All pages.
    pub bytes: u64,
    /// Pages that hold nothing, and are used before the file grows.
    pub free_bytes: u64,
}

impl Embedded {
    /// The figures now. Reads the index of the executions that have not ended, and nothing of those that have.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be read.
    pub async fn figures(&self) -> Result<Figures, StoreError> {
        let (at, handled) = (self.clock.now(), self.shared.handled.load(SeqCst));
        let log_bytes = self.options.path.as_deref().map_or(0, log_bytes);
        let (failed_writes, failed_reads) =
            (self.shared.faults.failed_writes(), self.shared.faults.failed_reads());
        self.read(move |sql| {
            let (unended, oldest_due) = unended(sql, at)?;
            Ok(Figures {
                at,
                unended,
                oldest_due,
                unprojected: count(sql, "SELECT count(*) FROM changes WHERE seq > ?1", handled)?,
                oldest_change: oldest_change(sql, handled)?.map(row::time).transpose()?,
                breakers: breakers(sql)?,
                dead_letters: count(sql, "SELECT count(*) FROM dead_letters WHERE seq > ?1", 0)?,
                file: file_size(sql)?,
                log_bytes,
                set_aside: set_aside::counts(sql)?,
                failed_writes,
                failed_reads,
            })
        })
        .await
    }
}

/// How many executions have not ended by state, and since when one is due that nobody runs.
fn unended(sql: &Connection, now: Timestamp) -> Result<(BTreeMap<Status, u64>, Option<Timestamp>), Error> {
    const UNENDED: &str = "SELECT status, count(*), min(wake) FROM executions INDEXED BY executions_to_wake \
        WHERE wake IS NOT NULL GROUP BY status";
    let mut statement = sql.prepare_cached(UNENDED)?;
    let mut rows = statement.query([])?;
    let (mut unended, mut oldest) = (BTreeMap::new(), None);
    while let Some(found) = rows.next()? {
        let status = row::status(found.get(0)?)?;
        unended.insert(status, found.get(1)?);
        if status != Status::Running {
            let due = row::time(found.get(2)?)?;
            oldest = Some(oldest.map_or(due, |oldest: Timestamp| oldest.min(due)));
        }
    }
    Ok((unended, oldest.filter(|due| *due <= now)))
}

/// The breakers that were ever written. One that can't be read is left to the gate that reads it.
fn breakers(sql: &Connection) -> Result<Vec<(ConfigId, PhaseName)>, Error> {
    const BREAKERS: &str =
        "SELECT config_id, document FROM gates WHERE part = ?1 ORDER BY config_id LIMIT ?2";
    let mut statement = sql.prepare_cached(BREAKERS)?;
    let mut rows = statement.query((GatePart::Breaker.to_string(), MAX_BREAKERS))?;
    let mut breakers = Vec::new();
    while let Some(found) = rows.next()? {
        let document: String = found.get(1)?;
        let state = serde_json::from_str::<GateState>(&document).ok().and_then(GateState::breaker);
        if let Some(BreakerState { phase, .. }) = state {
            breakers.push((ConfigId::from_uuid(Uuid::from_bytes(found.get(0)?)), phase.name()));
        }
    }
    Ok(breakers)
}

fn count(sql: &Connection, query: &str, after: i64) -> Result<u64, Error> {
    Ok(sql.prepare_cached(query)?.query_row([after], |row| row.get(0))?)
}

/// The pages of the file.
pub(crate) fn file_size(sql: &Connection) -> Result<FileSize, Error> {
    let pragma = |name| sql.pragma_query_value(None, name, |row| row.get::<_, u64>(0));
    let (page, pages, free) = (pragma("page_size")?, pragma("page_count")?, pragma("freelist_count")?);
    Ok(FileSize { bytes: pages * page, free_bytes: free * page })
}

/// The size of the write-ahead log in the data folder. A log that is not there takes no space.
pub(crate) fn log_bytes(folder: &Path) -> u64 {
    fs::metadata(folder.join(format!("{FILE}-wal"))).map_or(0, |file| file.len())
}
