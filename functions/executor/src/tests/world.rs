//! In-memory ports: a store that follows the domain's rules, a queue that records messages, destinations
//! with scripted responses, and a manual clock.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex},
    time::Duration,
};

use beadle_application::port::{Clock, Delivery, Jitter, Renewal, Saved, StoreError, StoredAccount};
use beadle_domain::{
    call::{CallError, CallLimits, HttpRequest},
    execution::{Execution, Message, Request, Trigger, TriggerKind},
    policy::{Backoff, RetryPolicy, RunPolicy},
    spec::{HttpSpec, TaskSpec},
    task::{Priority, SavedTask},
};
use beadle_runtime::Silent;
use beadle_values::id::{ExecutionId, OwnerId, TaskId};
use bytes::Bytes;
use jiff::Timestamp;
use uuid::Uuid;

use super::destinations::Destinations;
use crate::{Executor, HandleError, Ports, gate::Gates};

/// The time `second` seconds after the start.
pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// The response of a destination.
pub(super) enum Reply {
    Status(u16),
    Body(Bytes),
    Error(CallError),
    /// Status 200, after a delay in tokio's time.
    After(Duration),
    Panic,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) now: Timestamp,
    pub(super) rows: BTreeMap<ExecutionId, Execution>,
    pub(super) sent: VecDeque<(Message, Option<Timestamp>)>,
    pub(super) replies: VecDeque<Reply>,
    pub(super) calls: Vec<(HttpRequest, CallLimits)>,
    pub(super) renewals: Vec<Timestamp>,
    /// The result of renewals in place of an extension.
    pub(super) renewal: Option<Renewal>,
    /// The results of the next saves in place of success.
    pub(super) saves: VecDeque<Result<Saved, StoreError>>,
    pub(super) tasks: BTreeMap<TaskId, SavedTask>,
    pub(super) tasks_read: usize,
    pub(super) unended: Vec<Execution>,
    pub(super) account: StoredAccount,
    pub(super) accounts_read: usize,
    pub(super) ran_today: u64,
    pub(super) queue_is_down: bool,
    pub(super) destinations: Destinations,
}

#[derive(Clone, Default)]
pub(super) struct World(Arc<Mutex<State>>);

impl World {
    pub(super) fn answering(replies: impl IntoIterator<Item = Reply>) -> Self {
        let world = Self::default();
        world.with(|state| state.replies = replies.into_iter().collect());
        world
    }

    pub(super) fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.0.lock().unwrap())
    }

    pub(super) fn executor(&self) -> Executor {
        let world = Arc::new(self.clone());
        Executor::new(Ports {
            runs: world.clone(),
            queue: world.clone(),
            tasks: world.clone(),
            accounts: world.clone(),
            configs: world.clone(),
            rate_limit: None,
            gates: Arc::new(Gates::new(world.clone(), world.clone(), world.clone(), Uuid::nil())),
            secrets: world.clone(),
            authorizer: world.clone(),
            databases: world.clone(),
            caller: world.clone(),
            clock: world.clone(),
            jitter: world,
            metrics: Arc::new(Silent),
        })
    }

    /// Stores `execution` and hands its start message to the executor.
    pub(super) async fn deliver(&self, execution: Execution) -> Result<(), HandleError> {
        self.store(execution.clone());
        let message = Message::start(execution);
        self.executor().handle(Delivery::Message(Box::new(message)), None).await
    }

    pub(super) fn store(&self, execution: Execution) {
        self.with(|state| state.rows.insert(execution.id(), execution));
    }

    /// Handles all sent messages in order, each when it is due, and returns the row of `id` at the end.
    pub(super) async fn run_to_end(&self, id: ExecutionId) -> Execution {
        while let Some((message, due)) = self.with(|state| state.sent.pop_front()) {
            self.with(|state| state.now = state.now.max(due.unwrap_or(state.now)));
            self.executor().handle(Delivery::Message(Box::new(message)), None).await.unwrap();
        }
        self.row(id)
    }

    pub(super) fn row(&self, id: ExecutionId) -> Execution {
        self.with(|state| state.rows[&id].clone())
    }
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
            retry: RetryPolicy { max_retries: 3, backoff, retry_on: None },
            overrides: Default::default(),
        },
        priority: Priority::default(),
        credits: Default::default(),
        trigger: Trigger::of(TriggerKind::Api),
        created_at: at(0),
        idempotency: None,
    };
    change(&mut request);
    Execution::new(request, at(0))
}

impl Clock for World {
    fn now(&self) -> Timestamp {
        self.with(|state| state.now)
    }
}

impl Jitter for World {
    fn fraction(&self) -> f64 {
        0.5
    }
}
