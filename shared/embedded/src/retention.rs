//! Deletes what is past its retention, a little at a time along with ordinary writes.

use std::time::Duration;

use beadle_domain::adhoc::FARTHEST;
use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::{error::Error, group::Write};

/// How many rows one clean-up scans.
const ROWS_PER_CLEANUP: i64 = 500;

/// Deletes tasks that were deleted longer than `keep` ago, with their counters, releases and dependents.
pub(crate) fn remove_deleted_tasks(sql: &Connection, now: Timestamp, keep: Duration) -> Result<(), Error> {
    const STATS: &str = "DELETE FROM task_stats WHERE task_id IN \
        (SELECT id FROM tasks WHERE deleted_at < ?1 ORDER BY deleted_at LIMIT ?2)";
    const TASKS: &str = "DELETE FROM tasks WHERE id IN \
        (SELECT id FROM tasks WHERE deleted_at < ?1 ORDER BY deleted_at LIMIT ?2)";
    const LINKS: &str = "DELETE FROM dependents WHERE upstream IN \
        (SELECT id FROM tasks WHERE deleted_at < ?1 ORDER BY deleted_at LIMIT ?2)";
    const RELEASES: &str = "DELETE FROM releases WHERE task_id IN \
        (SELECT id FROM tasks WHERE deleted_at < ?1 ORDER BY deleted_at LIMIT ?2)";
    for remove in [STATS, LINKS, RELEASES, TASKS] {
        sql.prepare_cached(remove)?.execute(params![before(now, keep), ROWS_PER_CLEANUP])?;
    }
    Ok(())
}

/// Deletes executions that were requested longer than `keep` ago and have ended. Scans a part of the oldest
/// rows each time.
pub(crate) fn remove_ended(write: &mut Write<'_>, keep: Duration) -> Result<(), Error> {
    const OLDEST: &str = "SELECT seq, created_at FROM executions WHERE seq > ?1 ORDER BY seq LIMIT ?2";
    const REMOVE: &str =
        "DELETE FROM executions WHERE seq > ?1 AND seq <= ?2 AND status >= 5 AND created_at < ?3";
    let before = before(write.now, keep);
    let cleaned_to = write.memory.cleaned_to;
    let mut last = cleaned_to;
    {
        let mut statement = write.sql.prepare_cached(OLDEST)?;
        let mut rows = statement.query([cleaned_to, ROWS_PER_CLEANUP])?;
        while let Some(row) = rows.next()? {
            if row.get::<_, i64>(1)? >= before {
                // The rest is younger. What had not ended is met again on the next pass.
                write.memory.cleaned_to = 0;
                break;
            }
            last = row.get(0)?;
            write.memory.cleaned_to = last;
        }
    }
    write.sql.prepare_cached(REMOVE)?.execute([cleaned_to, last, before])?;
    Ok(())
}

/// How much longer a batch is kept that has not ended: longer than an execution may be due ahead, and may live after
/// that.
const UNENDED: Duration = Duration::from_secs(FARTHEST.as_secs() + 180 * 86_400);

/// Deletes batches that ended longer than `keep` ago, and those that never ended.
pub(crate) fn remove_batches(sql: &Connection, now: Timestamp, keep: Duration) -> Result<(), Error> {
    const ENDED: &str = "DELETE FROM batches WHERE id IN \
        (SELECT id FROM batches WHERE ended_at IS NOT NULL AND ended_at < ?1 ORDER BY ended_at LIMIT ?2)";
    const FORGOTTEN: &str = "DELETE FROM batches WHERE id IN \
        (SELECT id FROM batches WHERE ended_at IS NULL AND created_at < ?1 ORDER BY created_at LIMIT ?2)";
    sql.prepare_cached(ENDED)?.execute(params![before(now, keep), ROWS_PER_CLEANUP])?;
    let keep = keep.saturating_add(UNENDED);
    sql.prepare_cached(FORGOTTEN)?.execute(params![before(now, keep), ROWS_PER_CLEANUP])?;
    Ok(())
}

/// Deletes entries of the audit trail about actions longer than `keep` ago.
pub(crate) fn remove_old_entries(sql: &Connection, now: Timestamp, keep: Duration) -> Result<(), Error> {
    const REMOVE: &str = "DELETE FROM audit WHERE id IN \
        (SELECT id FROM audit WHERE at < ?1 ORDER BY at, id LIMIT ?2)";
    sql.prepare_cached(REMOVE)?.execute(params![before(now, keep), ROWS_PER_CLEANUP])?;
    Ok(())
}

/// Deletes the limits of keys that were not used for two days: no limit counts over more than one.
pub(crate) fn remove_idle_keys(sql: &Connection, now: Timestamp) -> Result<(), Error> {
    const KEPT: Duration = Duration::from_secs(2 * 86_400);
    const REMOVE: &str = "DELETE FROM gates WHERE (config_id, part) IN (SELECT config_id, part FROM gates \
        WHERE part GLOB 'key.*' AND iif(json_valid(document), document ->> '$.limiter.seen', 0) < ?1 LIMIT ?2)";
    sql.prepare_cached(REMOVE)?.execute(params![before(now, KEPT), ROWS_PER_CLEANUP])?;
    Ok(())
}

fn before(now: Timestamp, keep: Duration) -> i64 {
    now.as_millisecond().saturating_sub(i64::try_from(keep.as_millis()).unwrap_or(i64::MAX))
}
