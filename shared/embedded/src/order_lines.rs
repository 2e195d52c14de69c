//! The lines of order keys: who joins and leaves them, in the transaction of the write that it follows from.

use beadle_application::port::{LineHead, MAX_COUNTED_BEHIND, StoreError};
use beadle_domain::{
    execution::{Event, Execution},
    order::{OrderLine, holds_line},
};
use beadle_values::{
    id::{ExecutionId, OwnerId},
    page::{Cursor, Page},
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::{Embedded, cursor::Cursors, due, error::Error, group::Write, row};

/// Adds `execution`, which is new, to the end of its line. One that replays an execution that is still in the line takes its
/// place: it is the first, because it has ended.
pub(crate) fn join(write: &Write<'_>, execution: &Execution) -> Result<(), Error> {
    const TAKE: &str =
        "UPDATE order_lines SET execution = ?3 WHERE owner = ?1 AND key = ?2 AND execution = ?4";
    const JOIN: &str = "INSERT INTO order_lines (owner, key, ticket, execution) \
        SELECT ?1, ?2, coalesce(max(ticket), 0) + 1, ?3 FROM order_lines WHERE owner = ?1 AND key = ?2";
    if execution.status().is_final() {
        return Ok(());
    }
    let Some(line) = execution.order_line() else { return Ok(()) };
    let id = execution.id().uuid();
    let of_line = (line.owner.as_str(), line.key.as_str(), id.as_bytes());
    if let Some(replayed) = execution.request.trigger.replay_of {
        let replayed = replayed.uuid();
        let mut take = write.sql.prepare_cached(TAKE)?;
        if take.execute(params![of_line.0, of_line.1, of_line.2, replayed.as_bytes()])? == 1 {
            return Ok(());
        }
    }
    write.sql.prepare_cached(JOIN)?.execute(params![of_line.0, of_line.1, of_line.2])?;
    Ok(())
}

/// What follows from `written` for its line: it leaves when it has ended, unless it blocks its key, and the first asks now, if
/// it waits. To be called when `written` begins to wait as well: the one before may have ended since it looked.
pub(crate) fn after(write: &mut Write<'_>, written: &Execution) -> Result<(), Error> {
    let Some(line) = written.order_line() else { return Ok(()) };
    let has_ended = written.status().is_final();
    if !has_ended && !written.waits_in_line(write.now) || has_ended && holds_line(written) {
        return Ok(());
    }
    if has_ended {
        remove(write.sql, &line, written.id())?;
    }
    pass_on(write, &line)?;
    Ok(())
}

/// Takes `id`, whose row can't be read, out of its line, so that it does not block the others.
pub(crate) fn drop_unreadable(write: &mut Write<'_>, id: ExecutionId) -> Result<(), Error> {
    const DROP: &str = "DELETE FROM order_lines WHERE execution = ?1 RETURNING owner, key";
    let line = write
        .sql
        .prepare_cached(DROP)?
        .query_row(params![id.uuid().as_bytes()], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))
        .optional()?;
    if let Some((owner, key)) = line {
        pass_on(write, &OrderLine { owner: owner_of(owner)?, key })?;
    }
    Ok(())
}

/// Lets the first of `line` ask now, if it waits; returns it. Those that are gone leave.
fn pass_on(write: &mut Write<'_>, line: &OrderLine) -> Result<Option<ExecutionId>, Error> {
    while let Some(id) = first(write.sql, line)? {
        let found = match row::find(write.sql, id) {
            // One that can't be read is failed when it wakes, and leaves then.
            Err(error) if error.is_of_a_row() => return Ok(Some(id)),
            found => found?,
        };
        match found {
            Some((execution, seq, hops)) if holds_line(&execution) => {
                if execution.waits_in_line(write.now)
                    && let Ok(released) = execution.apply(Event::Release { due: write.now }, write.now)
                {
                    due::replace(write, seq, &execution, &released, hops)?;
                }
                return Ok(Some(id));
            }
            _ => remove(write.sql, line, id)?,
        }
    }
    Ok(None)
}

