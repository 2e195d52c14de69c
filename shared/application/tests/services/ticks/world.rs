//! Just enough of a world to tick in.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use beadle_domain::{
    execution::{Awaited, Event, Execution, Message, Request, State, Status, Trigger, TriggerKind},
    policy::RunDefaults,
    task::{SavedTask, Task, TaskDraft, TaskStats},
    tick::Tick,
};
use beadle_schedule::{CatchUp, Overlap};
use beadle_values::{
    id::{ExecutionId, OwnerId, TaskId},
    page::Page,
    violation::Path,
};
use futures_util::FutureExt;
use jiff::Timestamp;
use serde_json::json;

use super::super::{TickError, TickOutcome, TickService};
use crate::port::{
    CancelRequest, Claim, ExecutionQuery, Executions, Inserted, Renewal, Replaced, RunExecutions, Saved,
    Scheduler, SchedulerError, StartExecutions, Started, StoreError, TaskQuery, Tasks, scheduler::Arming,
};

/// 2027-03-01T12:00:00Z, and `seconds` after it.
pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_803_902_400 + seconds).unwrap()
}

#[derive(Default)]
pub(super) struct World {
    pub task: Mutex<Option<Task>>,
    pub executions: Mutex<BTreeMap<ExecutionId, Execution>>,
    /// Messages that were sent, also those whose row was never written.
    pub sent: Mutex<Vec<ExecutionId>>,
    /// What the scheduler was told: the version it is armed with, `None` for disarmed.
    pub armed: Mutex<Vec<Option<u64>>>,
    /// Whether the process stops after the next message is sent, before its row is written.
    pub crash: AtomicBool,
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
    pub fn with(schedule: &str) -> Arc<Self> {
        Arc::new(Self { task: Mutex::new(Some(task_of(at(-3_600), schedule))), ..Self::default() })
    }

    pub fn policies(self: Arc<Self>, overlap: Overlap, catch_up: CatchUp) -> Arc<Self> {
        self.change(|task| {
            let schedule = task.schedule.take();
            task.schedule = schedule.map(|schedule| schedule.with_overlap(overlap).with_catch_up(catch_up));
        });
        self
    }

    pub fn change(&self, change: impl FnOnce(&mut Task)) {
        change(self.task.lock().unwrap().as_mut().unwrap());
    }

    pub fn task(&self) -> Task {
        self.task.lock().unwrap().clone().unwrap()
    }

    pub fn tick_of(&self, time: Timestamp) -> Tick {
        let task = self.task();
        Tick { task_id: task.id, schedule_version: task.schedule_version, scheduled_time: Some(time) }
    }

    pub fn tick(self: &Arc<Self>, time: Timestamp, now: Timestamp) -> Result<TickOutcome, TickError> {
        self.deliver(&self.tick_of(time), now)
    }

    pub fn deliver(self: &Arc<Self>, what: &Tick, now: Timestamp) -> Result<TickOutcome, TickError> {
        TickService::over(self, RunDefaults::TASK).handle(what, now).now_or_never().unwrap()
    }

    /// An execution of the task that was asked for by hand and has come to `status`.
    pub fn manual(&self, number: u128, created: Timestamp, status: Status) -> ExecutionId {
        let task = self.task();
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
            trigger: Trigger::of(TriggerKind::Manual),
            created_at: created,
            idempotency: None,
        };
        let mut execution = Execution::new(request, created);
        if status != Status::Pending {
            let lease_until = beadle_values::duration::after(created, std::time::Duration::from_secs(600));
            execution = execution.apply(Event::Claim { lease_until }, created).unwrap();
        }
        let event = match status {
            Status::Completed => Some(Event::Succeed { answer: None }),
            Status::Deferred => Some(Event::Defer {
                due: created,
                hold: beadle_domain::execution::Hold::new(
                    beadle_domain::execution::HoldKind::Breaker,
                    "gate",
                ),
            }),
            Status::Waiting => Some(Event::Wait { until: created, what: Awaited::Time }),
            _ => None,
        };
        if let Some(event) = event {
            execution = execution.apply(event, created).unwrap();
        }
        assert_eq!(execution.status(), status);
        let id = execution.id();
        self.executions.lock().unwrap().insert(id, execution);
        id
    }

    pub fn end(&self, id: ExecutionId, now: Timestamp) {
        let mut executions = self.executions.lock().unwrap();
        let execution = executions.get_mut(&id).unwrap();
        execution.progress.state = State::Completed { at: now };
    }

    pub fn status(&self, id: ExecutionId) -> Option<Status> {
        self.executions.lock().unwrap().get(&id).map(Execution::status)
    }

    pub fn cancel_requested(&self, id: ExecutionId) -> bool {
        self.executions.lock().unwrap()[&id].progress.cancel_requested
    }

    /// The times that executions were started for.
    pub fn times(&self) -> Vec<Timestamp> {
        let executions = self.executions.lock().unwrap();
        let mut times: Vec<_> = executions.values().filter_map(|e| e.request.trigger.scheduled_for).collect();
        times.sort();
        times
    }
}

