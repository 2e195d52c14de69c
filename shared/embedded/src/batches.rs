//! Batches: rows with a version, the number of their executions, and their counts.

use async_trait::async_trait;
use beadle_application::port::{BatchQuery, Batches, Inserted, Replaced, StoreError};
use beadle_domain::{
    batch::{Batch, BatchTally, CountedBatch},
    execution::Execution,
    projection::AuditEntry,
};
use beadle_values::{id::BatchId, page::Page};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{
    Embedded, audit, changes,
    cursor::{Cursors, Position},
    error::Error,
    group::Write,
    row,
    set_aside::{BATCHES, SetAside},
};

#[async_trait]
impl Batches for Embedded {
    async fn get(&self, id: BatchId) -> Result<Option<CountedBatch>, StoreError> {
        self.read(move |sql| find(sql, id)).await
    }

    async fn list(&self, query: &BatchQuery) -> Result<Page<CountedBatch>, StoreError> {
        let cursors = Cursors::of(&self.shared.cursor_key, format!("batches {:?}", query.owner));
        let position = query.cursor.as_ref().map(|cursor| cursors.read(cursor)).transpose()?;
        let (query, aside) = (query.clone(), self.set_aside());
        let (items, next) = self.read(move |sql| page(sql, &query, position.as_ref(), &aside)).await?;
        Ok(Page { items, next: next.map(|position| cursors.issue(&position)) })
    }

    async fn insert(&self, batch: &Batch, audit: Option<&AuditEntry>) -> Result<Inserted<Batch>, StoreError> {
        const INSERT: &str = "INSERT INTO batches (id, owner, created_at, version, closed, ended_at, added, tally, document) \
            VALUES (?1, ?2, ?3, ?4, ?7, ?8, 0, ?5, ?6) ON CONFLICT (id) DO NOTHING";
        let document = serde_json::to_string(batch).map_err(Error::from)?;
        let tally = serde_json::to_string(&BatchTally::default()).map_err(Error::from)?;
        let (batch, audit) = (batch.clone(), audit.cloned());
        self.writer
            .ask(move |write| {
                let created = write.sql.prepare_cached(INSERT)?.execute(params![
                    batch.id.uuid().as_bytes(),
                    batch.owner.as_str(),
                    batch.created_at.as_millisecond(),
                    row::number(batch.version),
                    tally,
                    document,
                    batch.closed_at.is_some(),
                    batch.end.as_ref().map(|end| end.at.as_millisecond()),
                ])?;
                if created == 1 {
                    audit::append_entry(write, audit.as_ref())?;
                    return Ok(Inserted::Created);
                }
                find(write.sql, batch.id)?
                    .map(|existing| Inserted::Existing(Box::new(existing.batch)))
                    .ok_or_else(|| Error::Unreadable("the conflicting row can't be found".to_owned()))
            })
            .await
    }

    async fn replace(
        &self,
        batch: &Batch,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError> {
        let document = serde_json::to_string(batch).map_err(Error::from)?;
        let (batch, audit) = (batch.clone(), audit.cloned());
        self.writer.ask(move |write| replace(write, &batch, expected, &document, audit.as_ref())).await
    }
}

fn replace(
    write: &mut Write<'_>,
    batch: &Batch,
    expected: u64,
    document: &str,
    audit: Option<&AuditEntry>,
) -> Result<Replaced, Error> {
    const CLOSED: &str = "SELECT closed FROM batches WHERE id = ?1";
    const REPLACE: &str = "UPDATE batches SET version = ?2, document = ?3, closed = ?4, ended_at = ?5 \
        WHERE id = ?1 AND version = ?6";
    let id = batch.id.uuid();
    let was_closed: Option<bool> =
        write.sql.prepare_cached(CLOSED)?.query_row([id.as_bytes()], |row| row.get(0)).optional()?;
    let replaced = write.sql.prepare_cached(REPLACE)?.execute(params![
        id.as_bytes(),
        row::number(batch.version),
        document,
        batch.closed_at.is_some(),
        batch.end.as_ref().map(|end| end.at.as_millisecond()),
        row::number(expected),
    ])?;
    if replaced == 0 {
        return Ok(Replaced::Conflict);
    }
    if let (Some(closed_at), Some(false)) = (batch.closed_at, was_closed) {
        changes::append_batch_closed(write, batch.id, closed_at)?;
    }
    audit::append_entry(write, audit)?;
    Ok(Replaced::Done)
}

/// Counts `execution` in its batch, unless it is counted: its row is written in the same transaction. Returns whether
/// it may be written: it has no batch, or one that is open or counts it.
pub(crate) fn admit(sql: &Connection, execution: &Execution) -> Result<bool, Error> {
    const KNOWN: &str = "SELECT 1 FROM executions WHERE id = ?1";
    const COUNT: &str = "UPDATE batches SET added = added + 1 WHERE id = ?1 AND closed = 0";
    let Some(batch) = execution.request.batch_id else { return Ok(true) };
    let is_known = sql.prepare_cached(KNOWN)?.exists([execution.id().uuid().as_bytes()])?;
    Ok(is_known || sql.prepare_cached(COUNT)?.execute([batch.uuid().as_bytes()])? == 1)
}

/// Adds `tally` to the counts of a batch, if it exists.
pub(crate) fn count(sql: &Connection, id: BatchId, tally: &BatchTally) -> Result<(), Error> {
    const WRITE: &str = "UPDATE batches SET tally = ?2 WHERE id = ?1";
    let Some(CountedBatch { tally: mut counted, .. }) = find(sql, id)? else { return Ok(()) };
    counted.merge(tally);
    let document = serde_json::to_string(&counted)?;
    sql.prepare_cached(WRITE)?.execute(params![id.uuid().as_bytes(), document])?;
    Ok(())
}

fn find(sql: &Connection, id: BatchId) -> Result<Option<CountedBatch>, Error> {
    const FIND: &str = "SELECT document, added, closed, tally FROM batches WHERE id = ?1";
    let mut statement = sql.prepare_cached(FIND)?;
    let mut rows = statement.query([id.uuid().as_bytes()])?;
    rows.next()?.map(counted).transpose()
}

fn page(
    sql: &Connection,
    query: &BatchQuery,
    position: Option<&Position>,
    aside: &SetAside,
) -> Result<(Vec<CountedBatch>, Option<Position>), Error> {
    const LIST: &str = "SELECT document, added, closed, tally, created_at, id FROM batches \
        WHERE owner = ?1 AND (created_at, id) < (?2, ?3) ORDER BY created_at DESC, id DESC";
    let (at, id) = position.map_or((i64::MAX, &[][..]), |position| (position.at, position.id.as_bytes()));
    let mut statement = sql.prepare_cached(LIST)?;
    let mut rows = statement.query(params![query.owner.as_str(), at, id])?;
    let (mut items, mut last) = (Vec::new(), None);
    while let Some(found) = rows.next()? {
        if items.len() == query.limit.max(1) {
            return Ok((items, last));
        }
        items.extend(aside.or_skip(sql, BATCHES, &[found.get_ref(5)?], counted(found))?);
        last = Position::of(found, 4)?.or(last);
    }
    Ok((items, None))
}

fn counted(row: &Row<'_>) -> Result<CountedBatch, Error> {
    Ok(CountedBatch {
        batch: row::document(row, 0, "a batch")?,
        added: row.get(1)?,
        is_sealed: row.get(2)?,
        tally: row::document(row, 3, "the counts of a batch")?,
    })
}
