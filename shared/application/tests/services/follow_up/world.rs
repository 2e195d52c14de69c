//! A world to follow in: tasks, their ends, releases and what was started. It can stop at any step.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use beadle_domain::{
    dependency::Release,
    event::DomainEvent,
    execution::{CancelReason, Event, Execution, Status},
    projection::{Change, ChangeRecord, ExecutionFacts, Projection, Sequence},
    specimen::{self, task_id},
    task::{LastEnd, SavedTask, Task},
};
use beadle_values::{
    id::{ExecutionId, TaskId},
    page::Page,
};
use futures_util::FutureExt;
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::{FollowUpService, FollowedUp, NotifyError};
use crate::PolicyDefaults;
use crate::port::{
    Clock, Dependencies, EventBus, EventBusError, Followers, Inserted, Replaced, StartExecutions, Started,
    StoreError, TaskQuery, Tasks,
};

/// Whether and where the world stops.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Stop {
    #[default]
    Never,
    /// At this step, which is not taken.
    Before(usize),
    /// After this step, of which nobody hears.
    After(usize),
}

#[derive(Default)]
struct State {
    tasks: BTreeMap<TaskId, SavedTask>,
    releases: BTreeMap<TaskId, Release>,
    /// In the order in which they were started.
    started: Vec<Execution>,
    published: Vec<DomainEvent>,
    followers_read: usize,
    stop: Stop,
    steps: usize,
    second: i64,
}

#[derive(Clone, Default)]
pub(crate) struct World(Arc<Mutex<State>>);

impl World {
    pub(crate) fn with(tasks: impl IntoIterator<Item = Task>) -> Self {
        let world = Self::default();
        tasks.into_iter().for_each(|task| world.save(task));
        world
    }

    pub(crate) fn save(&self, task: Task) {
        let mut state = self.0.lock().unwrap();
        let stats = state.tasks.remove(&task.id).map(|saved| saved.stats).unwrap_or_default();
        state.tasks.insert(task.id, SavedTask { task, stats });
    }

    pub(crate) fn stop(&self, stop: Stop) {
        let mut state = self.0.lock().unwrap();
        (state.stop, state.steps) = (stop, 0);
    }

    /// What was started and not taken out yet.
    pub(crate) fn started(&self) -> Vec<Execution> {
        self.0.lock().unwrap().started.clone()
    }

    pub(crate) fn published(&self) -> Vec<DomainEvent> {
        self.0.lock().unwrap().published.clone()
    }

    pub(crate) fn followers_read(&self) -> usize {
        self.0.lock().unwrap().followers_read
    }

    pub(crate) fn release_of(&self, number: usize) -> Option<Release> {
        self.0.lock().unwrap().releases.get(&task_id(number)).cloned()
    }

    /// An execution of the task that somebody asked for.
    pub(crate) fn run(&self, number: usize) -> Execution {
        let saved = self.0.lock().unwrap().tasks[&task_id(number)].clone();
        let mut request = specimen::request(&json!({"url": "http://a.example"}));
        request.id = ExecutionId::from_uuid(Uuid::from_u128(self.tick() as u128 + 1_000_000));
        (request.task_id, request.owner) = (Some(saved.task.id), saved.task.owner);
        Execution::new(request, self.now())
    }

    /// The execution after it came to `status`, counted; the change that says so.
    pub(crate) fn end(&self, execution: &Execution, status: Status) -> ChangeRecord {
        let second = self.tick();
        let now = specimen::at(second);
        let running = execution.apply(Event::Claim { lease_until: now }, now).unwrap();
        let event = match status {
            Status::Completed => Event::Succeed { answer: None },
            Status::Failed => Event::Fail { failure: specimen::timeout(), answer: None },
            _ => Event::Cancel { reason: CancelReason::Requested },
        };
        let ended = running.apply(event, now).unwrap();
        let record = ChangeRecord {
            shard: "shard".into(),
            sequence: Sequence::of(second),
            at: now,
            change: Change::Execution {
                before: Some((&running).into()),
                after: ExecutionFacts::from(&ended),
            },
        };
        let mut state = self.0.lock().unwrap();
        for (task, counters) in &Projection::of(std::slice::from_ref(&record)).tasks {
            if let Some(saved) = state.tasks.get_mut(task) {
                saved.stats = counters.apply_to(&saved.stats);
            }
        }
        record
    }

