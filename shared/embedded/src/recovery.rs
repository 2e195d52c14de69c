//! Recovers what the last run left behind, before the store opens.

use aws_lc_rs::rand;
use beadle_domain::execution::{Progress, State};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{error::Error, stored};

/// Random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(|_| Error::Unreadable("the system gives no random bytes".to_owned()))?;
    Ok(bytes)
}

/// A unique name for the change stream of a new store: ids of events derive from it.
pub(crate) fn shard() -> Result<String, Error> {
    Ok(format!("local-{:016x}", u64::from_be_bytes(random()?)))
}

/// The key that signs cursors, and the name of the change stream.
pub(crate) fn identity(sql: &Connection) -> Result<(Vec<u8>, String), Error> {
    let value = |name: &str| {
        sql.query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get::<_, Vec<u8>>(0))
    };
    let shard = String::from_utf8(value("shard")?).map_err(|error| Error::unreadable("the shard", error))?;
    Ok((value("cursor_key")?, shard))
}

/// Ends every lease: this process holds the folder, so the former holders are gone.
pub(crate) fn release_leases(sql: &Connection, now: Timestamp) -> Result<(), Error> {
    const RUNNING: &str = "SELECT seq FROM executions WHERE wake IS NOT NULL AND status = 1";
    const RELEASE: &str = "UPDATE executions SET progress = ?2, wake = ?3 WHERE seq = ?1";
    let transaction = sql.unchecked_transaction()?;
    let running: Vec<i64> =
        transaction.prepare(RUNNING)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for seq in running {
        let read = |row: &rusqlite::Row<'_>| Ok(stored::read_progress(row, 0, 1));
        let progress: Result<Progress, Error> = transaction
            .prepare_cached("SELECT progress, version FROM executions WHERE seq = ?1")?
            .query_row([seq], read)?;
        // One that can't be read is failed when it wakes.
        let Ok(mut progress) = progress else { continue };
        if let State::Running { lease_until, .. } = &mut progress.state {
            *lease_until = now;
        }
        let document = stored::progress(&progress)?;
        transaction.prepare_cached(RELEASE)?.execute(params![seq, document, now.as_millisecond()])?;
    }
    transaction.commit()?;
    Ok(())
}

/// A sequence that no change has had: projected changes are deleted from their table, but the checkpoint
/// remembers.
pub(crate) fn next_change(sql: &Connection, shard: &str) -> Result<i64, Error> {
    let last: Option<i64> = sql.query_row("SELECT max(seq) FROM changes", [], |row| row.get(0))?;
    let projected: Option<String> = sql
        .query_row("SELECT last FROM checkpoints WHERE shard = ?1", [shard], |row| row.get(0))
        .optional()?;
    let projected = match projected {
        Some(text) => Some(text.parse().map_err(|error| Error::unreadable("the checkpoint", error))?),
        None => None,
    };
    let last = last.max(projected).unwrap_or_default();
    Ok(last + 1)
}
