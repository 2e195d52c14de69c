//! A slot of a rate limit, for whose date an execution waits in this process.

use std::{
    sync::{Arc, atomic::Ordering::Relaxed},
    time::Duration,
};

use beadle_values::{duration, id::ConfigId};
use jiff::Timestamp;

use super::GateContext;

/// How many executions of a process wait for their slots at most. Others have room beside them: `beadle dev` runs
/// 256 at once.
const MAX_WAITING: u32 = 160;

/// A slot of a rate limit. It is good for one call of its config, at its date or a moment later; dropped, it is lost.
#[must_use = "a slot that is dropped is lost"]
pub struct Slot {
    context: Arc<GateContext>,
    config: ConfigId,
    dates: Dates,
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

impl Slot {
    pub(super) fn new(context: &Arc<GateContext>, config: ConfigId, dates: Dates) -> Self {
        context.waiting.fetch_add(1, Relaxed);
        Self { context: Arc::clone(context), config, dates }
    }

    /// When the call may go.
    pub fn date(&self) -> Timestamp {
        self.dates.config.max(self.dates.key).unwrap_or(Timestamp::MIN)
    }

    /// How long to wait for that.
    pub fn wait(&self) -> Duration {
        duration::between(self.context.clock.now(), self.date())
    }

    /// Its dates, if they are for calls of `config`.
    pub(super) fn dates_for(&self, config: ConfigId) -> Dates {
        if self.config == config { self.dates } else { Dates::default() }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.context.waiting.fetch_sub(1, Relaxed);
    }
}

impl std::fmt::Debug for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Slot")
            .field("config", &self.config)
            .field("dates", &self.dates)
            .finish_non_exhaustive()
    }
}
