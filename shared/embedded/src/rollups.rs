//! The projector's sums: hours of owners, and their numbers of tasks.

use std::collections::BTreeMap;

use async_trait::async_trait;
use beadle_application::port::{Rollups, StoreError};
use beadle_domain::{
    projection::{Hour, RollupCounters, TaskCensus, TaskCounters, TaskFacts, TaskRecord, census},
    task::{Task, TaskStats},
};
use beadle_values::id::{OwnerId, TaskId};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{Embedded, error::Error, row};

#[async_trait]
impl Rollups for Embedded {
    async fn hours(
        &self,
        owner: &OwnerId,
        from: Hour,
        to: Hour,
    ) -> Result<Vec<(Hour, RollupCounters)>, StoreError> {
        const HOURS: &str = "SELECT hour, counters FROM rollups WHERE owner = ?1 AND hour >= ?2 AND hour < ?3 \
            ORDER BY hour";
        let owner = owner.as_str().to_owned();
        self.read(move |sql| {
            let mut statement = sql.prepare_cached(HOURS)?;
            let mut rows = statement.query(params![owner, from.0, to.0])?;
            let mut hours = Vec::new();
            while let Some(found) = rows.next()? {
                hours.push((Hour(found.get(0)?), row::document(found, 1, "an hour")?));
            }
            Ok(hours)
        })
        .await
    }

    async fn tasks(&self, owner: &OwnerId) -> Result<TaskCensus, StoreError> {
        let owner = owner.clone();
        self.read(move |sql| census_of(sql, &owner)).await
    }
}

/// Adds `counters` to an hour of `owner`.
pub(crate) fn roll_up(
    sql: &Connection,
    owner: &OwnerId,
    hour: Hour,
    counters: &RollupCounters,
) -> Result<(), Error> {
    const FIND: &str = "SELECT counters FROM rollups WHERE owner = ?1 AND hour = ?2";
    const WRITE: &str = "INSERT OR REPLACE INTO rollups (owner, hour, counters) VALUES (?1, ?2, ?3)";
    let found: Option<String> =
        sql.prepare_cached(FIND)?.query_row(params![owner.as_str(), hour.0], |row| row.get(0)).optional()?;
    let mut sum: RollupCounters =
        found.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default();
    sum.merge(counters);
    sql.prepare_cached(WRITE)?.execute(params![owner.as_str(), hour.0, serde_json::to_string(&sum)?])?;
    Ok(())
}

/// Adds the counters of a batch to those of its tasks, and updates the census of their owners.
pub(crate) fn count(sql: &Connection, tasks: &BTreeMap<TaskId, TaskCounters>) -> Result<(), Error> {
    const WRITE: &str = "INSERT OR REPLACE INTO task_stats (task_id, document) VALUES (?1, ?2)";
    const CENSUS: &str = "INSERT OR REPLACE INTO censuses (owner, counters) VALUES (?1, ?2)";
    let mut changes = BTreeMap::new();
    for (task, counters) in tasks {
        let before = record_of(sql, *task)?;
        let after = counters.apply(&before);
        let document = serde_json::to_string(&after)?;
        sql.prepare_cached(WRITE)?.execute(params![task.uuid().as_bytes(), document])?;
        census::recount(&mut changes, &before, &after);
    }
    for (owner, change) in changes {
        let mut census = census_of(sql, &owner)?;
        census.merge(&change);
        let document = serde_json::to_string(&census)?;
        sql.prepare_cached(CENSUS)?.execute(params![owner.as_str(), document])?;
    }
    Ok(())
}

/// The counters of `task`.
pub(crate) fn stats_of(sql: &Connection, task: TaskId) -> Result<TaskStats, Error> {
    Ok(record_of(sql, task)?.stats)
}

fn record_of(sql: &Connection, task: TaskId) -> Result<TaskRecord, Error> {
    let mut statement = sql.prepare_cached("SELECT document FROM task_stats WHERE task_id = ?1")?;
    let mut rows = statement.query([task.uuid().as_bytes()])?;
    match rows.next()? {
        Some(found) => row::document(found, 0, "the counters of a task"),
        None => Ok(TaskRecord::default()),
    }
}

fn census_of(sql: &Connection, owner: &OwnerId) -> Result<TaskCensus, Error> {
    let mut statement = sql.prepare_cached("SELECT counters FROM censuses WHERE owner = ?1")?;
    let mut rows = statement.query([owner.as_str()])?;
    match rows.next()? {
        Some(found) => row::document(found, 0, "the census of an owner"),
        None => Ok(TaskCensus::default()),
    }
}

/// Counts the tasks of a store whose schema had no census.
pub(crate) fn take_census(sql: &Connection) -> Result<(), Error> {
    const WRITE: &str = "INSERT OR REPLACE INTO task_stats (task_id, document) VALUES (?1, ?2)";
    const CENSUS: &str = "INSERT OR REPLACE INTO censuses (owner, counters) VALUES (?1, ?2)";
    let mut changes = BTreeMap::new();
    let mut statement = sql.prepare("SELECT document FROM tasks WHERE deleted_at IS NULL")?;
    let mut rows = statement.query([])?;
    while let Some(found) = rows.next()? {
        let task: Task = row::document(found, 0, "a task")?;
        let record = TaskRecord { facts: TaskFacts::of(&task), ..record_of(sql, task.id)? };
        census::recount(&mut changes, &TaskRecord::default(), &record);
        sql.prepare_cached(WRITE)?
            .execute(params![task.id.uuid().as_bytes(), serde_json::to_string(&record)?])?;
    }
    for (owner, census) in changes {
        sql.prepare_cached(CENSUS)?.execute(params![owner.as_str(), serde_json::to_string(&census)?])?;
    }
    Ok(())
}