fn first(sql: &Connection, line: &OrderLine) -> Result<Option<ExecutionId>, Error> {
    // What is no id is in no one's way.
    const FIRST: &str = "SELECT execution FROM order_lines WHERE owner = ?1 AND key = ?2 AND length(execution) = 16 \
        ORDER BY ticket LIMIT 1";
    let id = sql
        .prepare_cached(FIRST)?
        .query_row(params![line.owner.as_str(), line.key], |row| row.get::<_, [u8; 16]>(0))
        .optional()?;
    Ok(id.map(|id| ExecutionId::from_uuid(Uuid::from_bytes(id))))
}

fn remove(sql: &Connection, line: &OrderLine, id: ExecutionId) -> Result<(), Error> {
    const REMOVE: &str = "DELETE FROM order_lines WHERE owner = ?1 AND key = ?2 AND execution = ?3";
    let id = id.uuid();
    sql.prepare_cached(REMOVE)?.execute(params![line.owner.as_str(), line.key, id.as_bytes()])?;
    Ok(())
}

fn owner_of(text: String) -> Result<OwnerId, Error> {
    OwnerId::parse(text).map_err(|error| Error::unreadable("an owner", error))
}

impl Embedded {
    pub(crate) async fn first_in(&self, line: &OrderLine) -> Result<Option<ExecutionId>, StoreError> {
        let line = line.clone();
        self.read(move |sql| first(sql, &line)).await
    }

    pub(crate) async fn leave(
        &self,
        line: &OrderLine,
        id: ExecutionId,
    ) -> Result<Option<ExecutionId>, StoreError> {
        let line = line.clone();
        self.writer
            .ask(move |write| {
                if first(write.sql, &line)? == Some(id) {
                    remove(write.sql, &line, id)?;
                }
                pass_on(write, &line)
            })
            .await
    }

    pub(crate) async fn heads(
        &self,
        owner: &OwnerId,
        limit: usize,
        cursor: Option<&Cursor>,
    ) -> Result<Page<LineHead>, StoreError> {
        let cursors = Cursors::of(&self.shared.cursor_key, format!("order lines {owner}"));
        let after = cursor.map(|cursor| cursors.read_text(cursor)).transpose()?.unwrap_or_default();
        let of = owner.clone();
        let mut items = self.read(move |sql| heads(sql, &of, &after, limit)).await?;
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more);
        let next = last.map(|head| cursors.issue_text(&head.line.key));
        Ok(Page { items, next })
    }
}

/// At most one more than `limit` lines of `owner`, of the keys after `after`.
fn heads(sql: &Connection, owner: &OwnerId, after: &str, limit: usize) -> Result<Vec<LineHead>, Error> {
    const KEYS: &str = "SELECT key, min(ticket) FROM order_lines WHERE owner = ?1 AND key > ?2 \
        GROUP BY key ORDER BY key LIMIT ?3";
    const BEHIND: &str = "SELECT count(*) FROM (SELECT 1 FROM order_lines \
        WHERE owner = ?1 AND key = ?2 AND ticket > ?3 LIMIT ?4)";
    let most = row::number(limit.saturating_add(1) as u64);
    let mut statement = sql.prepare_cached(KEYS)?;
    let key = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?));
    let keys: Vec<(String, i64)> =
        statement.query_map(params![owner.as_str(), after, most], key)?.collect::<Result<_, _>>()?;
    let mut heads = Vec::with_capacity(keys.len());
    for (key, ticket) in keys {
        let line = OrderLine { owner: owner.clone(), key };
        let bounds = params![owner.as_str(), line.key, ticket, row::number(MAX_COUNTED_BEHIND as u64)];
        let behind: u32 = sql.prepare_cached(BEHIND)?.query_row(bounds, |row| row.get(0))?;
        if let Some(first) = first(sql, &line)? {
            heads.push(LineHead { line, first, behind: behind as usize });
        }
    }
    Ok(heads)
}
