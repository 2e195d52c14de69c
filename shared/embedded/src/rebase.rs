//! Brings the agenda back to the present after the clock was ahead: what was stored meanwhile would otherwise
//! sleep until the wrong time comes true.
//!
//! A clock that was behind needs nothing: what was stored meanwhile is due at once, and the times that
//! schedules missed are subject to their catch-up policies.

use beadle_domain::execution::Progress;
use beadle_values::duration;
use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::{clock_watch::MAX_DRIFT, error::Error, row};

/// Brings the rows back to `now` that were written at a time which has not come.
///
/// An execution waits as long as it was to wait when it was written. A schedule goes on from `now`; a time
/// that ticks again starts nothing, since the id of its execution follows from the time.
pub(crate) fn rows(sql: &Connection, now: Timestamp) -> Result<(), Error> {
    const SERVED: &str = "UPDATE schedules SET served = ?1 WHERE served > ?2";
    let transaction = sql.unchecked_transaction()?;
    let latest = duration::after(now, MAX_DRIFT).as_millisecond();
    transaction.execute(SERVED, [now.as_millisecond(), latest])?;
    executions(&transaction, now, latest)?;
    transaction.commit()?;
    Ok(())
}

fn executions(sql: &Connection, now: Timestamp, latest: i64) -> Result<(), Error> {
    const FAR: &str = "SELECT seq FROM executions WHERE wake IS NOT NULL AND wake > ?1";
    const PROGRESS: &str = "SELECT progress FROM executions WHERE seq = ?1";
    const REBASE: &str = "UPDATE executions SET progress = ?2, wake = ?3 WHERE seq = ?1";
    let far: Vec<i64> = sql.prepare(FAR)?.query_map([latest], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for seq in far {
        let read = |row: &rusqlite::Row<'_>| Ok(row::document(row, 0, "the progress of an execution"));
        let progress: Result<Progress, Error> = sql.prepare_cached(PROGRESS)?.query_row([seq], read)?;
        // One that can't be read is failed when it wakes.
        let Ok(mut progress) = progress else { continue };
        if progress.updated_at.as_millisecond() <= latest {
            continue;
        }
        progress.rebase(now);
        let wake = row::wake_of(&progress);
        sql.prepare_cached(REBASE)?.execute(params![seq, serde_json::to_string(&progress)?, wake])?;
    }
    Ok(())
}
