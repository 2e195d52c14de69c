//! A store with the alerts of ada, whose projector and watchdog can stop at any step.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use beadle_application::{
    Call, Policies, Ports, Services,
    port::{Clock, Inserted, Replaced, StoreError, Tasks},
    project::ProjectError,
};
use beadle_domain::{
    access::Role,
    alert::{AlertBook, AlertRules},
    execution::{Event, Execution, Failure, FailureCode, Hold, HoldKind, Trigger, TriggerKind},
    policy::RunDefaults,
    spec::TaskSpec,
    specimen::at,
    task::{Task, TaskDraft},
};
use beadle_embedded::{Changes, Embedded};
use beadle_testing::{CountedIds, FailingStore, Fault, StillClock};
use beadle_values::{
    id::{ExecutionId, OwnerId, TaskId},
    violation::Path,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{executions, happens, principal, put, store_with};

/// The step at which the services stop, and the steps taken since that was set.
#[derive(Default)]
struct Plan {
    stop: Option<(usize, bool)>,
    steps: usize,
}

impl Plan {
    fn fault(&mut self) -> Option<Fault> {
        let step = self.steps;
        self.steps += 1;
        let stopped = || StoreError::Unavailable("stopped".into());
        match self.stop {
            Some((at, true)) if step == at => Some(Fault::After(stopped())),
            Some((at, _)) if step >= at => Some(Fault::Before(stopped())),
            _ => None,
        }
    }
}

pub(super) struct World {
    pub(super) store: Embedded,
    pub(super) services: Services,
    clock: Arc<StillClock>,
    changes: Changes,
    plan: Arc<Mutex<Plan>>,
    runs: Mutex<u128>,
}

impl World {
    /// A world with these rules, which tell the targets `ops` (a webhook) and `chat` (Slack).
    pub(super) async fn with(rules: Value) -> Self {
        let world = Self::new();
        world.set(rules).await;
        world
    }

    pub(super) fn new() -> Self {
        let clock = Arc::new(StillClock::at(at(0)));
        let (store, plan) = (store_with(clock.clone()), Arc::<Mutex<Plan>>::default());
        let faults = Arc::clone(&plan);
        let stopping = Arc::new(FailingStore::new(store.clone(), move |_, _| faults.lock().unwrap().fault()));
        let ports = Ports::over(&stopping, clock.clone(), Arc::new(CountedIds::default()));
        let services = ports.services(Policies::default());
        let changes = store.changes();
        Self { store, services, clock, changes, plan, runs: Mutex::default() }
    }

    pub(super) async fn set(&self, rules: Value) {
        let body = json!({
            "rules": rules,
            "targets": [
                {"name": "ops", "type": "webhook", "webhook": {"url": "http://ops.example"}},
                {"name": "chat", "type": "slack", "webhook": "http://chat.example"},
            ],
        });
        let rules = AlertRules::parse(&body, &Path::body()).unwrap();
        let by = principal("ada", Role::User);
        self.services.alerts.set(Call::new(&by, self.clock.now()), &rules).await.unwrap();
    }

    pub(super) async fn book(&self) -> AlertBook {
        self.services.alerts.book(&principal("ada", Role::User)).await.unwrap()
    }

    /// From step `stop` on nothing is done; that step itself is, `but_done`, and its result is lost.
    pub(super) fn stop(&self, stop: Option<(usize, bool)>) {
        *self.plan.lock().unwrap() = Plan { stop, steps: 0 };
    }

    pub(super) fn go_to(&self, second: i64) {
        self.clock.advance_to(at(second));
    }

    pub(super) async fn task(&self, number: u128, body: &Value) -> TaskId {
        let id = TaskId::from_uuid(Uuid::from_u128(number));
        let draft = TaskDraft::parse(body, &Path::body()).unwrap();
        let task = draft.into_task(id, OwnerId::parse("ada").unwrap(), self.clock.now());
        assert_eq!(Tasks::insert(&self.store, &task).await.unwrap(), Inserted::Created);
        id
    }

    pub(super) async fn delete(&self, id: TaskId) {
        let mut task: Task = Tasks::get(&self.store, id).await.unwrap().unwrap().task;
        let expected = task.version;
        (task.version, task.deleted_at) = (expected + 1, Some(self.clock.now()));
        assert_eq!(Tasks::replace(&self.store, &task, expected).await.unwrap(), Replaced::Done);
    }

    /// A run of `task`, requested now.
    pub(super) async fn request(&self, task: TaskId) -> ExecutionId {
        let id = {
            let mut runs = self.runs.lock().unwrap();
            *runs += 1;
            ExecutionId::from_uuid(Uuid::from_u128(*runs))
        };
        let task = Tasks::get(&self.store, task).await.unwrap().unwrap().task;
        let now = self.clock.now();
        let request = task.request(id, Trigger::of(TriggerKind::Manual), &RunDefaults::TASK, now);
        put(&self.store, &Execution::new(request, now)).await;
        id
    }

    /// A run of `task` that fails or completes now.
    pub(super) async fn run(&self, task: TaskId, fails: bool) {
        let id = self.request(task).await;
        self.end(id, fails).await;
    }

    pub(super) async fn end(&self, id: ExecutionId, fails: bool) {
        let now = self.clock.now();
        happens(&self.store, id, Event::Claim { lease_until: now }, now).await;
        let failure = Failure::new(FailureCode::Timeout, "no answer");
        let event = match fails {
            true => Event::Fail { failure, answer: None },
            false => Event::Succeed { answer: None },
        };
        happens(&self.store, id, event, now).await;
    }

    /// The run waits until `second`, for a gate.
    pub(super) async fn defer(&self, id: ExecutionId, second: i64) {
        let now = self.clock.now();
        happens(&self.store, id, Event::Claim { lease_until: now }, now).await;
        let hold = Hold::new(HoldKind::Breaker, "the breaker is open");
        happens(&self.store, id, Event::Defer { due: at(second), hold }, now).await;
    }

    /// Projects what is not projected, and again what was delivered before.
    pub(super) async fn project(&self) -> Result<(), ProjectError> {
        let records = self.changes.first().await.unwrap();
        self.services.projections.handle(&records).await?;
        self.services.projections.handle(&records).await?;
        self.changes.handled(&records);
        Ok(())
    }

    pub(super) async fn look(&self) -> Result<usize, StoreError> {
        let looked = self.services.watches.look().await?;
        match looked.failed {
            0 => Ok(looked.reported),
            _ => Err(StoreError::Unavailable("a look failed".into())),
        }
    }

    /// What the targets are told: `ops firing r 3`, each once.
    pub(super) async fn told(&self) -> BTreeSet<String> {
        let all = executions(&self.store).await;
        let calls: Vec<String> = all.iter().filter_map(told).collect();
        let distinct: BTreeSet<String> = calls.iter().cloned().collect();
        assert_eq!(distinct.len(), calls.len(), "{calls:?}");
        distinct
    }

    /// The texts of what the targets are told.
    pub(super) async fn texts(&self) -> Vec<String> {
        let all = executions(&self.store).await;
        let texts = all.iter().filter_map(|execution| execution.request.input.get("text")?.as_str());
        texts.map(str::to_owned).collect()
    }
}

fn told(execution: &Execution) -> Option<String> {
    let TaskSpec::Webhook(webhook) = &execution.request.spec else { return None };
    let input = &execution.request.input;
    let target =
        webhook.http.url.as_str().trim_start_matches("http://").trim_end_matches(".example").to_owned();
    let state = input["type"].as_str()?.trim_start_matches("alert.").to_owned();
    let at: jiff::Timestamp = input["timestamp"].as_str()?.parse().ok()?;
    Some(format!("{target} {state} {} {}", input["rule"].as_str()?, at.as_second()))
}
