//! The end of a run lets the next one of its task begin, in the same transaction.

use beadle_domain::execution::{Event, Execution, Status};
use beadle_values::id::{ExecutionId, TaskId};
use rusqlite::params;

use crate::{due, error::Error, group::Write, row, stored};

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
    const UNENDED: &str = concat!(
        "SELECT ",
        row::columns!(),
        ", status FROM executions WHERE task_id = ?1 AND task_id IS NOT NULL AND status < 5 ORDER BY created_at, id"
    );
    let mut statement = write.sql.prepare_cached(UNENDED)?;
    let mut rows = statement.query(params![task.uuid().as_bytes()])?;
    while let Some(found) = rows.next()? {
        // One that can't be read is failed when it wakes.
        let Ok(request) = stored::read_request(found, 0) else { continue };
        if request.task_id.is_some() {
            let is_deferred = found.get::<_, i64>(row::COLUMNS)? == row::code(Status::Deferred);
            return Ok(is_deferred.then_some(request.id));
        }
    }
    Ok(None)
}
