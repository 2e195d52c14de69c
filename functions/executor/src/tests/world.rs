//! A world to run executions in: a store that follows the domain's rules, a queue that keeps what is sent, destinations
//! that answer as they are told, and a clock that is set by hand.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use beadle_application::port::{
    AccountWritten, Accounts, CancelRequest, Claim, Clock, Delivery, ExecutionCount, ExecutionQuery,
    Executions, HttpCaller, Jitter, Queue, QueueError, Renewal, RunExecutions, Saved, StoreError,
    StoredAccount, TaskQuery, Tasks,
};
use beadle_domain::{
    account::Account,
    call::{CallError, CallLimits, HttpRequest, HttpResponse},
    execution::{
        Execution, Message, Request, Trigger, TriggerKind,
        claim::{ClaimDecision, decide},
    },
    policy::{Backoff, RetryPolicy, RunPolicy},
    spec::{HttpSpec, TaskSpec},
    task::{Priority, SavedTask},
};
use beadle_runtime::Silent;
use beadle_values::{
    duration,
    id::{ExecutionId, OwnerId, TaskId},
    page::Page,
};
use bytes::Bytes;
use jiff::Timestamp;
use uuid::Uuid;

use super::destinations::Destinations;
use crate::{Executor, HandleError, Ports, gate::Gates};

/// The time at which `second` seconds have passed.
pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// How a destination answers.
pub(super) enum Reply {
    Status(u16),
    Body(Bytes),
    Error(CallError),
    /// Status 200, after a while of tokio's time.
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
    /// What a renewal answers in place of an extension.
    pub(super) renewal: Option<Renewal>,
    /// What the next saves answer in place of being done.
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
            executions: world.clone(),
            queue: world.clone(),
            tasks: world.clone(),
            task_writer: world.clone(),
            accounts: world.clone(),
            usage: world.clone(),
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

    /// Stores `execution` as it is started, and hands its message to the executor.
    pub(super) async fn deliver(&self, execution: Execution) -> Result<(), HandleError> {
        self.store(execution.clone());
        let message = Message::start(execution);
        self.executor().handle(Delivery::Message(Box::new(message)), None).await
    }

    pub(super) fn store(&self, execution: Execution) {
        self.with(|state| state.rows.insert(execution.id(), execution));
    }

