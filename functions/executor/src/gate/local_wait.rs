//! What an execution waits for in this process, without a permit and without writes.

use std::{
    sync::{Arc, atomic::Ordering::Relaxed},
    time::Duration,
};

use beadle_domain::gate::GateSubject;
use beadle_values::duration;
use jiff::Timestamp;
use tokio::time;

use super::{GateContext, permits::Ticket, tokens::Collected};

/// How many executions wait in a process at most. Others have room beside them: `beadle dev` runs 256 at once.
const MAX_WAITING: u32 = 160;

/// What an execution waits for in this process: a permit, the date of its slot in a rate limit, or others that ask for
/// slots with it. A slot is good for one call of its config, at its date or a moment later. Dropped, it is lost, and a
/// permit is passed on.
#[must_use = "a slot that is dropped is lost"]
pub struct LocalWait {
    context: Arc<GateContext>,
    gate: GateSubject,
    waited: Waited,
}

/// What it is that an execution waits for, and what it has after that.
#[derive(Debug, Default)]
pub(super) struct Waited {
    /// The dates of its slots.
    pub(super) dates: Dates,
    /// Its place among those that want permits.
    pub(super) ticket: Option<Ticket>,
    /// That it is collected.
    pub(super) collected: Option<Collected>,
}

impl From<Dates> for Waited {
    fn from(dates: Dates) -> Self {
        Self { dates, ..Self::default() }
    }
}

impl From<Collected> for Waited {
    fn from(collected: Collected) -> Self {
        Self { collected: Some(collected), ..Self::default() }
    }
}

/// When the tokens of a call were granted, for those that it has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Dates {
    /// That of its config.
    pub(super) config: Option<Timestamp>,
    /// That of its key.
    pub(super) key: Option<Timestamp>,
}

impl GateContext {
    /// How many more executions may wait in this process.
    pub(super) fn may_wait(&self) -> u32 {
        MAX_WAITING.saturating_sub(self.waiting.load(Relaxed))
    }
}

impl LocalWait {
    pub(super) fn new(context: &Arc<GateContext>, gate: GateSubject, waited: Waited) -> Self {
        context.waiting.fetch_add(1, Relaxed);
        Self { context: Arc::clone(context), gate, waited }
    }

    /// When it ends at the latest.
    pub fn date(&self) -> Timestamp {
        match &self.waited {
            Waited { ticket: Some(ticket), .. } => ticket.asks_at(),
            Waited { collected: Some(collected), .. } => collected.until,
            Waited { dates, .. } => dates.config.max(dates.key).unwrap_or(Timestamp::MIN),
        }
    }

    /// How long that is.
    pub fn length(&self) -> Duration {
        duration::between(self.context.clock.now(), self.date())
    }

    /// Waits for the date, or until another execution passes its permit on.
    pub async fn end(&self) {
        let date = time::sleep(self.length());
        match &self.waited.ticket {
            Some(ticket) => {
                tokio::select! {
                    () = ticket.called() => {}
                    () = date => {}
                }
            }
            None => date.await,
        }
    }

    /// Whether another execution has passed its permit on.
    #[cfg(test)]
    pub(super) fn is_called(&self) -> bool {
        self.waited.ticket.as_ref().is_some_and(Ticket::is_called)
    }

    /// Whether it is for calls of `gate`.
    pub(super) fn is_for(&self, gate: &GateSubject) -> bool {
        self.gate == *gate
    }

    /// What it is.
    pub(super) fn into_waited(mut self) -> Waited {
        std::mem::take(&mut self.waited)
    }

    /// Its place among those that want permits.
    pub(super) fn into_ticket(self) -> Option<Ticket> {
        self.into_waited().ticket
    }
}

impl Drop for LocalWait {
    fn drop(&mut self) {
        self.context.waiting.fetch_sub(1, Relaxed);
    }
}

impl std::fmt::Debug for LocalWait {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalWait")
            .field("gate", &self.gate)
            .field("waited", &self.waited)
            .finish_non_exhaustive()
    }
}
