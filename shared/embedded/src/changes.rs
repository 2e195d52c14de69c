//! The change table: every write of a task or an execution appends to it in the same transaction. It is to
//! the projector what the DynamoDB stream is on AWS.

use beadle_domain::{
    account::Credits,
    cost,
    execution::{CancelReason, Execution, TriggerKind},
    gate::BreakerState,
    projection::{Change, ChangeRecord, ExecutionFacts, RecordChange, Sequence, change::Before},
    spec::TaskType,
    task::{Priority, Task},
};
use beadle_values::id::{BatchId, ConfigId, ExecutionId, OwnerId, TaskId};
use jiff::Timestamp;
use rusqlite::{Connection, Row, params, types::ValueRef};
use serde::{Deserialize, de::IntoDeserializer};
use uuid::Uuid;

use crate::{error::Error, group::Write, row};

/// Appends a change of an execution to `after`.
pub(crate) fn append_execution(
    write: &mut Write<'_>,
    before: Option<Before>,
    after: &Execution,
) -> Result<(), Error> {
    const APPEND: &str = "INSERT INTO changes (seq, at, execution, owner, task_id, task_type, trigger_kind, \
        created_at, before_status, before_attempts, status, attempts, started_at, ended_at, error, priority, credits, \
        tokens, nano_usd, replay_of, depth, cancel_reason, result, batch_id) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, \
        ?20, ?21, ?22, ?23, ?24)";
    let Execution { request, progress } = after;
    let result = ExecutionFacts::result_of(request.task_id, request.spec.task_type(), progress);
    let failed = progress.state.status() == beadle_domain::execution::Status::Failed;
    write.sql.prepare_cached(APPEND)?.execute(params![
        write.memory.next_change,
        progress.updated_at.as_millisecond(),
        request.id.uuid().as_bytes(),
        request.owner.as_str(),
        request.task_id.as_ref().map(|task| *task.uuid().as_bytes()),
        request.spec.task_type().as_str(),
        request.trigger.kind.as_str(),
        request.created_at.as_millisecond(),
        before.map(|before| row::code(before.status)),
        before.map(|before| before.attempts),
        row::code(after.status()),
        row::attempts(after),
        progress.started_at().map(|time| time.as_millisecond()),
        progress.state.ended_at().map(|time| time.as_millisecond()),
        progress.failure().filter(|_| failed).map(|failure| failure.message.as_str()),
        request.priority.as_str(),
        Some(request.credits.thousandths()).filter(|credits| *credits > 0).map(row::number),
        row::number(after.tokens_consumed()),
        row::number(cost::booked(after)),
        request.trigger.replay_of.as_ref().map(|replayed| *replayed.uuid().as_bytes()),
        request.trigger.depth,
        progress.state.cancel_reason().map(CancelReason::as_str),
        result.map(|result| result.to_string()),
        request.batch_id.as_ref().map(|batch| *batch.uuid().as_bytes()),
    ])?;
    write.effects.written.push((request.id, after.version()));
    mark_changed(write);
    Ok(())
}

/// Appends a change of a task to `after`.
pub(crate) fn append_task(write: &mut Write<'_>, before: Option<&Task>, after: &Task) -> Result<(), Error> {
    const APPEND: &str = "INSERT INTO changes (seq, at, task) VALUES (?1, ?2, ?3)";
    let document = serde_json::to_string(&(before, after))?;
    let at = if before.is_none() { after.here_since() } else { after.updated_at }.as_millisecond();
    write.sql.prepare_cached(APPEND)?.execute(params![write.memory.next_change, at, document])?;
    mark_changed(write);
    Ok(())
}

/// Appends the transitions of the breaker of `config` to `after`, if there are any.
pub(crate) fn append_breaker(
    write: &mut Write<'_>,
    config: ConfigId,
    before: Option<&BreakerState>,
    after: &BreakerState,
) -> Result<(), Error> {
    const APPEND: &str = "INSERT INTO changes (seq, at, breaker) VALUES (?1, ?2, ?3)";
    if after.transitions_since(before).is_empty() {
        return Ok(());
    }
    let document = serde_json::to_string(&(config, before, after))?;
    let at = after.seen.as_millisecond();
    write.sql.prepare_cached(APPEND)?.execute(params![write.memory.next_change, at, document])?;
    mark_changed(write);
    Ok(())
}

/// Appends that a batch was closed.
pub(crate) fn append_batch_closed(write: &mut Write<'_>, batch: BatchId, at: Timestamp) -> Result<(), Error> {
    const APPEND: &str = "INSERT INTO changes (seq, at, batch_id) VALUES (?1, ?2, ?3)";
    write.sql.prepare_cached(APPEND)?.execute(params![
        write.memory.next_change,
        at.as_millisecond(),
        batch.uuid().as_bytes()
    ])?;
    mark_changed(write);
    Ok(())
}

/// Appends a change of a record that is only audited, if the write changed anything.
pub(crate) fn append_record(
    write: &mut Write<'_>,
    change: Option<&RecordChange>,
    at: Timestamp,
) -> Result<(), Error> {
    const APPEND: &str = "INSERT INTO changes (seq, at, record) VALUES (?1, ?2, ?3)";
    let Some(change) = change else { return Ok(()) };
    let document = serde_json::to_string(change)?;
    write.sql.prepare_cached(APPEND)?.execute(params![
        write.memory.next_change,
        at.as_millisecond(),
        document
    ])?;
    mark_changed(write);
    Ok(())
}

fn mark_changed(write: &mut Write<'_>) {
    write.memory.next_change += 1;
    write.effects.changed = true;
}

