//! An executor over the store of one machine in memory, with a still clock. The store fails, or others change
//! it, where a test says so.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use beadle_application::{
    callback::{CallbackError, CallbackService, Taken},
    port::{
        CancelRequest, Claim, Configs, Delivery, Executions, Inserted, RunExecutions, Saved, StartExecutions,
        Started, StoreError, Tasks,
    },
};
use beadle_domain::{
    callback::{CallbackKeys, Callbacks},
    config::Config,
    execution::{
        CancelReason, Event, Execution, Message, Request, State, Trigger, TriggerKind,
        job::{Sent, SentKind},
    },
    policy::{Backoff, RetryPolicy, RunDefaults, RunPolicy},
    spec::{HttpSpec, TaskSpec},
    task::{Priority, Task},
};
use beadle_embedded::{Embedded, Options};
use beadle_outbound::Authorization;
use beadle_runtime::{LocalSecrets, NoSpans, Silent};
use beadle_testing::{CountedIds, FailingStore, Fault, HalfJitter, StillClock};
use beadle_values::id::{ExecutionId, OwnerId};
use futures_util::FutureExt as _;
use jiff::Timestamp;
use uuid::Uuid;

pub(super) use super::destination::Reply;
use super::{code::without_sandbox, destination::Destination, secrets::SecretsFile};
use crate::{Code, Executor, HandleError, Ports, gate::Gates};

/// The time `second` seconds after the start.
pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// How jobs call back.
pub(super) fn callbacks() -> Callbacks {
    let keys = CallbackKeys::only("k1", vec![7; 32]).unwrap();
    Callbacks { keys, public_url: "https://beadle.example".to_owned() }
}

