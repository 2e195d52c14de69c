//! What the queues, the scheduler, the change stream and the dead-letter queue make the functions do on AWS.

use std::{collections::BTreeSet, future::Future, sync::Arc, time::Duration};

use beadle_application::{
    abandon::{self, Abandoned},
    account,
    follow::FollowPorts,
    port::{Clock, Ids},
    project,
    tick::{self, TickPorts},
};
use beadle_domain::{event::EventKind, policy::RunDefaults};
use beadle_embedded::{Changes, DeadLetters, Delivered, Deliveries, Embedded, Ticks};
use beadle_executor::{Executor, Ports, gate::Gates};
use beadle_outbound::{Authorization, Databases, ReqwestCaller};
use beadle_runtime::{
    Environment,
    metrics::Silent,
    secrets::LocalSecrets,
    system::{SystemClock, SystemIds, SystemJitter},
};
use tokio::task::{JoinHandle, JoinSet};

use super::{DevError, settings::Settings};

/// How many executions run at once. They mostly wait; the store holds the rest.
const CONCURRENCY: usize = 256;

/// How long to leave a store or a bus alone that failed.
const REST: Duration = Duration::from_secs(1);

/// How often gates are tended.
const BETWEEN_ROUNDS: Duration = Duration::from_secs(1);

/// How long executions that are under way may take once the process is told to stop. What is not done by then comes
/// again at the next start.
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
pub fn start(store: &Embedded, settings: &Settings) -> Result<Workers, DevError> {
    let ports = ports(store, settings)?;
    let gates = Arc::clone(&ports.gates);
    Ok(Workers {
        executor: tokio::spawn(execute(Arc::new(Executor::new(ports)), store.deliveries(CONCURRENCY))),
        others: [
            tokio::spawn(take_ticks(store.clone(), store.ticks(), settings.tasks)),
            tokio::spawn(project_changes(store.clone(), store.changes(), Projecting::of(settings))),
            tokio::spawn(bury(store.clone(), store.dead_letters())),
            tokio::spawn(tend(gates)),
        ],
    })
}

/// What the executor asks of the world, on one machine.
fn ports(store: &Embedded, settings: &Settings) -> Result<Ports, DevError> {
    let store = Arc::new(store.clone());
    let (clock, ids) = (Arc::new(SystemClock), Arc::new(SystemIds::default()));
    let caller = Arc::new(ReqwestCaller::new(settings.egress.clone())?);
    let secrets = LocalSecrets::open(settings.secrets_file.clone(), Environment::process())?;
    let process = ids.fresh(clock.now());
    Ok(Ports {
        runs: store.clone(),
        executions: store.clone(),
        queue: store.clone(),
        tasks: store.clone(),
        task_writer: store.clone(),
        accounts: store.clone(),
        usage: store.clone(),
        configs: store.clone(),
        rate_limit: settings.rate_limit,
        gates: Arc::new(Gates::new(store.clone(), clock.clone(), Arc::new(SystemJitter), process)),
        secrets: Arc::new(secrets),
        authorizer: Arc::new(Authorization::new(caller.clone(), store, clock.clone(), ids)),
        caller,
        databases: Arc::new(Databases::new(settings.egress.clone())),
        clock,
        jitter: Arc::new(SystemJitter),
        metrics: Arc::new(Silent),
    })
}

impl Workers {
    /// Stops them: nothing new is handed out, and what is under way may come to its end.
    pub async fn stop(self, store: &Embedded) {
        store.pause();
        if tokio::time::timeout(GRACE, self.executor).await.is_err() {
            tracing::warn!("executions under way go on at the next start");
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
            tracing::error!(error.code = error.code(), %error, "the execution has to come again");
            if let Err(error) = slot.failed(error.to_string()).await {
                tracing::error!(%error, "it comes again when its lease is over");
            }
        });
    }
    while running.join_next().await.is_some() {}
}

/// Gives back what the gates lent to this process and no call uses.
async fn tend(gates: Arc<Gates>) {
    loop {
        tokio::time::sleep(BETWEEN_ROUNDS).await;
        gates.tend().await;
    }
}

async fn take_ticks(store: Embedded, mut ticks: Ticks, defaults: RunDefaults) {
    while let Some(in_hand) = ticks.next().await {
        let ports = TickPorts {
            tasks: &store,
            executions: &store,
            starter: &store,
            running: &store,
            scheduler: &store,
        };
        match tick::tick(ports, &defaults, in_hand.tick(), SystemClock.now()).await {
            Ok(outcome) => {
                tracing::info!(task.id = %in_hand.tick().task_id, ?outcome, "tick");
                rested("acknowledging a tick", in_hand.handled()).await;
            }
            Err(error) => {
                tracing::error!(task.id = %in_hand.tick().task_id, %error, "the tick has to come again")
            }
        }
    }
}

/// What the projector goes by.
struct Projecting {
    kinds: BTreeSet<EventKind>,
    task_defaults: RunDefaults,
    ad_hoc_defaults: RunDefaults,
}

impl Projecting {
    fn of(settings: &Settings) -> Self {
        Self {
            kinds: settings.events.clone(),
            task_defaults: settings.tasks,
            ad_hoc_defaults: settings.ad_hoc,
        }
    }
}

async fn project_changes(store: Embedded, mut changes: Changes, by: Projecting) {
    let following = FollowPorts {
        dependencies: &store,
        releases: &store,
        tasks: &store,
        starter: &store,
        bus: &store,
        clock: &SystemClock,
        task_defaults: &by.task_defaults,
        ad_hoc_defaults: &by.ad_hoc_defaults,
    };
    loop {
        let Some(records) = rested("reading the changes", changes.next()).await else { continue };
        if rested("settling credits", account::settle(&store, &records)).await.is_none() {
            continue;
        }
        let projected = project::project(&store, following, &by.kinds, &records);
        if rested("projecting", projected).await.is_some() {
            changes.handled(&records);
        }
    }
}

async fn bury(store: Embedded, mut letters: DeadLetters) {
    loop {
        let Some(letter) = rested("reading the dead letters", letters.next()).await else { continue };
        let dead = abandon::DeadLetter { body: &letter.body, deliveries: letter.receives };
        let abandoned = abandon::abandon(&store, &store, dead, SystemClock.now());
        let Some(abandoned) = rested("recording a dead letter", abandoned).await else { continue };
        tracing::error!(execution.id = %letter.execution, reason = letter.reason, ?abandoned, "dead letter");
        if !matches!(abandoned, Abandoned::Later { .. }) {
            rested("forgetting a dead letter", letters.handled(letter)).await;
        }
    }
}

/// The result of `work`, or `None` after a rest when it failed: what is not done comes again.
async fn rested<T, E: std::fmt::Display>(what: &str, work: impl Future<Output = Result<T, E>>) -> Option<T> {
    match work.await {
        Ok(done) => Some(done),
        Err(error) => {
            tracing::error!(%error, "{what} failed");
            tokio::time::sleep(REST).await;
            None
        }
    }
}
