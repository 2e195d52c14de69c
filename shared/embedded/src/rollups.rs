//! The projector's sums: hours of owners, and their numbers of tasks.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use beadle_application::port::{Rollups, StoreError};
use beadle_domain::{
    projection::{Hour, RollupCounters, TaskCensus, TaskCounters, TaskFacts, TaskRecord, census},
    task::{Task, TaskStats},
};
use beadle_values::id::{OwnerId, TaskId};
use rusqlite::{Connection, Params, params, types::ValueRef};
use serde::de::DeserializeOwned;

use crate::{
    Embedded,
    error::Error,
    group::Write,
    row,
    set_aside::{self, CENSUSES, ROLLUPS, SetAside, TASK_STATS, Table},
};

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
        let (owner, aside) = (owner.as_str().to_owned(), self.set_aside());
        self.read(move |sql| {
            let mut statement = sql.prepare_cached(HOURS)?;
            let mut rows = statement.query(params![owner, from.0, to.0])?;
            let mut hours = Vec::new();
            while let Some(found) = rows.next()? {
                let hour = Hour(found.get(0)?);
                let key = [ValueRef::from(owner.as_str()), ValueRef::Integer(hour.0)];
                let counters = aside.or_skip(sql, ROLLUPS, &key, row::document(found, 1, "an hour"))?;
                hours.extend(counters.map(|counters| (hour, counters)));
            }
            Ok(hours)
        })
        .await
    }

    async fn tasks(&self, owner: &OwnerId) -> Result<TaskCensus, StoreError> {
        let (owner, aside) = (owner.clone(), self.set_aside());
        self.read(move |sql| {
            let key = [ValueRef::from(owner.as_str())];
            match aside.or_skip(sql, CENSUSES, &key, stored_census(sql, &owner))? {
                Some(census) => Ok(census),
                None => counted_census(sql, &owner),
            }
        })
        .await
    }
}

/// Adds `counters` to an hour of `owner`. An hour that can't be read is set aside and begins anew.
pub(crate) fn roll_up(
    write: &mut Write<'_>,
    owner: &OwnerId,
    hour: Hour,
    counters: &RollupCounters,
) -> Result<(), Error> {
    const FIND: &str = "SELECT counters FROM rollups WHERE owner = ?1 AND hour = ?2";
    const WRITE: &str = "INSERT OR REPLACE INTO rollups (owner, hour, counters) VALUES (?1, ?2, ?3)";
    let found = first(write.sql, FIND, params![owner.as_str(), hour.0], "an hour");
    let key = [ValueRef::from(owner.as_str()), ValueRef::Integer(hour.0)];
    let mut sum: RollupCounters = or_anew(write, ROLLUPS, &key, found)?.unwrap_or_default();
    sum.merge(counters);
    let values = params![owner.as_str(), hour.0, serde_json::to_string(&sum)?];
    write.sql.prepare_cached(WRITE)?.execute(values)?;
    Ok(())
}

/// Adds the counters of a batch to those of its tasks, and updates the census of their owners. Counters that
/// can't be read are set aside and begin anew; their owner is then counted from the tasks.
pub(crate) fn count(write: &mut Write<'_>, tasks: &BTreeMap<TaskId, TaskCounters>) -> Result<(), Error> {
    const WRITE: &str = "INSERT OR REPLACE INTO task_stats (task_id, document) VALUES (?1, ?2)";
    let mut changes = BTreeMap::new();
    let mut uncertain = BTreeSet::new();
    for (task, counters) in tasks {
        let id = task.uuid();
        let found = record_of(write.sql, *task).map(Some);
        let found = or_anew(write, TASK_STATS, &[ValueRef::Blob(id.as_bytes())], found)?;
        let known = found.is_some();
        let before = match found {
            Some(before) => before,
            None => TaskRecord { facts: facts_of(write.sql, *task)?, ..TaskRecord::default() },
        };
        let after = counters.apply(&before);
        write.sql.prepare_cached(WRITE)?.execute(params![id.as_bytes(), serde_json::to_string(&after)?])?;
        if known {
            census::recount(&mut changes, &before, &after);
        } else {
            let facts = [before.facts, after.facts].into_iter().flatten();
            uncertain.extend(facts.map(|facts| facts.owner));
        }
    }
    for (owner, change) in &changes {
        let found = stored_census(write.sql, owner);
        match or_anew(write, CENSUSES, &[ValueRef::from(owner.as_str())], found.map(Some))? {
            Some(mut census) if !uncertain.contains(owner) => {
                census.merge(change);
                put_census(write.sql, owner, &census)?;
            }
            _ => {
                uncertain.insert(owner.clone());
            }
        }
    }
    for owner in uncertain {
        let census = counted_census(write.sql, &owner)?;
        put_census(write.sql, &owner, &census)?;
    }
    Ok(())
}