/// What happens at a call of the store.
pub(super) enum Mishap {
    /// It fails without an effect.
    Fails(StoreError),
    /// Just before, the cancellation of this execution is requested.
    CancelRequest(ExecutionId),
    /// Just before, the job of this execution is reported as ended, with this token and body.
    Report(String, &'static str),
    /// Just before, the lease of this execution ends and another runner takes it over.
    TakeOver(ExecutionId),
}

/// The next mishap, and the call at which it happens.
type Plan = Arc<Mutex<Option<(&'static str, Mishap)>>>;

pub(super) struct World {
    pub(super) clock: Arc<StillClock>,
    pub(super) store: Embedded,
    /// What the executor uses: the store, which knows its calls and has mishaps.
    pub(super) ports: Arc<FailingStore<Embedded>>,
    pub(super) destination: Arc<Destination>,
    pub(super) secrets: SecretsFile,
    local_secrets: Arc<LocalSecrets>,
    /// Shared by all executors: only the process whose token was refused knows of it.
    authorizer: Arc<Authorization>,
    plan: Plan,
    /// What runs scripts and functions, if anything does.
    pub(super) code: Option<Code>,
}

impl World {
    pub(super) fn new() -> Self {
        Self::answering([])
    }

    pub(super) fn answering(replies: impl IntoIterator<Item = Reply>) -> Self {
        let clock = Arc::new(StillClock::at(at(0)));
        let store = Embedded::open(Options { clock: clock.clone(), ..Options::in_memory() }).unwrap();
        let (plan, secrets) = (Plan::default(), SecretsFile::new());
        let ports = Arc::new(failing(&store, &plan));
        let destination = Arc::new(Destination::answering(replies, clock.clone()));
        let ids = Arc::new(CountedIds::default());
        let authorizer = Authorization::new(destination.clone(), ports.clone(), clock.clone(), ids);
        Self {
            ports,
            destination,
            authorizer: Arc::new(authorizer),
            local_secrets: Arc::new(secrets.open()),
            clock,
            store,
            secrets,
            plan,
            code: None,
        }
    }

    /// An executor with gates of its own.
    pub(super) fn executor(&self) -> Executor {
        let (ports, clock, jitter) = (&self.ports, &self.clock, Arc::new(HalfJitter));
        let caller = self.destination.clone();
        Executor::new(Ports {
            runs: ports.clone(),
            queue: ports.clone(),
            tasks: ports.clone(),
            accounts: ports.clone(),
            configs: ports.clone(),
            defaults: RunDefaults::TASK,
            rate_limit: None,
            gates: Arc::new(Gates::new(ports.clone(), clock.clone(), jitter.clone(), Uuid::nil())),
            secrets: self.local_secrets.clone(),
            authorizer: self.authorizer.clone(),
            databases: caller.clone(),
            mails: caller.clone(),
            callbacks: Some(Arc::new(callbacks())),
            code: self.code.clone().unwrap_or_else(|| without_sandbox(&self.store)),
            caller,
            clock: clock.clone(),
            jitter,
            metrics: Arc::new(Silent),
            spans: Arc::new(NoSpans),
        })
    }

    /// This happens at the next call `name`, such as `executions.save`.
    pub(super) fn expects(&self, name: &'static str, mishap: Mishap) {
        *self.plan.lock().unwrap() = Some((name, mishap));
    }

    /// How often the executor made the call `name`.
    pub(super) fn count(&self, name: &str) -> usize {
        self.ports.calls().into_iter().filter(|call| *call == name).count()
    }

    /// Stores `execution` and hands its start message to the executor.
    pub(super) async fn deliver(&self, execution: Execution) -> Result<(), HandleError> {
        self.put(&execution).await;
        self.executor().handle(Delivery::Message(Box::new(Message::start(execution))), None).await
    }

    /// Hands `message` to the executor.
    pub(super) async fn handle(&self, message: &Message) {
        let delivery = Delivery::Message(Box::new(message.clone()));
        self.executor().handle(delivery, None).await.unwrap();
    }

    /// Stores `execution`: it is started and then saved as it is.
    pub(super) async fn put(&self, execution: &Execution) {
        let created = Execution::new((*execution.request).clone(), execution.request.created_at);
        let first = if execution.version() == created.version() { execution } else { &created };
        assert_eq!(self.store.start(first).await.unwrap(), Started::Created);
        if execution.version() != first.version() {
            assert_eq!(self.store.save(execution, first.version(), 0).await.unwrap(), Saved::Done);
        }
        if execution.progress.cancel_requested {
            let requested =
                self.store.request_cancel(execution.id(), &CancelReason::Requested.into()).await.unwrap();
            assert_eq!(requested, CancelRequest::Requested);
        }
    }

    /// Stores a new task.
    pub(super) async fn put_task(&self, task: &Task) {
        assert_eq!(Tasks::insert(&self.store, task).await.unwrap(), Inserted::Created);
    }

    /// Stores a new config.
    pub(super) async fn put_config(&self, config: &Config) {
        assert_eq!(Configs::insert(&self.store, config).await.unwrap(), Inserted::Created);
    }

    /// The running execution `id` succeeds.
    pub(super) async fn complete(&self, id: ExecutionId) {
        let row = self.row(id).await;
        let ended = row.apply(Event::Succeed { answer: None }, row.progress.updated_at).unwrap();
        assert_eq!(self.store.save(&ended, row.version(), 0).await.unwrap(), Saved::Done);
    }

    /// What the store delivers at `time` or before.
    pub(super) async fn delivered_by(&self, time: Timestamp) -> Vec<Delivery> {
        self.clock.advance_to(time);
        let mut deliveries = self.store.deliveries(1_000);
        self.store.poll_now();
        // Writes are answered in order, so the writer has seen the time of the clock after these.
        for _ in 0..2 {
            self.store
                .request_cancel(ExecutionId::from_uuid(Uuid::nil()), &CancelReason::Requested.into())
                .await
                .unwrap();
        }
        let mut delivered = Vec::new();
        while let Some(Some(next)) = deliveries.next().now_or_never() {
            delivered.push(next.delivery);
        }
        self.store.pause();
        delivered
    }

    /// Handles what the store delivers, each when it is due, until the execution `id` waits for nothing.
    /// Returns its row.
    pub(super) async fn run_to_end(&self, id: ExecutionId) -> Execution {
        loop {
            let row = self.row(id).await;
            let Some(due) = row.state().due() else { return row };
            let delivered = self.delivered_by(due).await;
            assert!(!delivered.is_empty(), "nothing is delivered at {due}: {row:?}");
            for delivery in delivered {
                self.executor().handle(delivery, None).await.unwrap();
            }
        }
    }

    pub(super) async fn row(&self, id: ExecutionId) -> Execution {
        Executions::get(&self.store, id).await.unwrap().unwrap()
    }
}

/// The store with the mishaps that are planned. It blocks, because some tests pause tokio's time.
fn failing(store: &Embedded, plan: &Plan) -> FailingStore<Embedded> {
    let (faults, rivals, theirs) = (plan.clone(), plan.clone(), store.clone());
    let fault = move |name: &'static str, _: usize| match take(&faults, name, |mishap| {
        matches!(mishap, Mishap::Fails(_))
    })? {
        Mishap::Fails(error) => Some(Fault::Before(error)),
        _ => None,
    };
    let interfere = move |name: &'static str, _: usize| {
        let mishap = take(&rivals, name, |mishap| !matches!(mishap, Mishap::Fails(_)))?;
        let store = theirs.clone();
        Some(async move { interfere(&store, mishap).await }.boxed())
    };
    FailingStore::new(store.clone(), fault).interfered(interfere).blocking()
}

