//! An execution as a row.

use beadle_domain::{
    execution::{Execution, Progress, State, Status},
    task::Priority,
};
use beadle_values::id::ExecutionId;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::error::Category;
use std::sync::Arc;

use crate::{error::Error, stored};

/// The number of a status in rows; ended ones sort last.
pub(crate) fn code(status: Status) -> i64 {
    match status {
        Status::Pending => 0,
        Status::Running => 1,
        Status::Retrying => 2,
        Status::Deferred => 3,
        Status::Waiting => 4,
        Status::Completed => 5,
        Status::Failed => 6,
        Status::Cancelled => 7,
    }
}

/// The status with a number.
pub(crate) fn status(code: i64) -> Result<Status, Error> {
    Status::ALL
        .into_iter()
        .find(|status| self::code(*status) == code)
        .ok_or_else(|| Error::Unreadable(format!("no status has the number {code}")))
}

/// The next time the execution needs attention.
pub(crate) fn wake(execution: &Execution) -> Option<i64> {
    wake_of(&execution.progress)
}

/// The next time an execution with this progress needs attention.
pub(crate) fn wake_of(progress: &Progress) -> Option<i64> {
    let time = match &progress.state {
        State::Running { lease_until, .. } => Some(*lease_until),
        _ => progress.wakes_at(),
    };
    time.map(Timestamp::as_millisecond)
}

/// Whether the execution goes first.
pub(crate) fn express(execution: &Execution) -> bool {
    execution.request.priority == Priority::High
}

/// A time in a row.
pub(crate) fn time(milliseconds: i64) -> Result<Timestamp, Error> {
    Timestamp::from_millisecond(milliseconds).map_err(|error| Error::unreadable("a time", error))
}

/// Inserts a row; `false` when its id is taken.
pub(crate) fn insert(
    sql: &Connection,
    execution: &Execution,
    hops: u32,
    request: &str,
    progress: &str,
) -> Result<bool, Error> {
    const INSERT: &str = "INSERT INTO executions (id, owner, task_id, batch_id, task_type, express, created_at, status, \
        version, attempts, hops, refusals, cancel_requested, wake, progress, request) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, ?12, ?13, ?14, ?15) ON CONFLICT (id) DO NOTHING";
    let written = sql.prepare_cached(INSERT)?.execute(params![
        execution.id().uuid().as_bytes(),
        execution.request.owner.as_str(),
        execution.request.listed_with().map(|task| *task.uuid().as_bytes()),
        execution.request.batch_id.map(|batch| *batch.uuid().as_bytes()),
        execution.request.spec.task_type().as_str(),
        express(execution),
        execution.request.created_at.as_millisecond(),
        code(execution.status()),
        number(execution.version()),
        attempts(execution),
        hops,
        execution.progress.cancel_requested,
        wake(execution),
        progress,
        request,
    ])?;
    Ok(written == 1)
}

/// The columns that decide about a write.
pub(crate) struct Head {
    pub(crate) seq: i64,
    pub(crate) version: u64,
    pub(crate) status: Status,
    pub(crate) attempts: u32,
    pub(crate) cancel_requested: bool,
}

/// The head of the row of `id`.
pub(crate) fn head(sql: &Connection, id: ExecutionId) -> Result<Option<Head>, Error> {
    const HEAD: &str =
        "SELECT seq, version, status, attempts, cancel_requested FROM executions WHERE id = ?1";
    let found = sql
        .prepare_cached(HEAD)?
        .query_row([id.uuid().as_bytes()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .optional()?;
    let Some((seq, version, state, attempts, cancel_requested)) = found else { return Ok(None) };
    Ok(Some(Head { seq, version, status: status(state)?, attempts, cancel_requested }))
}

/// Writes the progress of the execution in row `seq`.
pub(crate) fn update(
    sql: &Connection,
    seq: i64,
    execution: &Execution,
    hops: u32,
    progress: &str,
) -> Result<(), Error> {
    const UPDATE: &str = "UPDATE executions SET status = ?2, version = ?3, attempts = ?4, hops = ?5, wake = ?6, \
        progress = ?7, cancel_requested = cancel_requested OR ?8, refusals = iif(?2 = 1, refusals, 0) WHERE seq = ?1";
    sql.prepare_cached(UPDATE)?.execute(params![
        seq,
        code(execution.status()),
        number(execution.version()),
        attempts(execution),
        hops,
        wake(execution),
        progress,
        execution.progress.cancel_requested,
    ])?;
    Ok(())
}

/// The columns from which [`execution`] reads a row, in the order in which it does.
macro_rules! columns {
    () => {
        "request, progress, cancel_requested, id, owner, created_at, version"
    };
}
pub(crate) use columns;

/// The number of [`columns`]: that of the first column after them.
pub(crate) const COLUMNS: usize = 7;

/// The execution of a row that has the [`columns`] from column `first` on.
pub(crate) fn execution(row: &Row<'_>, first: usize) -> Result<Execution, Error> {
    let request = stored::read_request(row, first)?;
    let mut progress = stored::read_progress(row, first + 1, first + 6)?;
    progress.cancel_requested |= row.get::<_, bool>(first + 2)?;
    Ok(Execution { request: Arc::new(request), progress })
}

/// The JSON document in a column.
pub(crate) fn document<T: serde::de::DeserializeOwned>(
    row: &Row<'_>,
    column: usize,
    what: &str,
) -> Result<T, Error> {
    let text = row.get_ref(column)?.as_bytes().map_err(|error| Error::unreadable(what, error))?;
    serde_json::from_slice(text).map_err(|error| Error::unreadable(what, fault(&error)))
}

/// What is wrong with a document, without a value of it: they may be secret.
pub(crate) fn fault(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        Category::Data => "has another shape",
        Category::Syntax | Category::Eof | Category::Io => "is no JSON",
    };
    format!("{what} at column {}", error.column())
}

/// The execution with this id, its row, and its count of deferrals.
pub(crate) fn find(sql: &Connection, id: ExecutionId) -> Result<Option<(Execution, i64, u32)>, Error> {
    const FIND: &str = concat!("SELECT ", columns!(), ", seq, hops FROM executions WHERE id = ?1");
    let mut statement = sql.prepare_cached(FIND)?;
    let mut rows = statement.query([id.uuid().as_bytes()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some((execution(row, 0)?, row.get(COLUMNS)?, row.get(COLUMNS + 1)?)))
}

/// A count in SQLite's integer type.
pub(crate) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The number of ended attempts.
pub(crate) fn attempts(execution: &Execution) -> u32 {
    u32::try_from(execution.progress.attempts.len()).unwrap_or(u32::MAX)
}