/// A sum that was read; `None` when it can't be read. It is then set aside, to begin anew.
fn or_anew<T>(
    write: &mut Write<'_>,
    table: Table,
    key: &[ValueRef<'_>],
    found: Result<Option<T>, Error>,
) -> Result<Option<T>, Error> {
    match found {
        Err(error) if error.is_of_a_row() => {
            set_aside::move_out(write, table, &set_aside::key_of(key), &error.to_string())?;
            Ok(None)
        }
        found => found,
    }
}

/// The counters of `task`; none if they can't be read.
pub(crate) fn stats_of(sql: &Connection, task: TaskId, aside: &SetAside) -> Result<TaskStats, Error> {
    let id = task.uuid();
    let record = aside.or_skip(sql, TASK_STATS, &[ValueRef::Blob(id.as_bytes())], record_of(sql, task))?;
    Ok(record.unwrap_or_default().stats)
}

fn record_of(sql: &Connection, task: TaskId) -> Result<TaskRecord, Error> {
    const FIND: &str = "SELECT document FROM task_stats WHERE task_id = ?1";
    let found = first(sql, FIND, [task.uuid().as_bytes()], "the counters of a task")?;
    Ok(found.unwrap_or_default())
}

/// The facts of a task as it is now; none of one that can't be read.
fn facts_of(sql: &Connection, task: TaskId) -> Result<Option<TaskFacts>, Error> {
    const FIND: &str = "SELECT document FROM tasks WHERE id = ?1";
    match first::<Task>(sql, FIND, [task.uuid().as_bytes()], "a task") {
        Ok(task) => Ok(task.as_ref().and_then(TaskFacts::of)),
        Err(error) if error.is_of_a_row() => Ok(None),
        Err(error) => Err(error),
    }
}

fn stored_census(sql: &Connection, owner: &OwnerId) -> Result<TaskCensus, Error> {
    const FIND: &str = "SELECT counters FROM censuses WHERE owner = ?1";
    Ok(first(sql, FIND, [owner.as_str()], "the census of an owner")?.unwrap_or_default())
}

fn put_census(sql: &Connection, owner: &OwnerId, census: &TaskCensus) -> Result<(), Error> {
    const WRITE: &str = "INSERT OR REPLACE INTO censuses (owner, counters) VALUES (?1, ?2)";
    sql.prepare_cached(WRITE)?.execute(params![owner.as_str(), serde_json::to_string(census)?])?;
    Ok(())
}

/// The census of an owner, counted from the counters of the tasks; those that can't be read are not counted.
fn counted_census(sql: &Connection, owner: &OwnerId) -> Result<TaskCensus, Error> {
    const RECORDS: &str = "SELECT s.document FROM tasks t JOIN task_stats s ON s.task_id = t.id \
        WHERE t.owner = ?1 AND t.deleted_at IS NULL";
    let mut censuses = BTreeMap::new();
    let mut statement = sql.prepare_cached(RECORDS)?;
    let mut rows = statement.query([owner.as_str()])?;
    while let Some(found) = rows.next()? {
        match row::document::<TaskRecord>(found, 0, "the counters of a task") {
            Ok(record) => census::recount(&mut censuses, &TaskRecord::default(), &record),
            Err(error) if error.is_of_a_row() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(censuses.remove(owner).unwrap_or_default())
}

/// The document of the first row.
fn first<T: DeserializeOwned>(
    sql: &Connection,
    query: &str,
    values: impl Params,
    what: &str,
) -> Result<Option<T>, Error> {
    let mut statement = sql.prepare_cached(query)?;
    let mut rows = statement.query(values)?;
    rows.next()?.map(|found| row::document(found, 0, what)).transpose()
}

/// Counts the tasks of a store whose schema had no census.
pub(crate) fn take_census(sql: &Connection) -> Result<(), Error> {
    const WRITE: &str = "INSERT OR REPLACE INTO task_stats (task_id, document) VALUES (?1, ?2)";
    let mut changes = BTreeMap::new();
    let mut statement = sql.prepare("SELECT document FROM tasks WHERE deleted_at IS NULL")?;
    let mut rows = statement.query([])?;
    while let Some(found) = rows.next()? {
        // What can't be read is set aside when it is listed.
        let Ok(task) = row::document::<Task>(found, 0, "a task") else { continue };
        let stats = record_of(sql, task.id).unwrap_or_default();
        let record = TaskRecord { facts: TaskFacts::of(&task), ..stats };
        census::recount(&mut changes, &TaskRecord::default(), &record);
        sql.prepare_cached(WRITE)?
            .execute(params![task.id.uuid().as_bytes(), serde_json::to_string(&record)?])?;
    }
    for (owner, census) in changes {
        put_census(sql, &owner, &census)?;
    }
    Ok(())
}
