//! Runs the functions' own code on what the store delivers; on AWS, queues, scheduler, stream and dead-letter
//! queue do.

use std::{future::Future, sync::Arc, time::Duration};

use beadle_application::{
    dead_letter::{DeadLetter, DeadLetterService, Recorded},
    port::{Clock, Ids, StoreError},
    project::ProjectionService,
    tick::TickService,
};
use beadle_deadletter::Recorder;
use beadle_embedded::{Changes, DeadLetters, Delivered, Deliveries, Embedded, Ticks};
use beadle_executor::{Executor, gate::Gates};
use beadle_outbound::{Authorization, Databases, ReqwestCaller};
use beadle_projector::Projector;
use beadle_runtime::{
    Environment,
    metrics::Silent,
    secrets::LocalSecrets,
    system::{SystemClock, SystemIds, SystemJitter},
};
use beadle_schedule_function::TickHandler;
use tokio::task::{JoinHandle, JoinSet};
use tracing::Instrument as _;

use super::{DevError, code::Code, settings::Settings};

/// How many executions run at once. They mostly wait for destinations; the rest stays in the store.
const CONCURRENCY: usize = 256;

/// The pause after a store or a bus failed.
const PAUSE: Duration = Duration::from_secs(1);

/// How often gates are tended.
const TEND_INTERVAL: Duration = Duration::from_secs(1);

/// How long running executions may take once the process is told to stop. Those that have not ended by then
/// are redelivered at the next start.
const GRACE: Duration = Duration::from_secs(5);

/// The workers of this process.
pub struct Workers {
    executor: JoinHandle<()>,
    others: [JoinHandle<()>; 4],
}

/// Starts the workers.
///
/// # Errors
/// [`DevError`] when the system has no usable TLS, or the file of secrets can't be used.
pub fn start(store: &Embedded, settings: &Settings, code: &Code) -> Result<Workers, DevError> {
    let shared = Arc::new(store.clone());
    let ports = executor_ports(&shared, settings, code)?;
    let gates = Arc::clone(&ports.gates);
    Ok(Workers {
        executor: tokio::spawn(execute(Arc::new(Executor::new(ports)), store.deliveries(CONCURRENCY))),
        others: [
            tokio::spawn(handle_ticks(tick_handler(&shared, settings), store.ticks())),
            tokio::spawn(project_changes(projector(&shared, settings), store.changes())),
            tokio::spawn(record_dead_letters(recorder(&shared), store.dead_letters())),
            tokio::spawn(tend(gates)),
        ],
    })
}

/// The executor's ports on one machine.
fn executor_ports(
    store: &Arc<Embedded>,
    settings: &Settings,
    code: &Code,
) -> Result<beadle_executor::Ports, DevError> {
    let (store, functions) = (Arc::clone(store), Arc::clone(store));
    let (clock, ids) = (Arc::new(SystemClock), Arc::new(SystemIds::default()));
    let caller = Arc::new(ReqwestCaller::new(settings.egress.clone())?);
    let secrets = LocalSecrets::open(settings.secrets_file.clone(), Environment::process())?;
    let process = ids.fresh(clock.now());
    Ok(beadle_executor::Ports {
        runs: store.clone(),
        queue: store.clone(),
        tasks: store.clone(),
        accounts: store.clone(),
        configs: store.clone(),
        defaults: settings.tasks,
        rate_limit: settings.rate_limit,
        gates: Arc::new(Gates::new(store.clone(), clock.clone(), Arc::new(SystemJitter), process)),
        secrets: Arc::new(secrets),
        authorizer: Arc::new(Authorization::new(caller.clone(), store, clock.clone(), ids)),
        caller,
        databases: Arc::new(Databases::new(settings.egress.clone())),
        code: beadle_executor::Code::new(code.sandbox.clone(), functions, code.scripts.clone()),
        clock,
        jitter: Arc::new(SystemJitter),
        metrics: Arc::new(Silent),
    })
}

fn tick_handler(store: &Arc<Embedded>, settings: &Settings) -> TickHandler {
    TickHandler::new(TickService::over(store, settings.tasks), Arc::new(SystemClock))
}

fn projector(store: &Arc<Embedded>, settings: &Settings) -> Projector {
    let (clock, kinds) = (Arc::new(SystemClock), settings.events.clone());
    Projector::new(ProjectionService::over(store, clock, settings.defaults(), kinds))
}

fn recorder(store: &Arc<Embedded>) -> Recorder {
    Recorder::new(DeadLetterService { executions: store.clone() }, Arc::new(SystemClock))
}

impl Workers {
    /// Stops the workers: no new work is handed out, running executions get [`GRACE`] to end.
    pub async fn stop(self, store: &Embedded) {
        store.pause();
        if tokio::time::timeout(GRACE, self.executor).await.is_err() {
            tracing::warn!("executions that still run are redelivered at the next start");
        }
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
            tracing::error!(error.code = error.code(), %error, "message will be redelivered");
            if let Err(error) = slot.failed(error.to_string()).await {
                tracing::error!(%error, "message will be redelivered when its lease ends");
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

async fn handle_ticks(handler: TickHandler, mut ticks: Ticks) {
    while let Some(delivered) = ticks.next().await {
        // A tick that is not acknowledged is redelivered; the handler has logged why.
        if handler.handle(delivered.tick()).await.is_ok() {
            or_pause("acknowledging a tick", delivered.handled()).await;
        }
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
                or_pause("setting a dead letter aside", letters.set_aside(letter, error.to_string())).await;
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// Returns the result of `work`. If it failed, logs the error, pauses and returns `None`, so that a failing
/// store or bus is not called in a tight loop.
async fn or_pause<T, E: std::fmt::Display>(
    what: &str,
    work: impl Future<Output = Result<T, E>>,
) -> Option<T> {
    match work.await {
        Ok(done) => Some(done),
        Err(error) => {
            tracing::error!(%error, "{what} failed");
            tokio::time::sleep(PAUSE).await;
            None
        }
    }
}
