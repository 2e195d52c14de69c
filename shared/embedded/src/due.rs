//! Due executions are claimed in the transaction that finds them, and handed out once it is durable.

use beadle_application::port::Delivery;
use beadle_domain::{
    execution::{
        Execution, Failure, FailureCode, Message, Progress, State,
        claim::{self, ClaimDecision},
    },
    projection::change::Before,
};
use beadle_values::id::ExecutionId;
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use crate::{
    agenda::Lane,
    capacity::Permit,
    changes, dead_letters,
    deliveries::{Delivered, Slot},
    error::Error,
    group::Write,
    hand_over, order_lines, row,
    set_aside::{self, EXECUTIONS},
    stored,
    turns::Turns,
};

/// The most executions claimed in one transaction: as many as `beadle dev` runs at once, so that one commit can use every place.
const MAX_BATCH: usize = 256;

struct DueRow {
    seq: i64,
    id: ExecutionId,
    hops: u32,
    execution: Result<Execution, Error>,
    body: String,
}

/// Claims due executions, express first, as far as their owners get permits.
pub(crate) fn claim(write: &mut Write<'_>) -> Result<(), Error> {
    let Some(sink) = write.sink else { return Ok(()) };
    let mut left = MAX_BATCH;
    for express in [true, false] {
        let mut turns = Turns::of(write, sink, express, left);
        while left > 0
            && let Some((seq, permit)) = turns.next(write, sink)?
        {
            left -= 1;
            match row_to_run(write, seq)? {
                Ok(due) => handle(write, due, permit)?,
                Err(Unclear { seq, key, error }) => lay_to_rest(write, seq, &key, &error)?,
            }
        }
        turns.end(write)?;
    }
    Ok(())
}

/// A row whose id or count can't be read.
struct Unclear {
    seq: i64,
    key: String,
    error: Error,
}

fn row_to_run(write: &Write<'_>, seq: i64) -> Result<Result<DueRow, Unclear>, Error> {
    const ROW: &str = concat!("SELECT ", row::columns!(), ", seq, id, hops FROM executions WHERE seq = ?1");
    let mut statement = write.sql.prepare_cached(ROW)?;
    let mut rows = statement.query([seq])?;
    let Some(found) = rows.next()? else {
        return Err(Error::Unreadable("a row that is due can't be found".to_owned()));
    };
    match read(found) {
        Err(error) if error.is_of_a_row() => {
            let key = set_aside::key_of(&[found.get_ref(row::COLUMNS + 1)?]);
            Ok(Err(Unclear { seq, key, error }))
        }
        read => Ok(Ok(read?)),
    }
}

fn read(row: &Row<'_>) -> Result<DueRow, Error> {
    let execution = row::execution(row, 0);
    let body = match &execution {
        Ok(_) => String::new(),
        Err(_) => stored::request_json(row, 0).or_else(|_| raw(row))?,
    };
    let id = ExecutionId::from_uuid(Uuid::from_bytes(row.get(row::COLUMNS + 1)?));
    Ok(DueRow { seq: row.get(row::COLUMNS)?, id, hops: row.get(row::COLUMNS + 2)?, execution, body })
}

/// The request in column 0, of which nothing more can be read.
fn raw(row: &Row<'_>) -> Result<String, Error> {
    Ok(String::from_utf8_lossy(row.get_ref(0)?.as_bytes().unwrap_or_default()).into_owned())
}

fn handle(write: &mut Write<'_>, due: DueRow, permit: Permit) -> Result<(), Error> {
    let DueRow { seq, id, hops, execution, body } = due;
    let execution = match execution {
        Ok(execution) => execution,
        Err(error) => return fail_unreadable(write, seq, id, &error, &body),
    };
    let message = Message::Run { execution, hops };
    match claim::decide(message.execution(), &message, write.now) {
        ClaimDecision::Take(next) => {
            replace(write, seq, message.execution(), &next, hops)?;
            hand_out(write, next, hops, permit);
            Ok(())
        }
        ClaimDecision::GiveUp(next) => replace(write, seq, message.execution(), &next, hops),
        ClaimDecision::Early { due } => sleep_until(write, seq, Some(due.as_millisecond())),
        ClaimDecision::Busy { until } => sleep_until(write, seq, Some(until.as_millisecond())),
        ClaimDecision::Reissue(_) | ClaimDecision::Forget => sleep_until(write, seq, None),
    }
}

