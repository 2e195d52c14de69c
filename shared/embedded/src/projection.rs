//! Applying projections: counters, rollups, audit trail and checkpoint in one transaction, which also takes the projected
//! changes out of their table.

use async_trait::async_trait;
use beadle_domain::{
    id::{OwnerId, TaskId},
    port::{Applied, Checkpoint, ProjectionStore, StoreError},
    projection::{AuditEntry, Hour, Projection, RollupCounters, Sequence, TaskCounters},
    task::TaskStats,
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{Embedded, fault::Fault, group::Write, retention, row};

/// The most rows of one projection: bounds how long its transaction keeps others waiting.
const MAX_ROWS: usize = 5_000;

#[async_trait]
impl ProjectionStore for Embedded {
    fn max_rows(&self) -> usize {
        MAX_ROWS
    }

    async fn apply(&self, projection: &Projection, checkpoint: &Checkpoint) -> Result<Applied, StoreError> {
        // Events go to the bus, not here.
        let projection = Projection { events: Vec::new(), ..projection.clone() };
        let (checkpoint, own) = (checkpoint.clone(), self.shared.shard.clone());
        let keep = self.options.execution_retention;
        self.writer
            .ask(move |write| {
                let applied = apply(write, &projection, &checkpoint, &own)?;
                if let Some(keep) = keep {
                    retention::remove_ended(write, keep)?;
                }
                Ok(applied)
            })
            .await
    }
}

impl Embedded {
    /// What happened to the executions of `owner` in `hour`, as far as it is projected.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn rollup(&self, owner: &OwnerId, hour: Hour) -> Result<RollupCounters, StoreError> {
        const ROLLUP: &str = "SELECT started, completed, failed, cancelled, attempts, duration_ms FROM rollups \
            WHERE owner = ?1 AND hour = ?2";
        let owner = owner.as_str().to_owned();
        self.read(move |sql| {
            let found = sql.prepare_cached(ROLLUP)?.query_row(params![owner, hour.0], |row| {
                Ok(RollupCounters {
                    started: row.get(0)?,
                    completed: row.get(1)?,
                    failed: row.get(2)?,
                    cancelled: row.get(3)?,
                    attempts: row.get(4)?,
                    duration_ms: row.get(5)?,
                })
            });
            Ok(found.optional()?.unwrap_or_default())
        })
        .await
    }

    /// The audit trail of `task`, oldest first, as far as it is projected.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn audit_trail(&self, task: TaskId) -> Result<Vec<AuditEntry>, StoreError> {
        const TRAIL: &str = "SELECT document FROM audit WHERE task_id = ?1 ORDER BY at, rowid";
        self.read(move |sql| {
            let mut statement = sql.prepare_cached(TRAIL)?;
            let mut rows = statement.query([task.uuid().as_bytes()])?;
            let mut entries = Vec::new();
            while let Some(found) = rows.next()? {
                entries.push(row::document(found, 0, "an entry of the audit trail")?);
            }
            Ok(entries)
        })
        .await
    }
}

fn apply(
    write: &mut Write<'_>,
    projection: &Projection,
    checkpoint: &Checkpoint,
    own: &str,
) -> Result<Applied, Fault> {
    const MOVE: &str = "INSERT OR REPLACE INTO checkpoints (shard, last) VALUES (?1, ?2)";
    let Checkpoint { shard, first, last } = checkpoint;
    if let Some(stands) = checkpoint_of(write.sql, shard)?.filter(|stands| stands >= first) {
        return Ok(Applied::Behind(stands));
    }
    for (task, counters) in &projection.tasks {
        count(write.sql, *task, counters)?;
    }
    for ((owner, hour), counters) in &projection.rollups {
        roll_up(write.sql, owner, *hour, counters)?;
    }
    for entry in &projection.audit {
        append(write.sql, entry)?;
    }
    write.sql.prepare_cached(MOVE)?.execute([shard, last.as_str()])?;
    if shard == own {
        let last: i64 = last.as_str().parse().map_err(|error| Fault::unreadable("a checkpoint", error))?;
        write.sql.prepare_cached("DELETE FROM changes WHERE seq <= ?1")?.execute([last])?;
    }
    Ok(Applied::Done)
}

fn checkpoint_of(sql: &Connection, shard: &str) -> Result<Option<Sequence>, Fault> {
    const STANDS: &str = "SELECT last FROM checkpoints WHERE shard = ?1";
    let stands: Option<String> =
        sql.prepare_cached(STANDS)?.query_row([shard], |row| row.get(0)).optional()?;
    Ok(stands.map(Sequence::of))
}

fn count(sql: &Connection, task: TaskId, counters: &TaskCounters) -> Result<(), Fault> {
    const WRITE: &str = "INSERT OR REPLACE INTO task_stats (task_id, document) VALUES (?1, ?2)";
    let stats = counters.apply_to(&stats_of(sql, task)?);
    let document = serde_json::to_string(&stats)?;
    sql.prepare_cached(WRITE)?.execute(params![task.uuid().as_bytes(), document])?;
    Ok(())
}

/// The counters of `task`.
pub(crate) fn stats_of(sql: &Connection, task: TaskId) -> Result<TaskStats, Fault> {
    let mut statement = sql.prepare_cached("SELECT document FROM task_stats WHERE task_id = ?1")?;
    let mut rows = statement.query([task.uuid().as_bytes()])?;
    match rows.next()? {
        Some(found) => row::document(found, 0, "the counters of a task"),
        None => Ok(TaskStats::default()),
    }
}

fn roll_up(sql: &Connection, owner: &OwnerId, hour: Hour, counters: &RollupCounters) -> Result<(), Fault> {
    const ADD: &str = "INSERT INTO rollups (owner, hour, started, completed, failed, cancelled, attempts, duration_ms) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (owner, hour) DO UPDATE SET \
        started = started + ?3, completed = completed + ?4, failed = failed + ?5, cancelled = cancelled + ?6, \
        attempts = attempts + ?7, duration_ms = duration_ms + ?8";
    let RollupCounters { started, completed, failed, cancelled, attempts, duration_ms } = *counters;
    sql.prepare_cached(ADD)?.execute(params![
        owner.as_str(),
        hour.0,
        row::number(started),
        row::number(completed),
        row::number(failed),
        row::number(cancelled),
        row::number(attempts),
        row::number(duration_ms),
    ])?;
    Ok(())
}

fn append(sql: &Connection, entry: &AuditEntry) -> Result<(), Fault> {
    const APPEND: &str = "INSERT INTO audit (id, owner, task_id, at, document) VALUES (?1, ?2, ?3, ?4, ?5) \
        ON CONFLICT (id) DO NOTHING";
    sql.prepare_cached(APPEND)?.execute(params![
        entry.id.uuid().as_bytes(),
        entry.owner.as_str(),
        entry.task_id.uuid().as_bytes(),
        entry.at.as_millisecond(),
        serde_json::to_string(entry)?,
    ])?;
    Ok(())
}
