//! Deletes what is past its retention, some rows at a time.
//!
//! SQLite keeps the pages that become free in the file and uses them before the file grows.

use std::time::Duration;

use beadle_domain::adhoc::FARTHEST;
use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::{Options, error::Error, stored};

/// How many rows of a kind one step deletes or looks at: bounds how long others wait for it.
pub(crate) const ROWS_PER_STEP: usize = 500;

/// How long things are kept; `None` for ever.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Retention {
    /// Tasks after their deletion.
    pub(crate) deleted_tasks: Duration,
    /// Executions and batches after their end.
    pub(crate) executions: Option<Duration>,
    /// Entries of the audit trail after the action.
    pub(crate) audit: Option<Duration>,
}

/// What a step has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    /// The row of the last execution that was looked at; 0 when there is none left to look at.
    pub(crate) looked_at: i64,
    /// Whether there may be more to delete.
    pub(crate) has_more: bool,
}

impl Retention {
    pub(crate) fn of(options: &Options) -> Self {
        Self {
            deleted_tasks: options.deleted_task_retention,
            executions: options.execution_retention,
            audit: options.audit_retention,
        }
    }

    /// Deletes some rows of each kind that are past their retention at `now`. Executions are looked at in the order in which
    /// they were requested, those after row `looked_at`.
    pub(crate) fn step(&self, sql: &Connection, now: Timestamp, looked_at: i64) -> Result<Step, Error> {
        let mut removed = vec![deleted_tasks(sql, before(now, self.deleted_tasks))?, idle_keys(sql, now)?];
        let mut looked_to = 0;
        if let Some(keep) = self.executions {
            looked_to = executions(sql, before(now, keep), looked_at)?;
            removed.push(ended_batches(sql, before(now, keep))?);
            removed.push(forgotten_batches(sql, before(now, keep.saturating_add(UNENDED)))?);
        }
        if let Some(keep) = self.audit {
            removed.push(old_entries(sql, before(now, keep))?);
        }
        Ok(Step {
            looked_at: looked_to,
            has_more: looked_to > 0 || removed.iter().any(|rows| *rows >= ROWS_PER_STEP),
        })
    }
}

/// The number of rows in SQLite's integer type.
const LIMIT: i64 = ROWS_PER_STEP as i64;

/// Deletes tasks that were deleted before, with their counters, releases and dependents.
fn deleted_tasks(sql: &Connection, before: i64) -> Result<usize, Error> {
    const STATS: &str = "DELETE FROM task_stats WHERE task_id IN \
        (SELECT id FROM tasks WHERE deleted_at < ?1 ORDER BY deleted_at LIMIT ?2)";
    const LINKS: &str = "DELETE FROM dependents WHERE upstream IN \
        (SELECT id FROM tasks WHERE deleted_at < ?1 ORDER BY deleted_at LIMIT ?2)";
    const RELEASES: &str = "DELETE FROM releases WHERE task_id IN \
        (SELECT id FROM tasks WHERE deleted_at < ?1 ORDER BY deleted_at LIMIT ?2)";
    const TASKS: &str = "DELETE FROM tasks WHERE id IN \
        (SELECT id FROM tasks WHERE deleted_at < ?1 ORDER BY deleted_at LIMIT ?2)";
    for remove in [STATS, LINKS, RELEASES] {
        sql.prepare_cached(remove)?.execute([before, LIMIT])?;
    }
    Ok(sql.prepare_cached(TASKS)?.execute([before, LIMIT])?)
}