#[async_trait]
impl Tasks for World {
    async fn get(&self, id: TaskId) -> Result<Option<SavedTask>, StoreError> {
        let task = self.task.lock().unwrap().clone().filter(|task| task.id == id);
        Ok(task.map(|task| SavedTask { task, stats: TaskStats::default() }))
    }

    async fn list(&self, _query: &TaskQuery) -> Result<Page<SavedTask>, StoreError> {
        Err(StoreError::Unavailable("not needed".into()))
    }

    async fn insert(&self, _: &Task) -> Result<Inserted, StoreError> {
        unreachable!("not used here")
    }

    async fn replace(&self, _: &Task, _: u64) -> Result<Replaced, StoreError> {
        unreachable!("not used here")
    }

    async fn assign_number(&self, _: TaskId) -> Result<u64, StoreError> {
        unreachable!("not used here")
    }

    async fn by_number(&self, _: u64) -> Result<Option<TaskId>, StoreError> {
        unreachable!("not used here")
    }
}

#[async_trait]
impl Executions for World {
    async fn get(&self, id: ExecutionId) -> Result<Option<Execution>, StoreError> {
        Ok(self.executions.lock().unwrap().get(&id).cloned())
    }

    async fn list(&self, _query: &ExecutionQuery) -> Result<Page<Execution>, StoreError> {
        Err(StoreError::Unavailable("not needed".into()))
    }

    async fn save(&self, execution: &Execution, expected: u64, _hops: u32) -> Result<Saved, StoreError> {
        let mut executions = self.executions.lock().unwrap();
        match executions.get_mut(&execution.id()) {
            Some(row) if row.version() == expected => {
                *row = execution.clone();
                Ok(Saved::Done)
            }
            _ => Ok(Saved::Conflict),
        }
    }

    async fn request_cancel(&self, id: ExecutionId) -> Result<CancelRequest, StoreError> {
        let mut executions = self.executions.lock().unwrap();
        match executions.get_mut(&id) {
            Some(row) if row.status() == Status::Running => {
                row.progress.cancel_requested = true;
                Ok(CancelRequest::Requested)
            }
            _ => Ok(CancelRequest::NotRunning),
        }
    }

    async fn ended(&self, _: ExecutionId, _: Duration) -> Result<Option<Execution>, StoreError> {
        unreachable!("not used here")
    }
}

#[async_trait]
impl StartExecutions for World {
    async fn start(&self, execution: &Execution) -> Result<Started, StoreError> {
        self.sent.lock().unwrap().push(execution.id());
        if self.crash.swap(false, Ordering::Relaxed) {
            return Err(StoreError::Unavailable("the process stopped".into()));
        }
        let mut executions = self.executions.lock().unwrap();
        if let Some(existing) = executions.get(&execution.id()) {
            return Ok(Started::Existing(Box::new(existing.clone())));
        }
        executions.insert(execution.id(), execution.clone());
        Ok(Started::Created)
    }
}

#[async_trait]
impl RunExecutions for World {
    async fn claim(&self, _message: &Message, _now: Timestamp) -> Result<Claim, StoreError> {
        Err(StoreError::Unavailable("not needed".into()))
    }

    async fn renew(&self, _id: ExecutionId, _fence: u64, _until: Timestamp) -> Result<Renewal, StoreError> {
        Err(StoreError::Unavailable("not needed".into()))
    }

    async fn unended_before(&self, task: TaskId, this: &Execution) -> Result<Vec<Execution>, StoreError> {
        let executions = self.executions.lock().unwrap();
        let key = |execution: &Execution| (execution.request.created_at, execution.id());
        let mut unended: Vec<Execution> = executions
            .values()
            .filter(|other| other.request.task_id == Some(task) && !other.status().is_final())
            .filter(|other| key(other) < key(this))
            .cloned()
            .collect();
        unended.sort_by_key(|execution| std::cmp::Reverse(key(execution)));
        unended.truncate(10);
        Ok(unended)
    }
}

#[async_trait]
impl Scheduler for World {
    async fn arm(&self, arming: &Arming) -> Result<(), SchedulerError> {
        self.armed.lock().unwrap().push(Some(arming.schedule_version));
        Ok(())
    }

    async fn disarm(&self, _task: TaskId) -> Result<(), SchedulerError> {
        self.armed.lock().unwrap().push(None);
        Ok(())
    }
}
