//! What the last run left behind, put in order before the store opens.

use aws_lc_rs::rand;
use beadle_domain::execution::{Progress, State};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{fault::Fault, row};

/// Random bytes.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(|_| Fault::Unreadable("the system gives no random bytes".to_owned()))?;
    Ok(bytes)
}

/// A name for the change stream of a new store, like no other's: ids of events derive from it.
pub(crate) fn shard() -> Result<String, Fault> {
    Ok(format!("local-{:016x}", u64::from_be_bytes(random()?)))
}

/// The key that signs cursors, and the name of the change stream.
pub(crate) fn identity(sql: &Connection) -> Result<(Vec<u8>, String), Fault> {
    let value = |name: &str| {
        sql.query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get::<_, Vec<u8>>(0))
    };
    let shard = String::from_utf8(value("shard")?).map_err(|error| Fault::unreadable("the shard", error))?;
    Ok((value("cursor_key")?, shard))
}

/// Whoever held a lease is gone, since this process holds the folder: every lease ends now.
pub(crate) fn release_leases(sql: &Connection, now: Timestamp) -> Result<(), Fault> {
    const RUNNING: &str = "SELECT seq FROM executions WHERE wake IS NOT NULL AND status = 1";
    const RELEASE: &str = "UPDATE executions SET progress = ?2, wake = ?3 WHERE seq = ?1";
    let transaction = sql.unchecked_transaction()?;
    let running: Vec<i64> =
        transaction.prepare(RUNNING)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for seq in running {
        let read =
            |row: &rusqlite::Row<'_>| Ok(row::document::<Progress>(row, 0, "the progress of an execution"));
        let progress: Result<Progress, Fault> = transaction
            .prepare_cached("SELECT progress FROM executions WHERE seq = ?1")?
            .query_row([seq], read)?;
        // One that can't be read is given up when it wakes.
        let Ok(mut progress) = progress else { continue };
        if let State::Running { lease_until, .. } = &mut progress.state {
            *lease_until = now;
        }
        let document = serde_json::to_string(&progress)?;
        transaction.prepare_cached(RELEASE)?.execute(params![seq, document, now.as_millisecond()])?;
    }
    transaction.commit()?;
    Ok(())
}

/// When something has to wake first.
pub(crate) fn next_wake(sql: &Connection) -> Result<Option<i64>, Fault> {
    const NEXT: &str = "SELECT min(wake) FROM executions WHERE wake IS NOT NULL AND express = ?1";
    let next = |express: bool| sql.query_row(NEXT, [express], |row| row.get::<_, Option<i64>>(0));
    Ok([next(true)?, next(false)?].into_iter().flatten().min())
}

/// A sequence that no change has had: projected changes are gone from their table, but the checkpoint remembers.
pub(crate) fn next_change(sql: &Connection, shard: &str) -> Result<i64, Fault> {
    let last: Option<i64> = sql.query_row("SELECT max(seq) FROM changes", [], |row| row.get(0))?;
    let projected: Option<String> = sql
        .query_row("SELECT last FROM checkpoints WHERE shard = ?1", [shard], |row| row.get(0))
        .optional()?;
    let projected = match projected {
        Some(text) => Some(text.parse().map_err(|error| Fault::unreadable("the checkpoint", error))?),
        None => None,
    };
    let last = last.max(projected).unwrap_or_default();
    Ok(last + 1)
}