/// Some changes.
pub(crate) struct Batch {
    pub(crate) records: Vec<ChangeRecord>,
    /// The sequences of those that can't be read, and why.
    pub(crate) unreadable: Vec<(i64, String)>,
}

/// The first `most` changes after `handled`.
pub(crate) fn first(sql: &Connection, shard: &str, handled: i64, most: usize) -> Result<Batch, Error> {
    const FIRST: &str = "SELECT seq, at, task, execution, owner, task_id, task_type, trigger_kind, created_at, \
        before_status, before_attempts, status, attempts, started_at, ended_at, error, breaker, \
        priority, credits, tokens, nano_usd, record, replay_of, depth, cancel_reason, result, batch_id \
        FROM changes WHERE seq > ?1 ORDER BY seq LIMIT ?2";
    let mut statement = sql.prepare_cached(FIRST)?;
    let mut rows = statement.query([handled, row::number(most as u64)])?;
    let mut batch = Batch { records: Vec::new(), unreadable: Vec::new() };
    while let Some(row) = rows.next()? {
        match record(row, shard) {
            Ok(record) => batch.records.push(record),
            Err(error) if error.is_of_a_row() => batch.unreadable.push((row.get(0)?, error.to_string())),
            Err(error) => return Err(error),
        }
    }
    Ok(batch)
}

fn record(row: &Row<'_>, shard: &str) -> Result<ChangeRecord, Error> {
    let sequence = Sequence::of(row.get::<_, i64>(0)?);
    let at = row::time(row.get(1)?)?;
    let is_null = |column| Ok::<_, Error>(matches!(row.get_ref(column)?, ValueRef::Null));
    let change = if !is_null(2)? {
        let (before, after) = row::document(row, 2, "the change of a task")?;
        Change::Task { before, after }
    } else if !is_null(16)? {
        breaker(row)?
    } else if !is_null(21)? {
        Change::Record(Box::new(row::document(row, 21, "the change of a record")?))
    } else {
        match (is_null(3)?, batch(row)?) {
            (true, Some(batch)) => Change::BatchClosed(batch),
            _ => execution(row)?,
        }
    };
    Ok(ChangeRecord { shard: shard.to_owned(), sequence, at, change })
}

fn breaker(row: &Row<'_>) -> Result<Change, Error> {
    let (config, before, after): (ConfigId, Option<BreakerState>, BreakerState) =
        row::document(row, 16, "the change of a breaker")?;
    Change::of_breaker(config, before.as_ref(), &after)
        .ok_or_else(|| Error::Unreadable("a breaker without a transition".to_owned()))
}

fn execution(row: &Row<'_>) -> Result<Change, Error> {
    let time = |column| row.get::<_, Option<i64>>(column)?.map(row::time).transpose();
    let before = match (row.get::<_, Option<i64>>(9)?, row.get(10)?) {
        (Some(status), Some(attempts)) => Some(Before { status: row::status(status)?, attempts }),
        _ => None,
    };
    let after = ExecutionFacts {
        id: ExecutionId::from_uuid(Uuid::from_bytes(row.get(3)?)),
        owner: OwnerId::parse(row.get::<_, String>(4)?)
            .map_err(|error| Error::unreadable("an owner", error))?,
        task_id: row.get::<_, Option<[u8; 16]>>(5)?.map(|id| TaskId::from_uuid(Uuid::from_bytes(id))),
        task_type: text(row, 6)?.parse::<TaskType>().map_err(|error| Error::unreadable("a type", error))?,
        trigger: TriggerKind::deserialize(text(row, 7)?.into_deserializer())
            .map_err(|error: serde::de::value::Error| Error::unreadable("a trigger", error))?,
        created_at: row::time(row.get(8)?)?,
        status: row::status(row.get(11)?)?,
        attempts: row.get(12)?,
        started_at: time(13)?,
        ended_at: time(14)?,
        error: row.get(15)?,
        // Changes written under an earlier schema lack these columns.
        priority: match row.get_ref(17)? {
            ValueRef::Null => Priority::default(),
            _ => Priority::deserialize(text(row, 17)?.into_deserializer())
                .map_err(|error: serde::de::value::Error| Error::unreadable("a priority", error))?,
        },
        credits: Credits::from_thousandths(count(row, 18)?),
        tokens: count(row, 19)?,
        nano_usd: count(row, 20)?,
        replay_of: row.get::<_, Option<[u8; 16]>>(22)?.map(|id| ExecutionId::from_uuid(Uuid::from_bytes(id))),
        depth: row.get::<_, Option<u32>>(23)?.unwrap_or_default(),
        cancel_reason: match row.get_ref(24)? {
            ValueRef::Null => None,
            _ => Some(
                CancelReason::deserialize(text(row, 24)?.into_deserializer())
                    .map_err(|error: serde::de::value::Error| Error::unreadable("a reason", error))?,
            ),
        },
        // The write that ends an execution hands its line on itself.
        order: None,
        result: match row.get_ref(25)? {
            ValueRef::Null => None,
            _ => Some(row::document(row, 25, "the result of an execution")?),
        },
        batch_id: batch(row)?,
        // What ended in another service is counted when it is written.
        is_history: false,
    };
    Ok(Change::Execution { before, after })
}

fn batch(row: &Row<'_>) -> Result<Option<BatchId>, Error> {
    Ok(row.get::<_, Option<[u8; 16]>>(26)?.map(|id| BatchId::from_uuid(Uuid::from_bytes(id))))
}

fn count(row: &Row<'_>, column: usize) -> Result<u64, Error> {
    Ok(row.get::<_, Option<u64>>(column)?.unwrap_or_default())
}

fn text<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r str, Error> {
    row.get_ref(column)?.as_str().map_err(|error| Error::unreadable("a change", error))
}
