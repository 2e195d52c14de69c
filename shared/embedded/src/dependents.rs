//! Which tasks run after which, and the last results of those they wait for.

use std::collections::BTreeMap;

use async_trait::async_trait;
use beadle_application::port::{Dependencies, Followers, Replaced, StoreError};
use beadle_domain::{
    dependency::Release,
    task::{LastEnd, Task},
};
use beadle_values::id::TaskId;
use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::{Embedded, error::Error, rollups::stats_of};

#[async_trait]
impl Dependencies for Embedded {
    async fn followers(&self, ended: &[TaskId]) -> Result<Followers, StoreError> {
        let ended = ended.to_vec();
        self.read(move |sql| followers(sql, &ended)).await
    }

    async fn ends(&self, tasks: &[TaskId]) -> Result<BTreeMap<TaskId, LastEnd>, StoreError> {
        let (tasks, aside) = (tasks.to_vec(), self.set_aside());
        self.read(move |sql| {
            let mut ends = BTreeMap::new();
            for task in &tasks {
                if let Some(end) = stats_of(sql, *task, &aside)?.last_end {
                    ends.insert(*task, end);
                }
            }
            Ok(ends)
        })
        .await
    }

    async fn last_release(&self, task: TaskId) -> Result<Option<Release>, StoreError> {
        self.release_of(task).await
    }

    async fn put_release(&self, release: &Release) -> Result<Replaced, StoreError> {
        self.write_release(release).await
    }
}

fn followers(sql: &Connection, ended: &[TaskId]) -> Result<Followers, Error> {
    const DEPENDENTS: &str = "SELECT dependent FROM dependents WHERE upstream = ?1";
    const NOTIFIES: &str = "SELECT 1 FROM tasks \
        WHERE id = ?1 AND deleted_at IS NULL AND iif(json_valid(document), document ->> '$.notify', NULL) IS NOT NULL";
    let mut followers = Followers::default();
    let (mut dependents, mut notifies) = (sql.prepare_cached(DEPENDENTS)?, sql.prepare_cached(NOTIFIES)?);
    for task in ended {
        let id = task.uuid();
        let mut rows = dependents.query([id.as_bytes()])?;
        while let Some(found) = rows.next()? {
            // A link whose id can't be read leads to no task.
            let dependent = found.get_ref(0)?.as_blob().ok().and_then(|id| Uuid::from_slice(id).ok());
            followers.dependents.extend(dependent.map(TaskId::from_uuid));
        }
        if notifies.exists([id.as_bytes()])? {
            followers.notifying.insert(*task);
        }
    }
    Ok(followers)
}

/// Whether `task`, in place of `before`, would begin to run after a task that runs after it.
pub(crate) fn closes_circle(sql: &Connection, before: Option<&Task>, task: &Task) -> Result<bool, Error> {
    const DOWNSTREAM: &str = "WITH RECURSIVE downstream (id) AS ( \
        SELECT dependent FROM dependents WHERE upstream = ?1 UNION \
        SELECT next.dependent FROM dependents AS next JOIN downstream ON next.upstream = downstream.id) \
        SELECT id FROM downstream";
    if task.deleted_at.is_some() {
        return Ok(false);
    }
    let linked = before.filter(|before| before.deleted_at.is_none());
    let linked = linked.map_or(&[][..], |before| &before.dependencies);
    let new: Vec<Uuid> =
        task.dependencies.iter().filter(|id| !linked.contains(id)).map(|id| id.uuid()).collect();
    if new.is_empty() {
        return Ok(false);
    }
    let id = task.id.uuid();
    let mut statement = sql.prepare_cached(DOWNSTREAM)?;
    let mut rows = statement.query([id.as_bytes()])?;
    while let Some(found) = rows.next()? {
        let downstream = found.get_ref(0)?.as_blob().ok().and_then(|id| Uuid::from_slice(id).ok());
        if downstream.is_some_and(|downstream| new.contains(&downstream)) {
            return Ok(true);
        }
    }
    Ok(new.contains(&id))
}

/// Stores the dependencies of `task` in place of those it had `before`; none for a deleted task.
pub(crate) fn link(sql: &Connection, before: &[TaskId], task: &Task) -> Result<(), Error> {
    const UNLINK: &str = "DELETE FROM dependents WHERE upstream = ?1 AND dependent = ?2";
    const LINK: &str = "INSERT OR IGNORE INTO dependents (upstream, dependent) VALUES (?1, ?2)";
    let now: &[TaskId] = if task.deleted_at.is_some() { &[] } else { &task.dependencies };
    let dependent = task.id.uuid();
    for upstream in before.iter().filter(|id| !now.contains(id)) {
        let upstream = upstream.uuid();
        sql.prepare_cached(UNLINK)?.execute(params![upstream.as_bytes(), dependent.as_bytes()])?;
    }
    for upstream in now {
        let upstream = upstream.uuid();
        sql.prepare_cached(LINK)?.execute(params![upstream.as_bytes(), dependent.as_bytes()])?;
    }
    Ok(())
}
