//! The end of a run lets the next one of its task begin, in the same transaction.

use beadle_domain::execution::{Event, Execution};
use beadle_values::id::{ExecutionId, TaskId};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::{due, error::Error, group::Write, row};

/// Makes the next run of the task of `written` ask again now, if it waits for an earlier one and there is none any more.
/// To be called when `written` has ended, and when it begins to wait: the earlier one may have ended since it looked.
pub(crate) fn after(write: &mut Write<'_>, written: &Execution) -> Result<(), Error> {
    let Some(task) = written.request.task_id else { return Ok(()) };
    if !written.status().is_final() && !written.waits_for_earlier(write.now) {
        return Ok(());
    }
    let Some(id) = first_if_deferred(write, task)? else { return Ok(()) };
    // One that can't be read is failed when it wakes.
    let Ok(Some((next, seq, hops))) = row::find(write.sql, id) else { return Ok(()) };
    if !next.waits_for_earlier(write.now) {
        return Ok(());
    }
    match next.apply(Event::Release { due: write.now }, write.now) {
        Ok(released) => due::replace(write, seq, &next, &released, hops),
        Err(_) => Ok(()),
    }
}

/// The first run of `task` that has not ended, if it is deferred. The notifications about a task are listed with it, but
/// do not run it.
fn first_if_deferred(write: &Write<'_>, task: TaskId) -> Result<Option<ExecutionId>, Error> {
    const FIRST: &str = "SELECT id, status FROM executions \
        WHERE task_id = ?1 AND task_id IS NOT NULL AND status < 5 \
        AND iif(json_valid(request), request ->> '$.task_id', NULL) IS NOT NULL \
        ORDER BY created_at, id LIMIT 1";
    let first = write
        .sql
        .prepare_cached(FIRST)?
        .query_row(params![task.uuid().as_bytes()], |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?))
        })
        .optional()?;
    let deferred = first.filter(|(_, status)| *status == DEFERRED);
    Ok(deferred.and_then(|(id, _)| Uuid::from_slice(&id).ok()).map(ExecutionId::from_uuid))
}

/// The number of [`beadle_domain::execution::Status::Deferred`] in rows.
const DEFERRED: i64 = 3;
