//! A store with a task to tick for.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use beadle_application::{
    Call, Expected,
    port::{Arming, Executions, Inserted, Replaced, Scheduler, StoreError, Tasks},
    tick::{TickError, TickOutcome},
};
use beadle_domain::{
    access::Role,
    day_calendar::CalendarDraft,
    execution::{Awaited, Event, Execution, Hold, HoldKind, Request, Status, Trigger, TriggerKind},
    policy::RunDefaults,
    task::{Task, TaskDraft},
    tick::Tick,
};
use beadle_embedded::Embedded;
use beadle_schedule::{CatchUp, Overlap};
use beadle_testing::{FailingStore, Fault};
use beadle_values::{
    duration,
    id::{ExecutionId, OwnerId, TaskId},
    violation::Path,
};
use jiff::Timestamp;
use serde_json::json;

use crate::{executions, happens, principal, put, store};

/// 2027-03-01T12:00:00Z, and `seconds` after it.
pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_803_902_400 + seconds).unwrap()
}

pub(super) struct World {
    store: Embedded,
    id: TaskId,
    /// What the service uses: the store, whose next start may crash.
    crashing: Arc<FailingStore<Embedded>>,
    crashes: Arc<AtomicBool>,
}

pub(super) fn task_of(created: Timestamp, schedule: &str) -> Task {
    let body =
        json!({"name": "t", "type": "http", "config": {"url": "http://a.example"}, "schedule": schedule});
    let draft = TaskDraft::parse(&body, &Path::body()).unwrap();
    let owner = OwnerId::parse("ada").unwrap();
    let unix = uuid::Timestamp::from_unix_time(u64::try_from(created.as_second()).unwrap(), 0, 1, 42);
    let id = TaskId::from_uuid(uuid::Uuid::new_v7(unix));
    Task { schedule_version: 3, version: 5, ..draft.into_task(id, owner, created) }
}

impl World {
    /// A world with a task that was created an hour ago.
    pub(super) async fn with(schedule: &str) -> Self {
        Self::of(&task_of(at(-3_600), schedule)).await
    }

    /// A world with a task that has these policies.
    pub(super) async fn with_policies(schedule: &str, overlap: Overlap, catch_up: CatchUp) -> Self {
        let mut task = task_of(at(-3_600), schedule);
        let schedule = task.schedule.take();
        task.schedule = schedule.map(|schedule| schedule.with_overlap(overlap).with_catch_up(catch_up));
        Self::of(&task).await
    }

    /// A world with this task.
    pub(super) async fn of(task: &Task) -> Self {
        let world = Self::without(task.id);
        assert_eq!(Tasks::insert(&world.store, task).await.unwrap(), Inserted::Created);
        world
    }

    /// A world in which the task `id` is missing.
    pub(super) fn without(id: TaskId) -> Self {
        let (store, crashes) = (store(), Arc::<AtomicBool>::default());
        let crash = Arc::clone(&crashes);
        let crashing = FailingStore::new(store.clone(), move |call, _| {
            let stopped = || Fault::Before(StoreError::Unavailable("the process stopped".into()));
            (call == "executions.start" && crash.swap(false, Ordering::SeqCst)).then(stopped)
        });
        Self { store, id, crashing: Arc::new(crashing), crashes }
    }

    /// The next start fails. On AWS its message may have been sent.
    pub(super) fn crash_at_next_start(&self) {
        self.crashes.store(true, Ordering::SeqCst);
    }

    /// The executions that were to be started, in order, also those that were not.
    pub(super) fn starts(&self) -> Vec<ExecutionId> {
        self.crashing.starts()
    }

    pub(super) async fn change(&self, change: impl FnOnce(&mut Task)) {
        let mut task = self.task().await;
        let expected = task.version;
        task.version += 1;
        change(&mut task);
        assert_eq!(Tasks::replace(&self.store, &task, expected).await.unwrap(), Replaced::Done);
    }

    pub(super) async fn task(&self) -> Task {
        Tasks::get(&self.store, self.id).await.unwrap().unwrap().task
    }

    pub(super) async fn tick_of(&self, time: Timestamp) -> Tick {
        let task = self.task().await;
        Tick { task_id: task.id, schedule_version: task.schedule_version, scheduled_time: Some(time) }
    }

    pub(super) async fn tick(&self, time: Timestamp, now: Timestamp) -> Result<TickOutcome, TickError> {
        self.deliver(&self.tick_of(time).await, now).await
    }

    pub(super) async fn deliver(&self, tick: &Tick, now: Timestamp) -> Result<TickOutcome, TickError> {
        beadle_testing::services(&self.crashing).ticks.handle(tick, now, now).await
    }

