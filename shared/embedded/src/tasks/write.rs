//! Writing tasks.

use beadle_application::port::{Inserted, Replaced, StoreError};
use beadle_domain::{resource_key::ResourceKey, task::Task};
use beadle_values::id::{OwnerId, TaskId};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{Embedded, changes, dependents, error::Error, group::Write, resource_keys::Keyed, row};

impl Embedded {
    pub(super) async fn insert_task(&self, task: &Task) -> Result<Inserted, StoreError> {
        let document = serde_json::to_string(task).map_err(Error::from)?;
        let task = task.clone();
        self.writer.ask(move |write| insert(write, &task, &document)).await
    }

    pub(super) async fn replace_task(&self, task: &Task, expected: u64) -> Result<Replaced, StoreError> {
        let document = serde_json::to_string(task).map_err(Error::from)?;
        let task = task.clone();
        self.writer.ask(move |write| replace(write, &task, &document, expected)).await
    }
}

fn insert(write: &mut Write<'_>, task: &Task, document: &str) -> Result<Inserted, Error> {
    const INSERT: &str = "INSERT INTO tasks (id, owner, created_at, deleted_at, version, config_id, document, assigned_to, key) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO NOTHING";
    if task.key.is_some() && find(write.sql, task.id)?.is_none() {
        ensure_free(write, task)?;
    }
    let created = write.sql.prepare_cached(INSERT)?.execute(params![
        task.id.uuid().as_bytes(),
        task.owner.as_str(),
        task.created_at.as_millisecond(),
        task.deleted_at.map(|time| time.as_millisecond()),
        row::number(task.version),
        task.config_id.map(|config| *config.uuid().as_bytes()),
        document,
        assignee(task),
        task.key.as_ref().map(ResourceKey::as_str),
    ])?;
    if created == 1 {
        dependents::link(write.sql, &[], task)?;
        changes::append_task(write, None, task)?;
        return Ok(Inserted::Created);
    }
    find(write.sql, task.id)?
        .map(|existing| Inserted::Existing(Box::new(existing)))
        .ok_or_else(|| Error::Unreadable("the conflicting row can't be found".to_owned()))
}

fn replace(write: &mut Write<'_>, task: &Task, document: &str, expected: u64) -> Result<Replaced, Error> {
    const VERSION: &str = "SELECT version FROM tasks WHERE id = ?1";
    const REPLACE: &str = "UPDATE tasks SET deleted_at = ?2, version = ?3, config_id = ?4, document = ?5, assigned_to = ?6, key = ?7 \
        WHERE id = ?1";
    let id = task.id.uuid();
    let version: Option<u64> =
        write.sql.prepare_cached(VERSION)?.query_row([id.as_bytes()], |row| row.get(0)).optional()?;
    if version != Some(expected) {
        return Ok(Replaced::Conflict);
    }
    let before = find(write.sql, task.id)?;
    // A concurrent change made it so: the caller decides anew, and then sees the circle.
    if dependents::closes_circle(write.sql, before.as_ref(), task)? {
        return Ok(Replaced::Conflict);
    }
    ensure_free(write, task)?;
    write.sql.prepare_cached(REPLACE)?.execute(params![
        id.as_bytes(),
        task.deleted_at.map(|time| time.as_millisecond()),
        row::number(task.version),
        task.config_id.map(|config| *config.uuid().as_bytes()),
        document,
        assignee(task),
        task.key.as_ref().map(ResourceKey::as_str),
    ])?;
    let known = before.as_ref().map_or(&[][..], |before| &before.dependencies);
    dependents::link(write.sql, known, task)?;
    changes::append_task(write, before.as_ref(), task)?;
    Ok(Replaced::Done)
}

/// Refuses a key that another task of the owner has.
fn ensure_free(write: &Write<'_>, task: &Task) -> Result<(), Error> {
    Keyed::Tasks.ensure_free(write.sql, &task.owner, task.held_key(), task.id.uuid().as_bytes())
}

/// The user other than the owner who has the task on their list.
fn assignee(task: &Task) -> Option<&str> {
    task.assigned_to.as_ref().filter(|assignee| **assignee != task.owner).map(OwnerId::as_str)
}

/// The task with this id.
pub(super) fn find(sql: &Connection, id: TaskId) -> Result<Option<Task>, Error> {
    let mut statement = sql.prepare_cached("SELECT document FROM tasks WHERE id = ?1")?;
    let mut rows = statement.query([id.uuid().as_bytes()])?;
    rows.next()?.map(|found| row::document(found, 0, "a task")).transpose()
}