/// Writes `next` in place of `before`, with everything that belongs to such a write.
pub(crate) fn replace(
    write: &mut Write<'_>,
    seq: i64,
    before: &Execution,
    next: &Execution,
    hops: u32,
) -> Result<(), Error> {
    let progress = stored::progress(&next.progress)?;
    row::update(write.sql, seq, next, hops, &progress)?;
    written(write, Some(Before::from(before)), next)
}

/// What follows every write of an execution.
pub(crate) fn written(write: &mut Write<'_>, before: Option<Before>, next: &Execution) -> Result<(), Error> {
    if next.status().is_final() {
        write.effects.ended.push(next.id());
    }
    write.wake_at(&Lane::of(next), row::wake(next));
    changes::append_execution(write, before, next)?;
    order_lines::after(write, next)?;
    hand_over::after(write, next)
}

/// Hands `execution` out once its claim is durable.
pub(crate) fn hand_out(write: &mut Write<'_>, execution: Execution, hops: u32, permit: Permit) {
    let slot = Slot::new(permit, execution.id(), execution.version());
    let delivery = Delivery::Claimed { execution: Box::new(execution), hops };
    write.effects.deliveries.push(Delivered { delivery, slot });
}

/// Sets the time at which row `seq` wakes.
pub(crate) fn sleep_until(write: &mut Write<'_>, seq: i64, wake: Option<i64>) -> Result<(), Error> {
    const SLEEP: &str = "UPDATE executions SET wake = ?2 WHERE seq = ?1 RETURNING express, owner";
    let lane = write
        .sql
        .prepare_cached(SLEEP)?
        .query_row(params![seq, wake], |row| {
            Ok(Lane { express: row.get(0)?, owner: row.get::<_, String>(1)?.into() })
        })
        .optional()?;
    if let Some(lane) = lane {
        write.wake_at(&lane, wake);
    }
    Ok(())
}

/// Lets a row sleep that names no execution, so that it does not block the others.
fn lay_to_rest(write: &mut Write<'_>, seq: i64, key: &str, error: &Error) -> Result<(), Error> {
    sleep_until(write, seq, None)?;
    set_aside::note(write, EXECUTIONS, key, &error.to_string())
}

/// Fails a row that can't be read, so that it does not block the others, and moves its contents to the dead
/// letters.
fn fail_unreadable(
    write: &mut Write<'_>,
    seq: i64,
    id: ExecutionId,
    error: &Error,
    body: &str,
) -> Result<(), Error> {
    const FAIL: &str =
        "UPDATE executions SET status = 6, wake = NULL, version = ?2, progress = ?3 WHERE seq = ?1";
    const VERSION: &str = "SELECT version + 1 FROM executions WHERE seq = ?1";
    let version = write.sql.prepare_cached(VERSION)?.query_row([seq], |row| row.get(0))?;
    let failure = Failure::new(FailureCode::Undeliverable, "the stored execution can't be read");
    let state = State::Failed { at: write.now, failure };
    let progress = Progress { version, state, ..Progress::new(write.now, write.now) };
    let document = stored::progress(&progress)?;
    write.sql.prepare_cached(FAIL)?.execute(params![seq, row::number(version), document])?;
    set_aside::note(write, EXECUTIONS, &id.uuid().simple().to_string(), &error.to_string())?;
    write.effects.ended.push(id);
    order_lines::drop_unreadable(write, id)?;
    dead_letters::append(write, id, 1, &error.to_string(), body)
}