    /// Writes the calendar `name` with these days, each titled `closed`.
    pub(super) async fn calendar(&self, name: &str, days: &[&str]) {
        let days: Vec<_> = days.iter().map(|day| json!({"days": day, "title": "closed"})).collect();
        let draft = CalendarDraft::parse(&json!({"days": days}), &Path::body()).unwrap();
        let by = principal("ada", Role::User);
        let call = Call::new(&by, at(0));
        let name = (&name.parse().unwrap(), false);
        let written = beadle_testing::services(&self.crashing).calendars;
        written.write(call, name, &draft, &Expected::Any).await.unwrap();
    }

    /// Removes the calendar `name`, though the task names it.
    pub(super) async fn remove_calendar(&self, name: &str) {
        let by = principal("ada", Role::User);
        let name = (&name.parse().unwrap(), false);
        let calendars = beadle_testing::services(&self.crashing).calendars;
        calendars.delete(Call::new(&by, at(0)), name, true, &Expected::Any).await.unwrap();
    }

    /// The task as the executor reads it: with the days of its calendars.
    pub(super) async fn known_task(&self) -> Task {
        beadle_testing::services(&self.crashing).ports.tasks.get(self.id).await.unwrap().unwrap().task
    }

    /// The calls of the scheduler: `arm` and `disarm`.
    pub(super) fn told_scheduler(&self) -> Vec<&'static str> {
        self.crashing.calls().into_iter().filter_map(|call| call.strip_prefix("scheduler.")).collect()
    }

    /// Arms the schedule of `task`.
    pub(super) async fn arm(&self, task: &Task) {
        self.store.arm(&Arming::of(task).unwrap()).await.unwrap();
    }

    /// The version of the schedule that the scheduler holds.
    pub(super) async fn armed(&self) -> Option<u64> {
        self.store.armed(self.id).await.unwrap().map(|arming| arming.schedule_version)
    }

    /// An execution of the task that was requested manually and has this status.
    pub(super) async fn manual(&self, number: u128, created: Timestamp, status: Status) -> ExecutionId {
        let task = self.task().await;
        let request = Request {
            id: ExecutionId::from_uuid(uuid::Uuid::from_u128(number)),
            owner: task.owner,
            task_id: Some(task.id),
            spec: task.spec,
            config_id: None,
            input: Default::default(),
            policy: task.policy.resolve(&RunDefaults::TASK, false),
            priority: task.priority,
            credits: Default::default(),
            order: None,
            trigger: Trigger::of(TriggerKind::Manual),
            created_at: created,
            batch_id: None,
            idempotency: None,
        };
        let mut execution = Execution::new(request, created);
        if status != Status::Pending {
            let lease_until = duration::after(created, Duration::from_secs(600));
            execution = execution.apply(Event::Claim { lease_until }, created).unwrap();
        }
        let event = match status {
            Status::Completed => Some(Event::Succeed { answer: None }),
            Status::Deferred => {
                Some(Event::Defer { due: created, hold: Hold::new(HoldKind::Breaker, "gate") })
            }
            Status::Waiting => Some(Event::Wait { until: created, what: Awaited::Time }),
            _ => None,
        };
        if let Some(event) = event {
            execution = execution.apply(event, created).unwrap();
        }
        assert_eq!(execution.status(), status);
        put(&self.store, &execution).await;
        execution.id()
    }

    /// Starts `execution`, as an earlier delivery of a tick did.
    pub(super) async fn has(&self, execution: &Execution) {
        put(&self.store, execution).await;
    }

    pub(super) async fn complete(&self, id: ExecutionId, now: Timestamp) {
        happens(&self.store, id, Event::Claim { lease_until: now }, now).await;
        happens(&self.store, id, Event::Succeed { answer: None }, now).await;
    }

    /// The execution, which was started.
    pub(super) async fn execution(&self, id: ExecutionId) -> Execution {
        self.found(id).await.unwrap()
    }

    pub(super) async fn status(&self, id: ExecutionId) -> Option<Status> {
        self.found(id).await.map(|execution| execution.status())
    }

    async fn found(&self, id: ExecutionId) -> Option<Execution> {
        Executions::get(&self.store, id).await.unwrap()
    }

    pub(super) async fn cancel_requested(&self, id: ExecutionId) -> bool {
        self.execution(id).await.progress.cancel_requested
    }

    /// All executions, in the order in which they were created.
    pub(super) async fn executions(&self) -> Vec<Execution> {
        executions(&self.store).await
    }

    /// The times that executions were started for.
    pub(super) async fn times(&self) -> Vec<Timestamp> {
        let executions = self.executions().await;
        let mut times: Vec<_> = executions.iter().filter_map(|e| e.request.trigger.scheduled_for).collect();
        times.sort();
        times
    }
}
