//! The audit trail.

use async_trait::async_trait;
use aws_lc_rs::hmac;
use beadle_application::port::{AuditQuery, AuditTrail, StoreError};
use beadle_domain::projection::AuditEntry;
use beadle_values::page::Page;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use crate::{
    Embedded,
    cursor::{Cursors, Position},
    error::Error,
    group::Write,
    row,
    set_aside::{AUDIT, SetAside},
};

/// The most entries a page scans. A rare filter yields a short page with a next one instead of a slow
/// response.
const MAX_SCANNED: usize = 10_000;

#[async_trait]
impl AuditTrail for Embedded {
    async fn append(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let entry = entry.clone();
        self.writer.ask(move |write| append(write.sql, &entry)).await
    }

    async fn list(&self, query: &AuditQuery) -> Result<Page<AuditEntry>, StoreError> {
        let position = match &query.cursor {
            Some(cursor) => Some(cursors(query, &self.shared.cursor_key).read(cursor)?),
            None => None,
        };
        let (asked, aside) = (query.clone(), self.set_aside());
        let (items, last) = self.read(move |sql| page(sql, &asked, position.as_ref(), &aside)).await?;
        let next = last.map(|position| cursors(query, &self.shared.cursor_key).issue(&position));
        Ok(Page { items, next })
    }
}

/// Appends the entry about a change, in the transaction of the change.
pub(crate) fn append_entry(write: &Write<'_>, entry: Option<&AuditEntry>) -> Result<(), Error> {
    entry.map_or(Ok(()), |entry| append(write.sql, entry))
}

/// Appends `entry`, unless an entry with its id exists.
pub(crate) fn append(sql: &Connection, entry: &AuditEntry) -> Result<(), Error> {
    const APPEND: &str = "INSERT INTO audit (id, owner, actor, action, task_id, at, document) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO NOTHING";
    sql.prepare_cached(APPEND)?.execute(params![
        entry.id.uuid().as_bytes(),
        entry.owner.as_ref().map(|owner| owner.as_str()),
        entry.actor.as_ref().map(|actor| actor.as_str()),
        entry.action.to_string(),
        entry.task_id.map(|task| *task.uuid().as_bytes()),
        entry.at.as_millisecond(),
        serde_json::to_string(entry)?,
    ])?;
    Ok(())
}

/// The cursors of the list that `query` selects, independent of its page.
fn cursors<'k>(query: &AuditQuery, key: &'k hmac::Key) -> Cursors<'k> {
    let AuditQuery { user, action, task_id, from, to, .. } = query;
    Cursors::of(key, format!("audit {user:?} {action:?} {task_id:?} {from:?} {to:?}"))
}

/// The entries of the page, and the position after which the next one starts.
fn page(
    sql: &Connection,
    query: &AuditQuery,
    position: Option<&Position>,
    aside: &SetAside,
) -> Result<(Vec<AuditEntry>, Option<Position>), Error> {
    const NEWEST: &str = "SELECT at, id, owner, actor, action, task_id, document FROM audit \
        WHERE at >= ?1 AND (at, id) < (?2, ?3) ORDER BY at DESC, id DESC";
    let from = query.from.map_or(i64::MIN, |from| from.as_millisecond());
    let to = query.to.map_or((i64::MAX, Vec::new()), |to| (to.as_millisecond(), Vec::new()));
    let before = match position {
        Some(Position { at, id }) => to.min((*at, id.as_bytes().to_vec())),
        None => to,
    };
    let mut statement = sql.prepare_cached(NEWEST)?;
    let mut rows = statement.query(params![from, before.0, before.1])?;
    let mut items = Vec::new();
    let mut last = None;
    let mut scanned = 0;
    while let Some(found) = rows.next()? {
        if items.len() == query.limit.max(1) || scanned == MAX_SCANNED {
            return Ok((items, last));
        }
        scanned += 1;
        let entry = aside.or_skip(sql, AUDIT, &[found.get_ref(1)?], entry(found, query))?;
        if let Some((position, entry)) = entry {
            items.extend(entry);
            last = Some(position);
        }
    }
    Ok((items, None))
}

/// The position of a row, and its entry if it matches the filters.
fn entry(found: &Row<'_>, query: &AuditQuery) -> Result<(Position, Option<AuditEntry>), Error> {
    let position = Position { at: found.get(0)?, id: Uuid::from_bytes(found.get(1)?) };
    let entry = matches(found, query)?.then(|| row::document(found, 6, "an entry of the audit trail"));
    Ok((position, entry.transpose()?))
}

/// Whether a row matches the filters. Reads columns only, so that most other rows are skipped before their
/// documents are parsed.
fn matches(row: &Row<'_>, query: &AuditQuery) -> Result<bool, Error> {
    let is = |column, wanted: &str| {
        let value = row.get_ref(column)?.as_str_or_null();
        Ok::<_, Error>(value.map_err(|error| Error::unreadable("an entry", error))? == Some(wanted))
    };
    let user = match &query.user {
        Some(user) => is(2, user.as_str())? || is(3, user.as_str())?,
        None => true,
    };
    let action = match query.action {
        Some(action) => is(4, &action.to_string())?,
        None => true,
    };
    let task = match query.task_id {
        Some(task) => row.get::<_, Option<[u8; 16]>>(5)? == Some(*task.uuid().as_bytes()),
        None => true,
    };
    Ok(user && action && task)
}
