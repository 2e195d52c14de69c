//! `ada` with tasks, executions, keys and configs, and `bob` as another user.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use beadle_application::port::{
    ApiKeys, Arming, Claim, Clock, ConfigQuery, Configs, Executions, RunExecutions, Scheduler,
    StartExecutions, TaskQuery, Tasks,
};
use beadle_application::{
    account::{AccountClosing, AccountEventService, AccountService},
    task::TaskService,
};
use beadle_domain::{
    access::{Role, Scope, Scopes},
    adhoc::AdHoc,
    api_key::{ApiKey, KeyHash},
    config::{Config, ConfigDraft},
    execution::{Event, Execution, Hold, HoldKind, Message, Request, Status, Trigger, TriggerKind},
    policy::RunDefaults,
    task::{Task, TaskDraft},
};
use beadle_embedded::{Embedded, Options};
use beadle_testing::{CountedIds, StillClock};
use beadle_values::{
    id::{ConfigId, ExecutionId, OwnerId, TaskId},
    violation::Path,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

use super::crashing::Crashing;
use crate::Listener;

/// The number of `ada`'s tasks.
pub(super) const TASKS: usize = 300;

/// The number of her executions that have not ended.
pub(super) const UNENDED: usize = 30;

const START: Timestamp = Timestamp::constant(1_800_000_000, 0);

/// A clock that advances by a second whenever it is read.
#[derive(Default)]
pub(super) struct TickingClock(AtomicI64);

impl TickingClock {
    /// The time, without reading the clock.
    pub(super) fn at(&self) -> Timestamp {
        START + SignedDuration::from_secs(self.0.load(Ordering::SeqCst))
    }
}

impl Clock for TickingClock {
    fn now(&self) -> Timestamp {
        START + SignedDuration::from_secs(self.0.fetch_add(1, Ordering::SeqCst))
    }
}

pub(super) struct World {
    pub(super) store: Embedded,
    pub(super) ports: Arc<Crashing>,
    pub(super) clock: Arc<TickingClock>,
    /// The executions of `ada`, each with its state.
    pub(super) executions: Vec<(ExecutionId, Status)>,
    /// The tasks of `bob`.
    pub(super) of_bob: BTreeSet<TaskId>,
    /// The tasks of `ada`.
    of_ada: BTreeSet<TaskId>,
    /// The config that `ada` shares with everyone.
    pub(super) shared: ConfigId,
    pub(super) config_of_bob: ConfigId,
    ids: AtomicU64,
}

pub(super) fn owner(name: &str) -> OwnerId {
    OwnerId::parse(name).unwrap()
}

impl World {
    pub(super) async fn new() -> Self {
        let store =
            Embedded::open(Options { clock: Arc::new(StillClock::at(START)), ..Options::in_memory() })
                .unwrap();
        let ports = Arc::new(Crashing::over(store.clone()));
        let mut world = Self {
            store,
            ports,
            clock: Arc::default(),
            executions: Vec::new(),
            of_bob: BTreeSet::new(),
            of_ada: BTreeSet::new(),
            shared: ConfigId::from_uuid(Uuid::nil()),
            config_of_bob: ConfigId::from_uuid(Uuid::nil()),
            ids: AtomicU64::new(1),
        };
        for _ in 0..TASKS {
            let id = world.task("ada", None).await;
            world.of_ada.insert(id);
        }
        for _ in 0..2 {
            let id = world.task("bob", None).await;
            world.of_bob.insert(id);
        }
        // A task of another user that is assigned to her.
        let id = world.task("bob", Some("ada")).await;
        world.of_bob.insert(id);
        world.run().await;
        for (name, keys) in [("ada", 2), ("bob", 1)] {
            for _ in 0..keys {
                world.key(name).await;
            }
        }
        world.config("ada", false).await;
        world.config("ada", false).await;
        world.shared = world.config("ada", true).await;
        world.config_of_bob = world.config("bob", false).await;
        world.ports.recover();
        world
    }

    pub(super) fn listener(&self) -> Listener {
        let (store, ports) = (Arc::new(self.store.clone()), &self.ports.store);
        let tasks = TaskService {
            tasks: ports.clone(),
            calendars: store.clone(),
            configs: ports.clone(),
            scheduler: ports.clone(),
            accounts: store.clone(),
            code: beadle_testing::without_scripts(store.clone()),
            ids: Arc::new(CountedIds::default()),
        };
        let closing = AccountClosing {
            alerts: beadle_testing::services_at(&store, self.clock.clone()).alerts,
            tasks: tasks.clone(),
            executions: ports.clone(),
            configs: ports.clone(),
            api_keys: ports.clone(),
            audit: store.clone(),
            clock: self.clock.clone(),
        };
        let accounts = AccountService { accounts: store, tasks, executions: ports.clone() };
        Listener::new(AccountEventService { closing, accounts })
    }

    fn fresh(&self) -> Uuid {
        Uuid::from_u128(0x7000_8000_0000_0000_0000 + u128::from(self.ids.fetch_add(1, Ordering::SeqCst)))
    }

    async fn task(&self, name: &str, assigned_to: Option<&str>) -> TaskId {
        let body = json!({
            "name": "ping", "type": "http", "config": {"url": "http://a.example/"}, "schedule": "every 5 minutes",
        });
        let draft = TaskDraft::parse(&body, &Path::body()).unwrap();
        let task = draft.into_task(TaskId::from_uuid(self.fresh()), owner(name), START);
        let task = Task { assigned_to: assigned_to.map(owner), ..task };
        self.store.arm(&Arming::of(&task).unwrap()).await.unwrap();
        Tasks::insert(&self.store, &task).await.unwrap();
        task.id
    }

    /// Executions of `ada` in every state: ten pending, ten deferred, five retrying, five running, one ended.
    async fn run(&mut self) {
        for number in 0..=UNENDED {
            let execution = self.start().await;
            let execution = match number {
                0..10 => execution,
                10..20 => {
                    let hold = Hold::new(HoldKind::Breaker, "closed");
                    self.then(execution, Event::Defer { due: Timestamp::MAX, hold }).await
                }
                20..25 => {
                    let failure = beadle_domain::execution::Failure::http_status(503, None);
                    let due = START + SignedDuration::from_hours(1);
                    self.then(execution, Event::Retry { failure, answer: None, due }).await
                }
                25..30 => self.claim(execution).await,
                _ => self.then(execution, Event::Succeed { answer: None }).await,
            };
            self.executions.push((execution.id(), execution.status()));
        }
    }

    async fn start(&self) -> Execution {
        let body = json!({"type": "http", "url": "http://a.example/"});
        let asked = AdHoc::parse(&body, START, &Path::body()).unwrap();
        let request = Request {
            id: ExecutionId::from_uuid(self.fresh()),
            owner: owner("ada"),
            task_id: None,
            spec: asked.spec,
            config_id: None,
            input: Default::default(),
            policy: asked.policy.resolve(&RunDefaults::AD_HOC, false),
            priority: asked.priority,
            credits: Default::default(),
            order: None,
            trigger: Trigger::of(TriggerKind::Api),
            created_at: START,
            batch_id: None,
            idempotency: None,
        };
        let execution = Execution::new(request, START);
        self.store.start(&execution).await.unwrap();
        execution
    }

    async fn claim(&self, execution: Execution) -> Execution {
        match self.store.claim(&Message::start(execution), START).await.unwrap() {
            Claim::Taken(running) => *running,
            other => panic!("not claimed: {other:?}"),
        }
    }

    async fn then(&self, execution: Execution, event: Event) -> Execution {
        let running = self.claim(execution).await;
        let next = running.apply(event, START).unwrap();
        self.store.save(&next, running.version(), 0).await.unwrap();
        next
    }

    async fn key(&self, name: &str) {
        let mut secret = [0; 32];
        secret.iter_mut().zip(self.fresh().as_bytes().iter().rev()).for_each(|(to, from)| *to = *from);
        let hash = KeyHash::new(secret);
        let key = ApiKey {
            id: hash.key_id(),
            hash,
            owner: owner(name),
            name: "ci".to_owned(),
            role: Role::User,
            level: Default::default(),
            scopes: Scopes::of([Scope::Read]),
            created_at: START,
            expires_at: None,
            last_used_at: None,
        };
        ApiKeys::insert(&self.store, &key, None).await.unwrap();
    }

    async fn config(&self, name: &str, shared: bool) -> ConfigId {
        let draft = ConfigDraft::parse(&json!({"name": "users", "shared": shared}), &Path::body()).unwrap();
        let config = Config {
            id: ConfigId::from_uuid(self.fresh()),
            owner: owner(name),
            name: draft.name,
            description: None,
            shared: draft.shared,
            profile: draft.profile,
            created_at: START,
            updated_at: START,
            updated_by: owner(name),
            version: 1,
            key: None,
            plan: None,
            idempotency: None,
        };
        Configs::insert(&self.store, &config).await.unwrap();
        config.id
    }

    /// The tasks whose schedules the scheduler holds.
    pub(super) async fn armed(&self) -> BTreeSet<TaskId> {
        let mut armed = BTreeSet::new();
        for id in self.of_ada.iter().chain(&self.of_bob) {
            armed.extend(self.store.armed(*id).await.unwrap().map(|arming| arming.task));
        }
        armed
    }

    pub(super) async fn tasks_of(&self, name: &str) -> Vec<TaskId> {
        let owner = owner(name);
        let query = TaskQuery::newest(owner.clone(), 100, START);
        let page = Tasks::list(&self.store, &query).await.unwrap();
        page.items.iter().filter(|saved| saved.task.owner == owner).map(|saved| saved.task.id).collect()
    }

    pub(super) async fn keys_of(&self, name: &str) -> Vec<ApiKey> {
        ApiKeys::list(&self.store, &owner(name)).await.unwrap()
    }

    pub(super) async fn configs_of(&self, name: &str) -> Vec<ConfigId> {
        let query = ConfigQuery::newest(owner(name), 100);
        let page = Configs::list(&self.store, &query).await.unwrap();
        page.items.iter().filter(|config| config.owner == owner(name)).map(|config| config.id).collect()
    }
}
