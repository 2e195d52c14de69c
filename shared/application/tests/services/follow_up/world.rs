//! A store with tasks, whose executions end and are projected. It can stop at any step of the service.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use beadle_application::{
    follow_up::FollowedUp,
    notify::NotifyError,
    port::{
        Applied, Checkpoint, Clock, Dependencies, Executions, Inserted, ProjectionStore, Replaced,
        StoreError, Tasks,
    },
};
use beadle_domain::{
    dependency::Release,
    event::DomainEvent,
    execution::{CancelReason, Event, Execution, Status, Trigger, TriggerKind},
    projection::{ChangeRecord, Projection},
    specimen::{self, task_id},
    task::Task,
};
use beadle_embedded::Embedded;
use beadle_testing::{FailingStore, Fault, StillClock};
use beadle_values::id::ExecutionId;
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use crate::{happens, put, store_with};

/// Whether and where the service stops.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Stop {
    #[default]
    Never,
    /// At this step, which is not taken.
    Before(usize),
    /// After this step, whose result is lost.
    After(usize),
}

/// Where to stop, and the steps taken since that was set.
#[derive(Default)]
struct Plan {
    stop: Stop,
    steps: usize,
}

impl Plan {
    fn fault(&mut self) -> Option<Fault> {
        let step = self.steps;
        self.steps += 1;
        let stopped = || StoreError::Unavailable("stopped".into());
        match self.stop {
            Stop::Before(at) if at <= step => Some(Fault::Before(stopped())),
            Stop::After(at) if at < step => Some(Fault::Before(stopped())),
            Stop::After(at) if at == step => Some(Fault::After(stopped())),
            _ => None,
        }
    }
}

pub(super) struct World {
    store: Embedded,
    clock: Arc<StillClock>,
    /// What the service uses: the store, unless it stops.
    stopping: Arc<FailingStore<Embedded>>,
    plan: Arc<Mutex<Plan>>,
}

impl World {
    pub(super) async fn with(tasks: impl IntoIterator<Item = Task>) -> Self {
        let clock = Arc::new(StillClock::at(specimen::at(0)));
        let (store, plan) = (store_with(clock.clone()), Arc::<Mutex<Plan>>::default());
        let faults = Arc::clone(&plan);
        let stopping = FailingStore::new(store.clone(), move |_, _| faults.lock().unwrap().fault());
        let world = Self { store, clock, stopping: Arc::new(stopping), plan };
        for task in tasks {
            assert_eq!(Tasks::insert(&world.store, &task).await.unwrap(), Inserted::Created);
        }
        world
    }

    /// Replaces the task with the same id.
    pub(super) async fn replace(&self, task: Task) {
        let expected = Tasks::get(&self.store, task.id).await.unwrap().unwrap().task.version;
        let next = Task { version: expected + 1, ..task };
        assert_eq!(Tasks::replace(&self.store, &next, expected).await.unwrap(), Replaced::Done);
    }

    pub(super) fn stop(&self, stop: Stop) {
        *self.plan.lock().unwrap() = Plan { stop, steps: 0 };
    }

    /// The executions that the service started, in the order in which it did.
    pub(super) async fn started(&self) -> Vec<Execution> {
        self.started_after(0).await
    }

    /// The same without the first `known`.
    pub(super) async fn started_after(&self, known: usize) -> Vec<Execution> {
        let (mut seen, mut started) = (BTreeSet::new(), Vec::new());
        let first_starts = self.stopping.starts().into_iter().filter(|id| seen.insert(*id));
        for id in first_starts.skip(known) {
            started.extend(Executions::get(&self.store, id).await.unwrap());
        }
        started
    }

    pub(super) async fn published(&self) -> Vec<DomainEvent> {
        self.store.published_events(1_000).await.unwrap()
    }

    /// How often the followers were read.
    pub(super) fn followers_read(&self) -> usize {
        self.stopping.calls().into_iter().filter(|call| *call == "dependencies.followers").count()
    }

    pub(super) async fn release_of(&self, number: usize) -> Option<Release> {
        Dependencies::last_release(&self.store, task_id(number)).await.unwrap()
    }

    /// An execution of the task that was requested by its owner.
    pub(super) async fn run(&self, number: usize) -> Execution {
        self.run_with(number, Trigger::of(TriggerKind::Api)).await
    }

    /// An execution of the task that replays `failed`.
    pub(super) async fn replay(&self, number: usize, failed: ExecutionId) -> Execution {
        self.run_with(number, Trigger::replay(failed)).await
    }

    /// An execution of the task that `trigger` started.
    pub(super) async fn run_with(&self, number: usize, trigger: Trigger) -> Execution {
        self.clock.advance(1_000);
        let task = Tasks::get(&self.store, task_id(number)).await.unwrap().unwrap().task;
        let mut request = specimen::request(&json!({"url": "http://a.example"}));
        let second = u128::try_from(self.now().as_second()).unwrap();
        request.id = ExecutionId::from_uuid(Uuid::from_u128(second + 1_000_000));
        (request.task_id, request.owner) = (Some(task.id), task.owner);
        (request.trigger, request.created_at) = (trigger, self.now());
        let execution = Execution::new(request, self.now());
        put(&self.store, &execution).await;
        execution
    }

    /// Ends the execution with `status` and projects that; the change that says so.
    pub(super) async fn end(&self, execution: &Execution, status: Status) -> ChangeRecord {
        self.clock.advance(1_000);
        let (id, now) = (execution.id(), self.now());
        let event = match status {
            Status::Completed => Event::Succeed { answer: None },
            Status::Failed => Event::Fail { failure: specimen::timeout(), answer: None },
            _ => Event::Cancel { reason: CancelReason::Requested },
        };
        happens(&self.store, id, Event::Claim { lease_until: now }, now).await;
        happens(&self.store, id, event, now).await;
        let records = self.project().await;
        records.into_iter().rfind(|record| record.ended().is_some_and(|ended| ended.id == id)).unwrap()
    }

    /// Projects what has changed since the last time.
    async fn project(&self) -> Vec<ChangeRecord> {
        let changes = self.store.changes();
        let records = changes.first().await.unwrap();
        let (Some(first), Some(last)) = (records.first(), records.last()) else { panic!("an end") };
        let (first, last, shard) = (first.sequence.clone(), last.sequence.clone(), first.shard.clone());
        let checkpoint = Checkpoint { shard, first, last };
        let applied = self.store.apply(&Projection::of(&records), &checkpoint).await.unwrap();
        assert_eq!(applied, Applied::Done);
        changes.handled(&records);
        records
    }

    pub(super) async fn follow(&self, records: &[ChangeRecord]) -> Result<FollowedUp, NotifyError> {
        let services = beadle_testing::services_at(&self.stopping, self.clock.clone());
        services.projections.follow_up.follow_up(records).await
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
