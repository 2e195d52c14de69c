//! Delivers claimed executions to the executor, a bounded number at once.

use std::{fmt, time::Duration};

use beadle_application::port::{Delivery, StoreError};
use beadle_domain::execution::{Message, State};
use beadle_values::{duration, id::ExecutionId};
use rusqlite::params;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::{capacity::Permit, dead_letters, due, error::Error, group::Write, row, stored, writer::Writer};

/// How many failed deliveries in a row make a dead letter: the queues' `maxReceiveCount` in `template.yaml`.
pub const MAX_RECEIVES: u32 = 5;

/// The pause before a failed delivery is repeated, doubled each time.
const FIRST_RETRY_PAUSE: Duration = Duration::from_secs(1);

/// The stream of executions to run.
#[derive(Debug)]
pub struct Deliveries {
    receiver: UnboundedReceiver<Delivered>,
}

/// An execution to run, and the permit it holds while it runs.
#[derive(Debug)]
pub struct Delivered {
    /// What to run.
    pub delivery: Delivery,
    /// To be held until the delivery is handled.
    pub slot: Slot,
}

/// The permit of a running execution, returned when dropped.
///
/// Nothing has to be acknowledged: the saved execution says whether it is done. One that is dropped unsaved
/// is redelivered when its lease ends.
pub struct Slot {
    permit: Permit,
    id: ExecutionId,
    fence: u64,
}

impl Deliveries {
    pub(crate) fn new(receiver: UnboundedReceiver<Delivered>) -> Self {
        Self { receiver }
    }

    /// Waits for the next execution to run and a free permit; `None` when the store is closed.
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

    /// Returns the delivery because it could not be handled: it is redelivered after a pause, and becomes a
    /// dead letter after [`MAX_RECEIVES`] deliveries. `reason` is for the log.
    ///
    /// # Errors
    /// [`StoreError`] when that is not written; it is then redelivered when its lease ends.
    pub async fn failed(self, reason: String) -> Result<(), StoreError> {
        let (id, fence) = (self.id, self.fence);
        let writer: Writer = self.permit.writer().clone();
        writer.ask(move |write| refuse(write, id, fence, &reason)).await
    }
}

fn refuse(write: &mut Write<'_>, id: ExecutionId, fence: u64, reason: &str) -> Result<(), Error> {
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
    let pause = FIRST_RETRY_PAUSE.saturating_mul(1 << refusals.saturating_sub(1).min(8));
    *lease_until = if dead { write.now } else { duration::after(write.now, pause) };
    let again = lease_until.as_millisecond();
    let progress = stored::progress(&execution.progress)?;
    write.sql.prepare_cached(END_LEASE)?.execute(params![seq, progress])?;
    if !dead {
        return due::sleep_until(write, seq, Some(again));
    }
    let body = serde_json::to_string(&Message::Run { execution, hops })?;
    dead_letters::append(write, id, refusals, reason, &body)
}
