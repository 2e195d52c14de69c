//! Saves executions, and requests the cancellation of running ones.

use beadle_application::port::{CancelRequest, Saved, StoreError};
use beadle_domain::{
    execution::{Cancellation, Execution, State, Status},
    projection::change::Before,
};
use beadle_values::id::ExecutionId;
use rusqlite::params;

use crate::{Embedded, due, error::Error, group::Write, row, stored};

impl Embedded {
    pub(super) async fn save_execution(
        &self,
        execution: &Execution,
        expected: u64,
        hops: u32,
    ) -> Result<Saved, StoreError> {
        let progress = stored::progress(&execution.progress)?;
        let execution = execution.clone();
        self.writer.ask(move |write| save(write, &execution, &progress, expected, hops)).await
    }

    pub(super) async fn mark_to_be_cancelled(
        &self,
        id: ExecutionId,
        cancellation: &Cancellation,
    ) -> Result<CancelRequest, StoreError> {
        let cancellation = cancellation.clone();
        self.writer.ask(move |write| request_cancel(write, id, &cancellation)).await
    }
}

fn save(
    write: &mut Write<'_>,
    execution: &Execution,
    progress: &str,
    expected: u64,
    hops: u32,
) -> Result<Saved, Error> {
    let Some(head) = row::head(write.sql, execution.id())?.filter(|head| head.version == expected) else {
        return Ok(Saved::Conflict);
    };
    if head.cancel_requested && !execution.status().is_final() {
        return Ok(Saved::CancelRequested);
    }
    let Some(beside) = beside(write, execution)? else { return Ok(Saved::Reported) };
    let (execution, progress) = match &beside {
        Beside::Nothing => (execution, progress),
        Beside::Notes(execution, progress) => (&**execution, progress.as_str()),
    };
    // The row itself is the follow-up message: its next wake and its count of deferrals.
    let hops = match execution.state() {
        State::Deferred { .. } => hops.saturating_add(1),
        _ => hops,
    };
    row::update(write.sql, head.seq, execution, hops, progress)?;
    due::written(write, Some(Before { status: head.status, attempts: head.attempts }), execution)?;
    Ok(Saved::Done)
}

/// What was written beside the progress that is to be replaced.
enum Beside {
    Nothing,
    /// Taken over into the execution, which is this with it, as is the text of its progress.
    Notes(Box<Execution>, String),
}

/// What was written beside the progress in place of which `execution` is to be saved; `None` if that is a report which it
/// does not know of.
fn beside(write: &Write<'_>, execution: &Execution) -> Result<Option<Beside>, Error> {
    if !execution.request.spec.task_type().has_job() {
        return Ok(Some(Beside::Nothing));
    }
    let Some((stored, ..)) = row::find(write.sql, execution.id())? else { return Ok(Some(Beside::Nothing)) };
    let stored = &stored.progress.job;
    if stored.early.is_some() && !execution.progress.knows_report() {
        return Ok(None);
    }
    let mut merged = execution.clone();
    merged.progress.job.take_beside(stored);
    let progress = stored::progress(&merged.progress)?;
    Ok(Some(Beside::Notes(Box::new(merged), progress)))
}

fn request_cancel(
    write: &mut Write<'_>,
    id: ExecutionId,
    cancellation: &Cancellation,
) -> Result<CancelRequest, Error> {
    const REQUEST: &str = "UPDATE executions SET cancel_requested = 1, progress = ?2 WHERE seq = ?1";
    if row::head(write.sql, id)?.is_none_or(|head| head.status != Status::Running) {
        return Ok(CancelRequest::NotRunning);
    }
    let Some((mut running, seq, _)) = row::find(write.sql, id)? else { return Ok(CancelRequest::NotRunning) };
    running.progress.cancellation.get_or_insert_with(|| cancellation.clone());
    let progress = stored::progress(&running.progress)?;
    write.sql.prepare_cached(REQUEST)?.execute(params![seq, progress])?;
    write.effects.cancelled.push((id, cancellation.clone()));
    Ok(CancelRequest::Requested)
}
