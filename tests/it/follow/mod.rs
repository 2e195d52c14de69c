//! Tasks that run after others, with the real executor and projector against a real server: on the embedded
//! store and, in [`table`], on the table. Messages and batches of changes are delivered more than once, and
//! the projector stops between its writes.

mod batches;
mod completed;
mod graphs;
mod restart;
mod results;
mod table;

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};

use async_trait::async_trait;
use beadle_application::port::{
    self, Added, Clock, Delivery, Dependencies, Followers, Replaced, StartExecutions, Started, StoreError,
    Tasks,
};
use beadle_domain::{
    dependency::Release,
    execution::{Execution, Message},
    interpolation::Template,
    spec::{HttpSpec, TaskSpec, TodoSpec},
    task::{LastEnd, Notify, Task},
};
use beadle_embedded::{Changes, Deliveries, Embedded, Options};
use beadle_executor::Executor;
use beadle_outbound::ReqwestCaller;
use beadle_projector::Projector;
use beadle_testing::HalfJitter;
use beadle_values::{id::TaskId, violation::Path};
use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::{
    conformance::{
        adapters::stepped_clock::SteppedClock,
        http_caller::destination::Destination,
        specimen::{execution_with, task_with},
    },
    executor_ports,
};

/// The projector's writes: some are not made, some are made without a response.
struct Stopping {
    starter: Arc<dyn StartExecutions>,
    releases: Arc<dyn Dependencies>,
    batches: Arc<dyn port::Batches>,
    /// Each write whose number is divisible by this stops; 0 stops none.
    every: usize,
    writes: AtomicUsize,
}

impl Stopping {
    fn over(
        starter: Arc<dyn StartExecutions>,
        releases: Arc<dyn Dependencies>,
        batches: Arc<dyn port::Batches>,
        every: usize,
    ) -> Arc<Self> {
        Arc::new(Self { starter, releases, batches, every, writes: AtomicUsize::new(0) })
    }

    async fn write<T>(&self, write: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        let number = self.writes.fetch_add(1, SeqCst) + 1;
        let stops = self.every > 0 && number.is_multiple_of(self.every);
        let stopped = || Err(StoreError::Unavailable("stopped".into()));
        if stops && (number / self.every).is_multiple_of(2) {
            return stopped();
        }
        let written = write.await;
        if stops { stopped() } else { written }
    }
}

#[async_trait]
impl StartExecutions for Stopping {
    async fn start(&self, execution: &Execution) -> Result<Started, StoreError> {
        self.write(self.starter.start(execution)).await
    }

    async fn record(&self, execution: &Execution) -> Result<Started, StoreError> {
        self.starter.record(execution).await
    }

    async fn add_to_batch(&self, executions: &[Execution]) -> Result<Vec<Added>, StoreError> {
        self.starter.add_to_batch(executions).await
    }
}

#[async_trait]
impl Dependencies for Stopping {
    async fn followers(&self, ended: &[TaskId]) -> Result<Followers, StoreError> {
        self.releases.followers(ended).await
    }

    async fn ends(&self, tasks: &[TaskId]) -> Result<BTreeMap<TaskId, LastEnd>, StoreError> {
        self.releases.ends(tasks).await
    }

    async fn last_release(&self, task: TaskId) -> Result<Option<Release>, StoreError> {
        self.releases.last_release(task).await
    }

    async fn put_release(&self, release: &Release) -> Result<Replaced, StoreError> {
        self.write(self.releases.put_release(release)).await
    }
}

/// A store with its surroundings.
struct World {
    store: Embedded,
    clock: Arc<SteppedClock>,
    there: Destination,
    executor: Executor,
    projector: Projector,
    deliveries: Deliveries,
    changes: Changes,
    /// Every message and every batch whose number is divisible by this is delivered twice; 0 repeats none.
    repeats: usize,
    handled: usize,
}

