//! Saves executions, and requests the cancellation of running ones.

use beadle_application::port::{CancelRequest, Saved, StoreError};
use beadle_domain::{
    execution::{Cancellation, Execution, State},
    projection::change::Before,
};
use beadle_values::id::ExecutionId;
use rusqlite::params;

use crate::{Embedded, due, error::Error, group::Write, row};

impl Embedded {
    pub(super) async fn save_execution(
        &self,
        execution: &Execution,
        expected: u64,
        hops: u32,
    ) -> Result<Saved, StoreError> {
        let progress = serde_json::to_string(&execution.progress).map_err(Error::from)?;
        let execution = execution.clone();
        self.writer.ask(move |write| save(write, &execution, &progress, expected, hops)).await
    }

    pub(super) async fn mark_to_be_cancelled(
        &self,
        id: ExecutionId,
        cancellation: &Cancellation,
    ) -> Result<CancelRequest, StoreError> {
        let document = serde_json::to_string(cancellation).map_err(Error::from)?;
        let cancellation = cancellation.clone();
        self.writer.ask(move |write| request_cancel(write, id, &cancellation, &document)).await
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
    // The row itself is the follow-up message: its next wake and its count of deferrals.
    let hops = match execution.state() {
        State::Deferred { .. } => hops.saturating_add(1),
        _ => hops,
    };
    row::update(write.sql, head.seq, execution, hops, progress)?;
    due::written(write, Some(Before { status: head.status, attempts: head.attempts }), execution)?;
    Ok(Saved::Done)
}

fn request_cancel(
    write: &mut Write<'_>,
    id: ExecutionId,
    cancellation: &Cancellation,
    document: &str,
) -> Result<CancelRequest, Error> {
    const REQUEST: &str = "UPDATE executions SET cancel_requested = 1, \
        progress = json_insert(progress, '$.cancellation', json(?2)) WHERE id = ?1 AND status = 1";
    let marked = write.sql.prepare_cached(REQUEST)?.execute(params![id.uuid().as_bytes(), document])?;
    if marked == 0 {
        return Ok(CancelRequest::NotRunning);
    }
    write.effects.cancelled.push((id, cancellation.clone()));
    Ok(CancelRequest::Requested)
}
