//! Runs the functions' own code on what the store delivers; on AWS, queues, scheduler, stream and dead-letter
//! queue do.

use std::{future::Future, sync::Arc, time::Duration};

use beadle_application::{
    Services,
    dead_letter::{DeadLetter, DeadLetterService, Recorded},
    port::StoreError,
};
use beadle_deadletter::Recorder;
use beadle_embedded::{Changes, DeadLetters, Delivered, Deliveries, Embedded, Ticks};
use beadle_executor::{Executor, Ports, gate::Gates};
use beadle_projector::Projector;
use beadle_schedule_function::{TickHandler, Watchdog};
use beadle_values::cause::Chain;
use tokio::task::{JoinHandle, JoinSet};
use tracing::Instrument as _;

/// How many executions run at once. They mostly wait for destinations; the rest stays in the store.
const CONCURRENCY: usize = 256;

/// How many ticks are handled at once: the writes of those that are due together share commits. No two of them are of one task, since the
/// store hands out its next tick when the one before is handled.
const TICKS_AT_ONCE: usize = 64;

/// The pause after a store or a bus failed.
const PAUSE: Duration = Duration::from_secs(1);

/// How often gates are tended.
const TEND_INTERVAL: Duration = Duration::from_secs(1);

/// The workers of this process.
pub struct Workers {
    executor: JoinHandle<()>,
    others: [JoinHandle<()>; 5],
}

/// Starts the workers. The watchdog looks once in `watch_interval`.
pub fn start(store: &Embedded, services: Services, executor: Ports, watch_interval: Duration) -> Workers {
    let gates = Arc::clone(&executor.gates);
    let letters = DeadLetterService { executions: services.ports.runs };
    let recorder = Recorder::new(letters, services.ports.clock);
    Workers {
        executor: tokio::spawn(execute(Arc::new(Executor::new(executor)), store.deliveries(CONCURRENCY))),
        others: [
            tokio::spawn(handle_ticks(TickHandler::new(services.ticks), store.ticks())),
            tokio::spawn(project_changes(Projector::new(services.projections), store.changes())),
            tokio::spawn(record_dead_letters(recorder, store.dead_letters())),
            tokio::spawn(tend(gates)),
            tokio::spawn(watch(Watchdog::new(services.watches), watch_interval)),
        ],
    }
}

impl Workers {
    /// Hands out no new work, and gives running executions `grace` to end. Those that have not ended by then are redelivered at
    /// the next start.
    pub async fn finish(&mut self, store: &Embedded, grace: Duration) {
        store.pause();
        if tokio::time::timeout(grace, &mut self.executor).await.is_err() {
            tracing::warn!("executions that still run are redelivered at the next start");
        }
    }

    /// Ends the workers that derive and repair, once nothing makes work for them.
    pub fn end(self) {
        for worker in self.others {
            worker.abort();
        }
    }
}

async fn execute(executor: Arc<Executor>, mut deliveries: Deliveries) {
    let mut running = JoinSet::new();
    while let Some(Delivered { delivery, slot }) = deliveries.next().await {
        while running.try_join_next().is_some() {}
        let executor = Arc::clone(&executor);
        running.spawn(async move {
            let Err(error) = executor.handle(delivery, None).await else { return };
            tracing::error!(error.code = error.code(), error = %Chain(&error), "message will be redelivered");
            let reason = Chain(&error).to_string();
            if let Err(error) = slot.failed(reason).await {
                tracing::error!(error = %Chain(&error), "message will be redelivered when its lease ends");
            }
        });
    }
    while running.join_next().await.is_some() {}
}

/// Returns the permits and tokens that the gates lent to this process and that no call uses.
async fn tend(gates: Arc<Gates>) {
    loop {
        tokio::time::sleep(TEND_INTERVAL).await;
        gates.tend().await;
    }
}

/// Reports what did not happen in time. What is due is found by one look into an index.
async fn watch(watchdog: Watchdog, interval: Duration) {
    loop {
        tokio::time::sleep(interval).await;
        or_pause("looking at what is due", watchdog.look()).await;
    }
}

async fn handle_ticks(handler: TickHandler, mut ticks: Ticks) {
    let mut handling = JoinSet::new();
    while let Some(delivered) = ticks.next().await {
        while handling.len() >= TICKS_AT_ONCE && handling.join_next().await.is_some() {}
        while handling.try_join_next().is_some() {}
        let handler = handler.clone();
        handling.spawn(async move {
            // A tick that is not acknowledged is redelivered; the handler has logged why.
            if handler.handle(delivered.tick()).await.is_ok() {
                or_pause("acknowledging a tick", delivered.handled()).await;
            }
        });
    }
}

async fn project_changes(projector: Projector, mut changes: Changes) {
    loop {
        let Some(records) = or_pause("reading the changes", changes.next()).await else { continue };
        // Changes that are not marked as handled are read again; the projector has logged why.
        match projector.handle(&records).await {
            Ok(_) => changes.handled(&records),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn record_dead_letters(recorder: Recorder, mut letters: DeadLetters) {
    loop {
        let Some(letter) = or_pause("reading the dead letters", letters.next()).await else { continue };
        let span =
            tracing::info_span!("dead_letter", execution.id = %letter.execution, reason = letter.reason);
        let dead = DeadLetter { body: &letter.body, deliveries: letter.receives };
        match recorder.handle(dead).instrument(span).await {
            // It stays in the queue until the lease of the execution ends.
            Ok(Recorded::Later { .. }) => {}
            Ok(_) => {
                or_pause("removing a dead letter", letters.handled(letter)).await;
            }
            Err(error @ StoreError::Corrupt(_)) => {
                let reason = Chain(&error).to_string();
                or_pause("setting a dead letter aside", letters.set_aside(letter, reason)).await;
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// Returns the result of `work`. If it failed, logs the error, pauses and returns `None`, so that a failing
/// store or bus is not called in a tight loop.
async fn or_pause<T, E: std::error::Error + 'static>(
    what: &str,
    work: impl Future<Output = Result<T, E>>,
) -> Option<T> {
    match work.await {
        Ok(done) => Some(done),
        Err(error) => {
            tracing::error!(error = %Chain(&error), "{what} failed");
            tokio::time::sleep(PAUSE).await;
            None
        }
    }
}

#[cfg(test)]
mod tests;
