//! A store with a watched task, whose watchdog can stop at any step.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use beadle_application::{
    Policies, Ports, Services,
    port::{Clock, Inserted, Replaced, StoreError, Tasks, Watches},
    watch::{Looked, PingError},
};
use beadle_domain::{
    event::{EventDetail, EventKind},
    execution::{Event, Execution, Trigger},
    policy::RunDefaults,
    projection::Change,
    spec::TaskSpec,
    specimen::at,
    task::{Occasion, Task, TaskDraft},
    watch::{MissedBecause, MonitorWatch, Ping, Watch, WatchKey},
};
use beadle_embedded::Embedded;
use beadle_testing::{CountedIds, FailingStore, Fault, StillClock};
use beadle_values::{
    id::{ExecutionId, OwnerId, TaskId},
    violation::Path,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{executions, happens, put, store_with};

/// The step at which the service stops, and the steps taken since that was set.
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
    clock: Arc<StillClock>,
    services: Services,
    plan: Arc<Mutex<Plan>>,
    pub(super) id: TaskId,
}

impl World {
    /// A world with this task, created at second 0 and projected.
    pub(super) async fn with(body: &Value) -> Self {
        let clock = Arc::new(StillClock::at(at(0)));
        let (store, plan) = (store_with(clock.clone()), Arc::<Mutex<Plan>>::default());
        let faults = Arc::clone(&plan);
        let stopping = Arc::new(FailingStore::new(store.clone(), move |_, _| faults.lock().unwrap().fault()));
        let ports = Ports::over(&stopping, clock.clone(), Arc::new(CountedIds::default()));
        let services = ports.services(Policies { published: EventKind::ALL.into(), ..Policies::default() });
        let id = TaskId::from_uuid(Uuid::from_u128(77));
        let draft = TaskDraft::parse(body, &Path::body()).unwrap();
        let task = draft.into_task(id, OwnerId::parse("ada").unwrap(), at(0));
        assert_eq!(Tasks::insert(&store, &task).await.unwrap(), Inserted::Created);
        let world = Self { store, clock, services, plan, id };
        world.project().await;
        world
    }

    /// From step `stop` on nothing is done; that step itself is, `but_done`, and its result is lost.
    pub(super) fn stop(&self, stop: Option<(usize, bool)>) {
        *self.plan.lock().unwrap() = Plan { stop, steps: 0 };
    }

    pub(super) async fn project(&self) {
        let changes = self.store.changes();
        let records = changes.first().await.unwrap();
        let records: Vec<_> =
            records.into_iter().filter(|record| matches!(record.change, Change::Task { .. })).collect();
        // However often.
        for _ in 0..2 {
            self.services.projections.follow_up.follow_up(&records).await.unwrap();
        }
    }

    pub(super) async fn change(&self, change: impl FnOnce(&mut Task)) {
        let mut task = Tasks::get(&self.store, self.id).await.unwrap().unwrap().task;
        let expected = task.version;
        (task.version, task.updated_at) = (expected + 1, self.clock.now());
        change(&mut task);
        assert_eq!(Tasks::replace(&self.store, &task, expected).await.unwrap(), Replaced::Done);
        self.project().await;
    }

    /// The execution of the run for `second`, made in time; `started` is when it is claimed.
    pub(super) async fn run(&self, second: i64, started: Option<i64>) {
        let task = Tasks::get(&self.store, self.id).await.unwrap().unwrap().task;
        let id = ExecutionId::for_tick(self.id, at(second));
        let trigger = Trigger::automatic(&task, at(second));
        let execution = Execution::new(task.request(id, trigger, &RunDefaults::TASK, at(second)), at(second));
        put(&self.store, &execution).await;
        if let Some(started) = started {
            happens(&self.store, id, Event::Claim { lease_until: at(started + 60) }, at(started)).await;
        }
    }

    pub(super) fn go_to(&self, second: i64) {
        self.clock.advance_to(at(second));
    }

    pub(super) async fn look(&self) -> Result<Looked, StoreError> {
        self.services.watches.look().await
    }

    pub(super) async fn ping(&self, ping: Ping) -> Result<MonitorWatch, PingError> {
        self.services.watches.ping(self.id, ping, self.clock.now()).await
    }

    pub(super) async fn watch(&self) -> Option<Watch> {
        Watches::read(&self.store, &WatchKey::Task(self.id)).await.unwrap()
    }

    /// The events `task.missed`: the second and the reason of each.
    pub(super) async fn missed(&self) -> Vec<(i64, Option<MissedBecause>)> {
        let events = self.store.published_events(1_000).await.unwrap();
        let missed = events.iter().filter_map(|event| match &event.detail {
            EventDetail::Missed { scheduled_time, reason, .. } => Some((scheduled_time.as_second(), *reason)),
            _ => None,
        });
        missed.collect()
    }

    /// The notifications on the bus.
    pub(super) async fn notified(&self) -> Vec<(Occasion, i64)> {
        let events = self.store.published_events(1_000).await.unwrap();
        let notified = events.iter().filter_map(|event| match &event.detail {
            EventDetail::Notification { occasion, .. } => Some((*occasion, event.time.as_second())),
            _ => None,
        });
        notified.collect()
    }

    /// The calls of the webhook: what each says.
    pub(super) async fn calls(&self) -> BTreeSet<String> {
        let all = executions(&self.store).await;
        let calls = all.iter().filter(|execution| matches!(execution.request.spec, TaskSpec::Webhook(_)));
        let calls: Vec<String> = calls
            .map(|execution| {
                let input = &execution.request.input;
                format!("{} {}", input["type"].as_str().unwrap(), input["timestamp"].as_str().unwrap())
            })
            .collect();
        let distinct: BTreeSet<String> = calls.iter().cloned().collect();
        assert_eq!(distinct.len(), calls.len(), "{calls:?}");
        distinct
    }
}
