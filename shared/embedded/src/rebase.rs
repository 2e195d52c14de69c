//! Brings the agenda to the present after the clock was set back: what was stored before would otherwise sleep
//! until a wrong time comes true.
//!
//! Whether the clock was wrong before or is wrong now can't be known. So what is brought back is remembered, and
//! restored if the clock is set ahead again to where it was: then nothing that was to run at a certain time runs
//! early because the clock was behind for seconds.

use beadle_domain::execution::{Progress, State};
use beadle_values::duration;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{clock_watch::MAX_DRIFT, error::Error, row, stored};

/// An execution that was brought back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Moved {
    seq: i64,
    before: Progress,
    after: Progress,
}

/// Brings the rows back to `now` that were written at a time which has not come; returns those that can be
/// restored.
///
/// An execution waits as long as it was to wait when it was written. A schedule goes on from `now`; a time that
/// ticks again starts nothing, since the id of its execution follows from the time.
pub(crate) fn bring_back(sql: &Connection, now: Timestamp) -> Result<Vec<Moved>, Error> {
    const SERVED: &str = "UPDATE schedules SET served = ?1 WHERE served > ?2";
    let transaction = sql.unchecked_transaction()?;
    let latest = duration::after(now, MAX_DRIFT);
    transaction.execute(SERVED, [now.as_millisecond(), latest.as_millisecond()])?;
    let moved = executions(&transaction, now, latest)?;
    transaction.commit()?;
    Ok(moved)
}

fn executions(sql: &Connection, now: Timestamp, latest: Timestamp) -> Result<Vec<Moved>, Error> {
    const FAR: &str = "SELECT seq FROM executions WHERE wake IS NOT NULL AND wake > ?1";
    let mut moved = Vec::new();
    let far: Vec<i64> = {
        let mut statement = sql.prepare(FAR)?;
        let far = statement.query_map([latest.as_millisecond()], |row| row.get(0))?;
        far.collect::<Result<_, _>>()?
    };
    for seq in far {
        let Some(before) = progress_of(sql, seq)? else { continue };
        if before.updated_at <= latest {
            continue;
        }
        let mut after = before.clone();
        after.rebase(now);
        write(sql, seq, &after)?;
        // The lease of a running one is renewed by its runner.
        if !matches!(before.state, State::Running { .. }) {
            moved.push(Moved { seq, before, after });
        }
    }
    Ok(moved)
}

/// Restores those of `moved` that were written by `now`, unless they were changed since; returns the others.
pub(crate) fn restore(sql: &Connection, now: Timestamp, moved: &[Moved]) -> Result<Vec<Moved>, Error> {
    let transaction = sql.unchecked_transaction()?;
    let latest = duration::after(now, MAX_DRIFT);
    let (come, left): (Vec<&Moved>, Vec<&Moved>) =
        moved.iter().partition(|moved| moved.before.updated_at <= latest);
    for Moved { seq, before, after } in come {
        if progress_of(&transaction, *seq)?.as_ref() == Some(after) {
            write(&transaction, *seq, before)?;
        }
    }
    transaction.commit()?;
    Ok(left.into_iter().cloned().collect())
}

/// The progress in a row; `None` if there is none, or none that can be read: that one is failed when it wakes.
fn progress_of(sql: &Connection, seq: i64) -> Result<Option<Progress>, Error> {
    const PROGRESS: &str = "SELECT progress, version FROM executions WHERE seq = ?1";
    let read = |row: &rusqlite::Row<'_>| Ok(stored::read_progress(row, 0, 1));
    let found: Option<Result<Progress, Error>> =
        sql.prepare_cached(PROGRESS)?.query_row([seq], read).optional()?;
    Ok(found.and_then(Result::ok))
}

fn write(sql: &Connection, seq: i64, progress: &Progress) -> Result<(), Error> {
    const WRITE: &str = "UPDATE executions SET progress = ?2, wake = ?3 WHERE seq = ?1";
    let document = stored::progress(progress)?;
    sql.prepare_cached(WRITE)?.execute(params![seq, document, row::wake_of(progress)])?;
    Ok(())
}