impl World {
    /// The projector stops at each write whose number is divisible by `stops`.
    fn new(there: Destination, options: Options, stops: usize, repeats: usize) -> anyhow::Result<Self> {
        let clock = Arc::new(SteppedClock::default());
        let store = Embedded::open(Options { clock: clock.clone(), ..options })?;
        let caller = Arc::new(ReqwestCaller::new(beadle_domain::egress::EgressPolicy::open())?);
        let executor =
            Executor::new(executor_ports::over(&store, caller, clock.clone(), Arc::new(HalfJitter)));
        let every = Arc::new(store.clone());
        let stopping = Stopping::over(every.clone(), every.clone(), every.clone(), stops);
        let mut projections = beadle_testing::services_at(&every, clock.clone()).projections;
        projections.follow_up.dependencies = stopping.clone();
        projections.follow_up.batches = stopping.clone();
        projections.follow_up.starter = stopping;
        let (deliveries, changes) = (store.deliveries(1_000), store.changes());
        let projector = Projector::new(projections);
        Ok(Self { store, clock, there, executor, projector, deliveries, changes, repeats, handled: 0 })
    }

    /// Saves a task that calls `/<name>` and runs after `upstream`.
    async fn save(&self, name: &str, upstream: &[TaskId]) -> anyhow::Result<Task> {
        let task = calling(&self.there, name, upstream);
        self.store.insert(&task).await?;
        Ok(task)
    }

    /// Starts `task` as a user's request does.
    async fn start(&self, task: &Task) -> anyhow::Result<Execution> {
        let execution = asked_for(task, self.clock.now());
        self.store.start(&execution).await?;
        Ok(execution)
    }

    fn comes_twice(&mut self) -> bool {
        self.handled += 1;
        self.repeats > 0 && self.handled.is_multiple_of(self.repeats)
    }

    /// Runs what is delivered and projects what changes, until nothing is left.
    async fn settle(&mut self) -> anyhow::Result<()> {
        loop {
            let mut idle = true;
            while let Some(Some(delivered)) = self.deliveries.next().now_or_never() {
                idle = false;
                let Delivery::Claimed { execution, .. } = &delivered.delivery else { continue };
                let again = Message::start(Execution::clone(execution));
                self.executor.handle(delivered.delivery, None).await?;
                drop(delivered.slot);
                if self.comes_twice() {
                    self.executor.handle(Delivery::Message(Box::new(again)), None).await?;
                }
            }
            let records = self.changes.first().await?;
            if !records.is_empty() {
                idle = false;
                self.clock.advance_to(self.clock.now() + SignedDuration::from_secs(1));
                if self.projector.handle(&records).await.is_ok() {
                    if self.comes_twice() {
                        // A repeat that stops is delivered once more with the later changes, or not at all.
                        drop(self.projector.handle(&records).await);
                    }
                    self.changes.handled(&records);
                }
            }
            if idle {
                return Ok(());
            }
        }
    }

    /// How often each path was called.
    fn calls(&self) -> BTreeMap<String, usize> {
        calls(&self.there)
    }
}

/// A task that calls `/<name>` of `there` and runs after `upstream`.
fn calling(there: &Destination, name: &str, upstream: &[TaskId]) -> Task {
    let url = Template::new(there.url(&format!("/{name}")));
    task_with(|task| {
        task.name = name.to_owned();
        task.spec = TaskSpec::Http(HttpSpec { url, ..HttpSpec::new("GET", "") });
        task.dependencies = upstream.to_vec();
    })
}

/// `task`, whose notification of its completion goes to `/told` of `there`.
fn todo(there: &Destination, task: Task) -> Task {
    let notify = json!({"on": ["completed"], "webhook": {"url": there.url("/told")}});
    let notify = Notify::parse(&notify, &Path::body()).expect("a notification");
    Task { spec: TaskSpec::Todo(TodoSpec::default()), notify: Some(notify), ..task }
}

/// The version after `task`, completed at `at` or reopened.
fn completed(task: &Task, at: Option<Timestamp>) -> Task {
    Task { completed_at: at, version: task.version + 1, ..task.clone() }
}

/// An execution of `task` requested by a user.
fn asked_for(task: &Task, now: Timestamp) -> Execution {
    execution_with(|request| {
        request.task_id = Some(task.id);
        request.spec = task.spec.clone();
        request.created_at = now;
    })
}

/// How often each path was called.
pub fn calls(there: &Destination) -> BTreeMap<String, usize> {
    let mut calls = BTreeMap::new();
    for seen in there.seen() {
        let path = seen.line.split_whitespace().nth(1).unwrap_or_default().trim_start_matches('/');
        *calls.entry(path.to_owned()).or_default() += 1;
    }
    calls
}
