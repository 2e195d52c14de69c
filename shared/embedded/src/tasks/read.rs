//! Reading and listing tasks.

use aws_lc_rs::hmac;
use beadle_application::port::{StoreError, TaskQuery};
use beadle_domain::{
    resource_key::ResourceKey,
    task::{
        SavedTask,
        order::{self, MAX_SORTED, SortedPlace},
    },
};
use beadle_values::{
    id::{OwnerId, TaskId},
    page::Page,
};
use jiff::Timestamp;
use rusqlite::{Connection, params, types::ValueRef};
use uuid::Uuid;

use super::write::find;
use crate::{
    Embedded,
    cursor::{Cursors, Position},
    error::Error,
    resource_keys::Keyed,
    rollups, row,
    set_aside::{SetAside, TASK_STATS, TASKS},
};

/// The most tasks a page scans. A rare filter yields a short page with a next one instead of a slow response.
const MAX_SCANNED: usize = 2_000;

impl Embedded {
    pub(super) async fn task(&self, id: TaskId) -> Result<Option<SavedTask>, StoreError> {
        let aside = self.set_aside();
        self.read(move |sql| {
            let Some(task) = find(sql, id)? else { return Ok(None) };
            Ok(Some(SavedTask { task, stats: rollups::stats_of(sql, id, &aside)? }))
        })
        .await
    }

    pub(super) async fn task_of_key(
        &self,
        owner: &OwnerId,
        key: &ResourceKey,
    ) -> Result<Option<TaskId>, StoreError> {
        let (owner, key) = (owner.clone(), key.clone());
        let found = self.read(move |sql| Keyed::Tasks.holder(sql, &owner, &key)).await?;
        Ok(found.map(|id| TaskId::from_uuid(Uuid::from_bytes(id))))
    }

    pub(super) async fn task_page(&self, query: &TaskQuery) -> Result<Page<SavedTask>, StoreError> {
        let cursors = cursors(query, &self.shared.cursor_key);
        if !query.order.is_newest_first() {
            return self.sorted(&cursors, query).await;
        }
        let position = query.cursor.as_ref().map(|cursor| cursors.read(cursor)).transpose()?;
        let (query, aside) = (query.clone(), self.set_aside());
        let (items, next) = self.read(move |sql| page(sql, &query, position.as_ref(), &aside)).await?;
        Ok(Page { items, next: next.map(|position| cursors.issue(&position)) })
    }
}

/// The cursors of the list that `query` selects, independent of its page.
fn cursors<'k>(query: &TaskQuery, key: &'k hmac::Key) -> Cursors<'k> {
    let of_any_page = TaskQuery { limit: 0, cursor: None, now: Timestamp::UNIX_EPOCH, ..query.clone() };
    Cursors::of(key, format!("tasks {of_any_page:?}"))
}

impl Embedded {
    /// A page in another order than the table has: all tasks of the list are read and sorted.
    async fn sorted(&self, cursors: &Cursors<'_>, query: &TaskQuery) -> Result<Page<SavedTask>, StoreError> {
        let after: Option<SortedPlace> = match &query.cursor {
            Some(cursor) => Some(
                serde_json::from_str(&cursors.read_text(cursor)?).map_err(|_| StoreError::InvalidCursor)?,
            ),
            None => None,
        };
        let (asked, aside) = (query.clone(), self.set_aside());
        let tasks = self.read(move |sql| all(sql, &asked, &aside)).await?;
        let tasks = tasks.ok_or(StoreError::TooManyToSort(MAX_SORTED))?;
        let (items, next) = order::page(tasks, query.order, query.limit, after.as_ref(), query.now);
        let next = next.map(|place| serde_json::to_string(&place)).transpose().map_err(Error::from)?;
        Ok(Page { items, next: next.map(|place| cursors.issue_text(&place)) })
    }
}

/// All tasks that `query` selects; `None` when the list is too long to be sorted.
fn all(sql: &Connection, query: &TaskQuery, aside: &SetAside) -> Result<Option<Vec<SavedTask>>, Error> {
    let mut statement = sql.prepare_cached(list(query))?;
    let mut rows = statement.query(params![query.owner.as_str(), i64::MAX, &[][..]])?;
    let (mut tasks, mut scanned) = (Vec::new(), 0);
    while let Some(found) = rows.next()? {
        scanned += 1;
        if scanned > MAX_SORTED {
            return Ok(None);
        }
        tasks.extend(saved(sql, found, aside)?.filter(|saved| query.matches(saved)));
    }
    Ok(Some(tasks))
}

/// The rows of the list that `query` selects, newest first, after a position. Both halves have that order, so
/// SQLite merges them as they are read.
fn list(query: &TaskQuery) -> &'static str {
    const LISTED: &str = "SELECT t.document, s.document, t.created_at, t.id FROM tasks t \
        LEFT JOIN task_stats s ON s.task_id = t.id \
        WHERE t.owner = ?1 AND t.deleted_at IS NULL AND (t.created_at, t.id) < (?2, ?3) \
        UNION ALL SELECT t.document, s.document, t.created_at, t.id FROM tasks t \
        LEFT JOIN task_stats s ON s.task_id = t.id \
        WHERE t.assigned_to = ?1 AND t.deleted_at IS NULL AND (t.created_at, t.id) < (?2, ?3) \
        ORDER BY 3 DESC, 4 DESC";
    const DELETED: &str = "SELECT t.document, s.document, t.created_at, t.id FROM tasks t \
        LEFT JOIN task_stats s ON s.task_id = t.id \
        WHERE t.owner = ?1 AND t.deleted_at IS NOT NULL AND (t.created_at, t.id) < (?2, ?3) \
        ORDER BY t.created_at DESC, t.id DESC";
    if query.deleted { DELETED } else { LISTED }
}

fn page(
    sql: &Connection,
    query: &TaskQuery,
    position: Option<&Position>,
    aside: &SetAside,
) -> Result<(Vec<SavedTask>, Option<Position>), Error> {
    let (at, id) = position.map_or((i64::MAX, &[][..]), |position| (position.at, position.id.as_bytes()));
    let mut statement = sql.prepare_cached(list(query))?;
    let mut rows = statement.query(params![query.owner.as_str(), at, id])?;
    let (mut items, mut last, mut scanned) = (Vec::new(), None, 0);
    while let Some(found) = rows.next()? {
        if scanned == MAX_SCANNED {
            return Ok((items, last));
        }
        scanned += 1;
        if let Some(saved) = saved(sql, found, aside)?.filter(|saved| query.matches(saved)) {
            if items.len() == query.limit.max(1) {
                return Ok((items, last));
            }
            items.push(saved);
        }
        last = Position::of(found, 2)?.or(last);
    }
    Ok((items, None))
}

/// The task of a row; `None` if it can't be read. Unreadable counters count nothing.
fn saved(sql: &Connection, found: &rusqlite::Row<'_>, aside: &SetAside) -> Result<Option<SavedTask>, Error> {
    let key = [found.get_ref(3)?];
    let task = row::document(found, 0, "a task");
    let Some(task) = aside.or_skip(sql, TASKS, &key, task)? else { return Ok(None) };
    let stats = match found.get_ref(1)? {
        ValueRef::Null => None,
        _ => aside.or_skip(sql, TASK_STATS, &key, row::document(found, 1, "the counters of a task"))?,
    };
    Ok(Some(SavedTask { task, stats: stats.unwrap_or_default() }))
}