    /// Handles every message that is sent, each when it is due, until there is none; the row of `id` then.
    pub(super) async fn run_to_the_end(&self, id: ExecutionId) -> Execution {
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

/// An ad-hoc execution that is due at second 0, after `change` was made to it: four attempts, ten seconds apart.
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
            stated: Default::default(),
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

#[async_trait]
impl RunExecutions for World {
    async fn claim(&self, message: &Message, now: Timestamp) -> Result<Claim, StoreError> {
        let row = self.with(|state| state.rows.get(&message.execution().id()).cloned());
        let row = row.unwrap_or_else(|| message.execution().clone());
        Ok(match decide(&row, message, now) {
            ClaimDecision::Take(taken) => {
                self.store(taken.clone());
                Claim::Taken(Box::new(taken))
            }
            ClaimDecision::GiveUp(ended) => {
                self.store(ended);
                Claim::Done
            }
            ClaimDecision::Early { due } => Claim::Later(due),
            ClaimDecision::Busy { until } => Claim::Later(until),
            ClaimDecision::Reissue(message) => Claim::Reissue(Box::new(message)),
            ClaimDecision::Forget => Claim::Done,
        })
    }

    async fn renew(&self, _: ExecutionId, _: u64, lease_until: Timestamp) -> Result<Renewal, StoreError> {
        self.with(|state| {
            state.renewals.push(lease_until);
            Ok(state.renewal.unwrap_or(Renewal::Extended { cancel_requested: false }))
        })
    }

    async fn unended_before(&self, _: TaskId, _: &Execution) -> Result<Vec<Execution>, StoreError> {
        self.with(|state| {
            let State { rows, unended, .. } = state;
            unended.retain(|other| rows.get(&other.id()).is_none_or(|row| !row.status().is_final()));
            Ok(unended.clone())
        })
    }
}

#[async_trait]
impl Executions for World {
    async fn save(&self, execution: &Execution, expected: u64, hops: u32) -> Result<Saved, StoreError> {
        self.with(|state| {
            if let Some(scripted) = state.saves.pop_front() {
                return scripted;
            }
            let Some(row) = state.rows.get_mut(&execution.id()) else { return Ok(Saved::Conflict) };
            if row.version() != expected {
                return Ok(Saved::Conflict);
            }
            *row = execution.clone();
            if let Some(message) = Message::follow_up(execution, hops) {
                let due = message.due();
                state.sent.push_back((message, due));
            }
            Ok(Saved::Done)
        })
    }

    async fn request_cancel(&self, _: ExecutionId) -> Result<CancelRequest, StoreError> {
        Ok(CancelRequest::NotRunning)
    }

    async fn get(&self, id: ExecutionId) -> Result<Option<Execution>, StoreError> {
        Ok(self.with(|state| state.rows.get(&id).cloned()))
    }

    async fn list(&self, _: &ExecutionQuery) -> Result<Page<Execution>, StoreError> {
        Ok(Page { items: Vec::new(), next: None })
    }

    async fn ended(&self, _: ExecutionId, _: Duration) -> Result<Option<Execution>, StoreError> {
        unreachable!("not used here")
    }
}

#[async_trait]
impl Queue for World {
    async fn send(&self, message: &Message, not_before: Option<Timestamp>) -> Result<(), QueueError> {
        self.with(|state| {
            if state.queue_is_down {
                return Err(QueueError::Unavailable("down".into()));
            }
            state.sent.push_back((message.clone(), not_before));
            Ok(())
        })
    }
}

#[async_trait]
impl Tasks for World {
    async fn get(&self, id: TaskId) -> Result<Option<SavedTask>, StoreError> {
        self.with(|state| {
            state.tasks_read += 1;
            Ok(state.tasks.get(&id).cloned())
        })
    }

    async fn list(&self, _: &TaskQuery) -> Result<Page<SavedTask>, StoreError> {
        Ok(Page { items: Vec::new(), next: None })
    }

    async fn insert(&self, _: &Task) -> Result<Inserted<Task>, StoreError> {
        Ok(Inserted::Created)
    }

    async fn replace(&self, task: &Task, expected: u64) -> Result<Replaced, StoreError> {
        self.with(|state| match state.tasks.get_mut(&task.id) {
            Some(saved) if saved.task.version == expected => {
                saved.task = task.clone();
                Ok(Replaced::Done)
            }
            _ => Ok(Replaced::Conflict),
        })
    }

    async fn assign_number(&self, _: TaskId) -> Result<u64, StoreError> {
        unreachable!("not used here")
    }

    async fn by_number(&self, _: u64) -> Result<Option<TaskId>, StoreError> {
        unreachable!("not used here")
    }
}

/// One account for everyone.
#[async_trait]
impl Accounts for World {
    async fn read(&self, _: &OwnerId) -> Result<StoredAccount, StoreError> {
        self.with(|state| {
            state.accounts_read += 1;
            Ok(state.account.clone())
        })
    }

    async fn write(&self, account: &Account, expected: u64) -> Result<AccountWritten, StoreError> {
        self.with(|state| {
            if state.account.version != expected {
                return Ok(AccountWritten::Conflict(Box::new(state.account.clone())));
            }
            state.account = StoredAccount { version: expected + 1, account: Some(account.clone()) };
            Ok(AccountWritten::Done)
        })
    }

    async fn count_tasks(&self, _: &OwnerId, most: u32) -> Result<u32, StoreError> {
        Ok(most)
    }

    async fn count_executions(
        &self,
        _: &OwnerId,
        _: Timestamp,
        _: Timestamp,
    ) -> Result<ExecutionCount, StoreError> {
        self.with(|state| Ok(ExecutionCount { started: state.ran_today, ran: state.ran_today }))
    }
}

#[async_trait]
impl HttpCaller for World {
    async fn call(&self, request: HttpRequest, limits: CallLimits) -> Result<HttpResponse, CallError> {
        let reply = self.with(|state| {
            state.calls.push((request, limits));
            state.replies.pop_front().unwrap_or(Reply::Status(200))
        });
        let (status, body) = match reply {
            Reply::Status(status) => (status, Bytes::new()),
            Reply::Body(body) => (200, body),
            Reply::Error(error) => return Err(error),
            Reply::After(pause) => {
                tokio::time::sleep(pause).await;
                self.with(|state| state.now = duration::after(state.now, pause));
                (200, Bytes::new())
            }
            Reply::Panic => panic!("a destination of the test"),
        };
        Ok(HttpResponse { status, headers: Vec::new(), body, truncated: false })
    }
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