    pub(crate) fn follow(&self, records: &[ChangeRecord]) -> Result<FollowedUp, NotifyError> {
        self.service().follow_up(records).now_or_never().unwrap()
    }

    pub(crate) fn service(&self) -> FollowUpService {
        let world = Arc::new(self.clone());
        FollowUpService::over(&world, world.clone(), PolicyDefaults::default())
    }

    fn tick(&self) -> i64 {
        let mut state = self.0.lock().unwrap();
        state.second += 1;
        state.second
    }

    /// Takes a step, unless the world stops.
    fn step<T>(&self, take: impl FnOnce(&mut State) -> T) -> Result<T, StoreError> {
        let mut state = self.0.lock().unwrap();
        let step = state.steps;
        state.steps += 1;
        let lost = || Err(StoreError::Unavailable("stopped".into()));
        match state.stop {
            Stop::Before(at) if at <= step => lost(),
            Stop::After(at) if at < step => lost(),
            Stop::After(at) if at == step => {
                take(&mut state);
                lost()
            }
            _ => Ok(take(&mut state)),
        }
    }
}

impl Clock for World {
    fn now(&self) -> Timestamp {
        specimen::at(self.0.lock().unwrap().second)
    }
}

#[async_trait]
impl Dependencies for World {
    async fn followers(&self, ended: &[TaskId]) -> Result<Followers, StoreError> {
        self.step(|state| {
            state.followers_read += 1;
            let runs_after = |saved: &&SavedTask| saved.task.dependencies.iter().any(|id| ended.contains(id));
            let tells = |id: &&TaskId| state.tasks.get(id).is_some_and(|saved| saved.task.notify.is_some());
            Followers {
                dependents: state.tasks.values().filter(runs_after).map(|saved| saved.task.id).collect(),
                notifying: ended.iter().filter(tells).copied().collect::<BTreeSet<_>>(),
            }
        })
    }

    async fn ends(&self, tasks: &[TaskId]) -> Result<BTreeMap<TaskId, LastEnd>, StoreError> {
        self.step(|state| {
            let end = |id: &TaskId| Some((*id, state.tasks.get(id)?.stats.last_end.clone()?));
            tasks.iter().filter_map(end).collect()
        })
    }

    async fn last_release(&self, task: TaskId) -> Result<Option<Release>, StoreError> {
        self.step(|state| state.releases.get(&task).cloned())
    }

    async fn put_release(&self, release: &Release) -> Result<Replaced, StoreError> {
        self.step(|state| {
            let version = state.releases.get(&release.task).map_or(0, |known| known.version);
            if version + 1 != release.version {
                return Replaced::Conflict;
            }
            state.releases.insert(release.task, release.clone());
            Replaced::Done
        })
    }
}

#[async_trait]
impl Tasks for World {
    async fn get(&self, id: TaskId) -> Result<Option<SavedTask>, StoreError> {
        self.step(|state| state.tasks.get(&id).cloned())
    }

    async fn list(&self, _: &TaskQuery) -> Result<Page<SavedTask>, StoreError> {
        Err(StoreError::Corrupt("nobody lists here".into()))
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
impl StartExecutions for World {
    async fn start(&self, execution: &Execution) -> Result<Started, StoreError> {
        self.step(|state| match state.started.iter().find(|known| known.id() == execution.id()) {
            Some(known) => Started::Existing(Box::new(known.clone())),
            None => {
                state.started.push(execution.clone());
                Started::Created
            }
        })
    }
}

#[async_trait]
impl EventBus for World {
    async fn publish(&self, events: &[DomainEvent]) -> Result<(), EventBusError> {
        let published = self.step(|state| state.published.extend(events.iter().cloned()));
        published.map_err(|error| EventBusError(error.to_string()))
    }
}
