//! Turns a tick of the scheduler into an execution: [`TickHandler`] passes it to the use case. On AWS, `undelivered` takes up what did not arrive.
//! The same function is the watchdog, which [`Watchdog`] passes to its use case.

pub mod payload;
#[cfg(feature = "lambda")]
pub mod undelivered;

use beadle_application::{
    port::StoreError,
    tick::{TickError, TickOutcome, TickService},
    watch::{Looked, WatchService},
};
use beadle_domain::{execution::Message, tick::Tick};
use beadle_values::cause::Chain;
use jiff::Timestamp;

/// Handles ticks.
#[derive(Clone)]
pub struct TickHandler {
    ticks: TickService,
}

impl TickHandler {
    /// A tick handler that hands ticks to this service.
    pub fn new(ticks: TickService) -> Self {
        Self { ticks }
    }

    /// Handles a tick that has just arrived.
    ///
    /// # Errors
    /// [`TickError`] when the tick must be redelivered.
    pub async fn handle(&self, due: &Tick) -> Result<TickOutcome, TickError> {
        let now = self.ticks.clock.now();
        self.ticks.handle(due, now, now).await
    }

    /// Handles a tick that was sent at `sent_at` and not handled then. Returns the message of the execution that an executor began
    /// for it, if it may still be without a runner.
    ///
    /// # Errors
    /// [`TickError`] when the tick must be redelivered.
    pub async fn take_up(
        &self,
        due: &Tick,
        sent_at: Option<Timestamp>,
    ) -> Result<Option<Message>, TickError> {
        let now = self.ticks.clock.now();
        let arrived = sent_at.map_or(now, |sent| sent.min(now));
        let outcome = self.ticks.handle(due, arrived, now).await?;
        if outcome.has_started_one() {
            return Ok(None);
        }
        Ok(self.ticks.begun_before(due, arrived).await?)
    }
}

/// Looks at what is due to be reported.
#[derive(Clone)]
pub struct Watchdog {
    watches: WatchService,
}

impl Watchdog {
    /// A watchdog over this service.
    pub fn new(watches: WatchService) -> Self {
        Self { watches }
    }

    /// Looks once.
    ///
    /// # Errors
    /// [`StoreError`] when what is due can't be read.
    pub async fn look(&self) -> Result<Looked, StoreError> {
        let looked = self.watches.look().await;
        match &looked {
            Ok(Looked { due: 0, .. }) => tracing::debug!("nothing is due"),
            Ok(looked) => tracing::info!(looked.due, looked.reported, looked.failed, "looked at what is due"),
            Err(error) => tracing::error!(error = %Chain(error), "failed to look at what is due"),
        }
        looked
    }
}