/// The mishap that is planned at the call `name`, if it is of this `kind`.
fn take(plan: &Plan, name: &str, kind: impl Fn(&Mishap) -> bool) -> Option<Mishap> {
    let mut plan = plan.lock().unwrap();
    let planned = plan.take_if(|(call, mishap)| *call == name && kind(mishap));
    planned.map(|(_, mishap)| mishap)
}

async fn interfere(store: &Embedded, mishap: Mishap) {
    match mishap {
        Mishap::CancelRequest(id) => {
            assert_eq!(
                store.request_cancel(id, &CancelReason::Requested.into()).await.unwrap(),
                CancelRequest::Requested
            );
        }
        Mishap::Report(token, body) => {
            report(store, &token, SentKind::Complete, body, at(0)).await.unwrap();
        }
        Mishap::TakeOver(id) => {
            let row = Executions::get(store, id).await.unwrap().unwrap();
            let State::Running { lease_until, .. } = *row.state() else { panic!("{row:?}") };
            let claim = store.claim(&Message::start(row), lease_until).await.unwrap();
            assert!(matches!(claim, Claim::Taken(_)), "{claim:?}");
        }
        Mishap::Fails(_) => {}
    }
}

/// Reports about a job as a destination does.
pub(super) async fn report(
    store: &Embedded,
    token: &str,
    kind: SentKind,
    body: &str,
    now: Timestamp,
) -> Result<Taken, CallbackError> {
    let secrets = Arc::new(SecretsFile::new().open());
    let service =
        CallbackService { executions: Arc::new(store.clone()), keys: Some(callbacks().keys), secrets };
    let content_type = Some("application/json".to_owned());
    let sent = Sent { kind, content_type, headers: Vec::new(), body: body.to_owned().into() };
    service.receive(token, None, &sent, now).await
}

/// An ad-hoc execution that is due at second 0, after `change`: four attempts, ten seconds apart.
pub(crate) fn execution(change: impl FnOnce(&mut Request)) -> Execution {
    let backoff = Backoff::Fixed { delay: Duration::from_secs(10) };
    let mut request = Request {
        id: ExecutionId::from_uuid(Uuid::now_v7()),
        owner: OwnerId::parse("ada").unwrap(),
        task_id: None,
        spec: TaskSpec::Http(HttpSpec::new("GET", "https://a.example/")),
        config_id: None,
        input: Default::default(),
        policy: RunPolicy {
            timeout: Duration::from_secs(30),
            retry: RetryPolicy { max_retries: 3, backoff, retry_on: None, stop_when: None },
            give_up_after: None,
            overrides: Default::default(),
        },
        priority: Priority::default(),
        credits: Default::default(),
        order: None,
        trigger: Trigger::of(TriggerKind::Api),
        created_at: at(0),
        batch_id: None,
        idempotency: None,
    };
    change(&mut request);
    Execution::new(request, at(0))
}