/// Deletes executions that ended before; returns the last row that it has looked at, or 0 when the rest is younger. One that
/// still blocks its order key stays until that goes on.
///
/// There is no index of their ends, which every execution would pay for: one that ended before was requested before, so the
/// oldest rows are read, and of those that have ended the progress.
fn executions(sql: &Connection, before: i64, after: i64) -> Result<i64, Error> {
    const OLDEST: &str = "SELECT seq, created_at, iif(created_at < ?3 AND status >= 5, progress, NULL), version \
        FROM executions WHERE seq > ?1 ORDER BY seq LIMIT ?2";
    const REMOVE: &str = "DELETE FROM executions WHERE seq = ?1 \
        AND NOT EXISTS (SELECT 1 FROM order_lines WHERE execution = executions.id)";
    let (mut last, mut is_done, mut old) = (after, true, Vec::new());
    {
        let mut statement = sql.prepare_cached(OLDEST)?;
        let mut rows = statement.query([after, LIMIT, before])?;
        let mut looked_at = 0;
        while let Some(found) = rows.next()? {
            if found.get::<_, i64>(1)? >= before {
                break;
            }
            last = found.get(0)?;
            looked_at += 1;
            if found.get_ref(2)? != rusqlite::types::ValueRef::Null && has_ended(found, before) {
                old.push(last);
            }
            is_done = looked_at < ROWS_PER_STEP;
        }
    }
    let mut remove = sql.prepare_cached(REMOVE)?;
    for seq in old {
        remove.execute([seq])?;
    }
    Ok(if is_done { 0 } else { last })
}

/// Whether the execution with the progress in column 2 ended before. One that can't be read tells nobody more if it stays.
fn has_ended(found: &rusqlite::Row<'_>, before: i64) -> bool {
    let ended = stored::read_progress(found, 2, 3).ok().and_then(|progress| progress.state.ended_at());
    ended.is_none_or(|at| at.as_millisecond() < before)
}

/// How much longer a batch is kept that has not ended: longer than an execution may be due ahead, and may live after
/// that.
const UNENDED: Duration = Duration::from_secs(FARTHEST.as_secs() + 180 * 86_400);

/// Deletes batches that ended before.
fn ended_batches(sql: &Connection, before: i64) -> Result<usize, Error> {
    const ENDED: &str = "DELETE FROM batches WHERE id IN \
        (SELECT id FROM batches WHERE ended_at IS NOT NULL AND ended_at < ?1 ORDER BY ended_at LIMIT ?2)";
    Ok(sql.prepare_cached(ENDED)?.execute([before, LIMIT])?)
}

/// Deletes batches that were opened before and never ended.
fn forgotten_batches(sql: &Connection, before: i64) -> Result<usize, Error> {
    const FORGOTTEN: &str = "DELETE FROM batches WHERE id IN \
        (SELECT id FROM batches WHERE ended_at IS NULL AND created_at < ?1 ORDER BY created_at LIMIT ?2)";
    Ok(sql.prepare_cached(FORGOTTEN)?.execute([before, LIMIT])?)
}

/// Deletes entries of the audit trail about actions before.
fn old_entries(sql: &Connection, before: i64) -> Result<usize, Error> {
    const REMOVE: &str = "DELETE FROM audit WHERE id IN \
        (SELECT id FROM audit WHERE at < ?1 ORDER BY at, id LIMIT ?2)";
    Ok(sql.prepare_cached(REMOVE)?.execute([before, LIMIT])?)
}

/// Deletes the limits of keys that were not used for two days: no limit counts over more than one.
fn idle_keys(sql: &Connection, now: Timestamp) -> Result<usize, Error> {
    const KEPT: Duration = Duration::from_secs(2 * 86_400);
    const REMOVE: &str = "DELETE FROM gates WHERE (config_id, part) IN (SELECT config_id, part FROM gates \
        WHERE part GLOB 'key.*' AND iif(json_valid(document), document ->> '$.limiter.seen', 0) < ?1 LIMIT ?2)";
    Ok(sql.prepare_cached(REMOVE)?.execute(params![before(now, KEPT), LIMIT])?)
}

fn before(now: Timestamp, keep: Duration) -> i64 {
    now.as_millisecond().saturating_sub(i64::try_from(keep.as_millis()).unwrap_or(i64::MAX))
}
