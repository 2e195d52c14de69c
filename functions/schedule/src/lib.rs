//! Turns a tick of the scheduler into an execution: [`payload`] reads what EventBridge Scheduler sends,
//! [`TickHandler`] passes it to the use case and logs the result. On AWS, `undelivered` takes up what did not arrive.
//! The same function is the watchdog, which [`Watchdog`] passes to its use case.

pub mod payload;
#[cfg(feature = "lambda")]
pub mod undelivered;

use beadle_application::{
    port::StoreError,
    tick::{RunOutcome, TickError, TickOutcome, TickService},
    watch::{Looked, WatchService},
};
use beadle_domain::tick::Tick;
use beadle_values::cause::Chain;

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

    /// Handles a tick.
    ///
    /// # Errors
    /// [`TickError`] when the tick must be redelivered.
    pub async fn handle(&self, due: &Tick) -> Result<TickOutcome, TickError> {
        let result = self.ticks.handle(due, self.ticks.clock.now()).await;
        report(due, &result);
        result
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

fn report(tick: &Tick, result: &Result<TickOutcome, TickError>) {
    let (task, version) = (tick.task_id, tick.schedule_version);
    let time = tick.scheduled_time.map(tracing::field::display);
    match result {
        Ok(TickOutcome::Handled(runs)) => {
            for (execution, outcome) in runs {
                let (outcome, unended) = match outcome {
                    RunOutcome::Started => ("started", None),
                    RunOutcome::Repeated => ("repeated", None),
                    RunOutcome::Skipped(other) => ("skipped", Some(tracing::field::display(other))),
                };
                tracing::info!(task.id = %task, execution.id = %execution, unended, outcome, "tick handled");
            }
        }
        Ok(TickOutcome::Missed) => {
            tracing::warn!(task.id = %task, scheduled_time = time, "tick is too late")
        }
        Ok(TickOutcome::Excluded(execution, reason)) => {
            tracing::info!(task.id = %task, execution.id = %execution, %reason, outcome = "excluded", "tick handled");
        }
        Ok(TickOutcome::Rearmed) => {
            tracing::warn!(task.id = %task, version, "tick of an earlier schedule; armed the current one");
        }
        Ok(TickOutcome::Disarmed) => {
            tracing::warn!(task.id = %task, version, "tick of a task without a schedule; disarmed it");
        }
        Err(error) => {
            tracing::error!(task.id = %task, scheduled_time = time, error = %Chain(error), "tick will be redelivered")
        }
    }
}
