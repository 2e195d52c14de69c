//! Executions on their way to whoever runs them: claimed already, at most so many at once.

use std::{fmt, time::Duration};

use beadle_application::port::{Delivery, StoreError};
use beadle_domain::execution::{Message, State};
use beadle_values::{duration, id::ExecutionId};
use rusqlite::params;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::{capacity::Permit, dead_letters, due, fault::Fault, group::Write, row, writer::Writer};

/// How many failed deliveries in a row make a dead letter: the queues' `maxReceiveCount` in `template.yaml`.
pub const MAX_RECEIVES: u32 = 5;

/// How long a delivery that could not be handled rests, doubled from time to time.
const FIRST_REST: Duration = Duration::from_secs(1);

/// The stream of executions to run.
#[derive(Debug)]
pub struct Deliveries {
    receiver: UnboundedReceiver<Delivered>,
}

/// One execution to run, and the room it takes while it runs.
#[derive(Debug)]
pub struct Delivered {
    /// What to run.
    pub delivery: Delivery,
    /// Hold it until the delivery is handled.
    pub slot: Slot,
}

/// The room that a running execution takes; free again when dropped.
///
/// Nothing has to be acknowledged: what was saved of the execution says whether it is done with. One that is dropped
/// unsaved comes again when its lease is over.
pub struct Slot {
    permit: Permit,
    id: ExecutionId,
    fence: u64,
}

impl Deliveries {
    pub(crate) fn new(receiver: UnboundedReceiver<Delivered>) -> Self {
        Self { receiver }
    }

    /// The next execution to run, as soon as there is one and room for it; `None` when the store is closed.
    pub async fn next(&mut self) -> Option<Delivered> {
        self.receiver.recv().await
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slot").field("id", &self.id).field("fence", &self.fence).finish_non_exhaustive()
    }
}

impl Slot {
    pub(crate) fn new(permit: Permit, id: ExecutionId, fence: u64) -> Self {
        Self { permit, id, fence }
    }

    /// Gives the delivery back because it could not be handled: it comes again after a while, and goes to the dead letters
    /// after [`MAX_RECEIVES`] times. `reason` is for the log.
    ///
    /// # Errors
    /// [`StoreError`] when that is not written; it then comes again when its lease is over.
    pub async fn failed(self, reason: String) -> Result<(), StoreError> {
        let (id, fence) = (self.id, self.fence);
        let writer: Writer = self.permit.writer().clone();
        writer.ask(move |write| refuse(write, id, fence, &reason)).await
    }
}

fn refuse(write: &mut Write<'_>, id: ExecutionId, fence: u64, reason: &str) -> Result<(), Fault> {
    const REFUSE: &str =
        "UPDATE executions SET refusals = refusals + 1, wake = NULL WHERE seq = ?1 RETURNING refusals";
    const END_LEASE: &str = "UPDATE executions SET progress = ?2 WHERE seq = ?1";
    let Some((mut execution, seq, hops)) = row::find(write.sql, id)? else { return Ok(()) };
    if execution.version() != fence {
        return Ok(());
    }
    let State::Running { lease_until, .. } = &mut execution.progress.state else { return Ok(()) };
    let refusals: u32 = write.sql.prepare_cached(REFUSE)?.query_row([seq], |row| row.get(0))?;
    let dead = refusals >= MAX_RECEIVES;
    let rest = FIRST_REST.saturating_mul(1 << refusals.saturating_sub(1).min(8));
    *lease_until = if dead { write.now } else { duration::after(write.now, rest) };
    let again = lease_until.as_millisecond();
    let progress = serde_json::to_string(&execution.progress)?;
    write.sql.prepare_cached(END_LEASE)?.execute(params![seq, progress])?;
    if !dead {
        return due::sleep_until(write, seq, Some(again));
    }
    let body = serde_json::to_string(&Message::Run { execution, hops })?;
    dead_letters::append(write, id, refusals, reason, &body)
}
