//! The same over the table: the adapters of DynamoDB on dynoxide, with the changes of two shards projected
//! concurrently.

mod batches;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use anyhow::{Context, ensure};
use async_trait::async_trait;
use beadle_application::port::{
    Clock, Delivery, Dependencies, EventBus, EventBusError, Executions, Replaced, StartExecutions, Tasks,
};
use beadle_application::{
    PolicyDefaults, alert::AlertService, follow_up::FollowUpService, project::ProjectionService,
    watch::WatchService,
};
use beadle_aws::{
    AccountStore, AuditStore, BatchTable, ConfigStore, DependencyStore, ExecutionStore, FunctionTable,
    Gates as GateTable, Projections, Retention, Table, TaskStore, WatchTable,
};
use beadle_domain::{
    event::DomainEvent,
    execution::Status,
    policy::RunDefaults,
    projection::{Change, ChangeRecord, ExecutionFacts, Sequence, change::Before},
    task::Task,
};
use beadle_executor::{Executor, Ports as ExecutorPorts, gate::Gates};
use beadle_outbound::ReqwestCaller;
use beadle_projector::Projector;
use beadle_runtime::{NoSpans, Silent};
use beadle_values::id::{ExecutionId, TaskId};
use jiff::SignedDuration;
use uuid::Uuid;

use super::{Stopping, asked_for, calling, calls, completed, todo};
use crate::{
    conformance::{
        adapters::{nothing::Nothing, sent::SentMessages, stepped_clock::SteppedClock},
        executions::Outbox,
        http_caller::destination::{Destination, Reply, whole},
        specimen::task_with,
    },
    dynamo::{Dynamo, TABLE},
    executor_ports,
};

/// A bus without subscribers.
struct Silence;

#[async_trait]
impl EventBus for Silence {
    async fn publish(&self, _: &[DomainEvent]) -> Result<(), EventBusError> {
        Ok(())
    }
}

/// A shard of the change stream.
#[derive(Default)]
struct Shard {
    records: Vec<ChangeRecord>,
    /// The number of handled changes.
    handled: usize,
}

/// The number of changes in a batch.
const BATCH: usize = 7;

impl Shard {
    /// Projects the new changes: each batch twice, the second time together with the previous one.
    async fn project(&mut self, projector: &Projector) {
        while self.handled < self.records.len() {
            let end = (self.handled + BATCH).min(self.records.len());
            for start in [self.handled, self.handled.saturating_sub(BATCH / 2)] {
                let mut batch = &self.records[start..end];
                while let Err(stopped) = projector.handle(batch).await {
                    let undone = batch.iter().position(|record| record.sequence == stopped.first_undone);
                    batch = &batch[undone.expect("one of the batch")..];
                }
            }
            self.handled = end;
        }
    }
}

/// The table with its surroundings.
struct World {
    tasks: Arc<TaskStore>,
    executions: Arc<ExecutionStore>,
    dependencies: Arc<DependencyStore>,
    batches: Arc<BatchTable>,
    sent: Arc<SentMessages>,
    clock: Arc<SteppedClock>,
    there: Destination,
    executor: Executor,
    projector: Projector,
    shards: [Shard; 2],
    /// The status of each execution at its last change.
    known: BTreeMap<ExecutionId, Before>,
    _dynamo: Dynamo,
}

impl World {
    /// The projector stops at each write whose number is divisible by `stops`.
    async fn new(there: Destination, stops: usize) -> anyhow::Result<Self> {
        let dynamo = Dynamo::start().await?;
        let table = Table::new(dynamo.client.clone(), TABLE);
        let clock = Arc::new(SteppedClock::default());
        let sent = Arc::new(SentMessages::default());
        let executions = Arc::new(ExecutionStore::new(table.clone(), sent.clone(), Retention::default()));
        let tasks = Arc::new(TaskStore::new(table.clone()));
        let dependencies = Arc::new(DependencyStore::new(table.clone()));
        let batches = Arc::new(BatchTable::new(table.clone(), Retention::default()));
        let accounts = Arc::new(AccountStore::new(table.clone()));
        let gates = Arc::new(GateTable::new(table.clone()));
        let executor = Executor::new(ExecutorPorts {
            runs: executions.clone(),
            queue: sent.clone(),
            tasks: tasks.clone(),
            accounts: accounts.clone(),
            configs: Arc::new(ConfigStore::new(table.clone())),
            defaults: RunDefaults::TASK,
            rate_limit: None,
            gates: Arc::new(Gates::new(
                gates.clone(),
                clock.clone(),
                Arc::new(beadle_testing::HalfJitter),
                Uuid::now_v7(),
            )),
            secrets: Arc::new(Nothing),
            authorizer: Arc::new(Nothing),
            caller: Arc::new(ReqwestCaller::new(beadle_domain::egress::EgressPolicy::open())?),
            databases: Arc::new(Nothing),
            mails: Arc::new(Nothing),
            code: executor_ports::without_sandbox(Arc::new(FunctionTable::new(table.clone()))),
            clock: clock.clone(),
            jitter: Arc::new(beadle_testing::HalfJitter),
            callbacks: None,
            metrics: Arc::new(Silent),
            spans: Arc::new(NoSpans),
        });
        let stopping = Stopping::over(executions.clone(), dependencies.clone(), batches.clone(), stops);
        let alerts = AlertService {
            watches: Arc::new(WatchTable::new(table.clone())),
            accounts: accounts.clone(),
            tasks: tasks.clone(),
            configs: Arc::new(ConfigStore::new(table.clone())),
            executions: executions.clone(),
            starter: executions.clone(),
            audit: Arc::new(AuditStore::new(table.clone())),
            clock: clock.clone(),
            defaults: PolicyDefaults::default(),
        };
        let watches = WatchService {
            alerts,
            watches: Arc::new(WatchTable::new(table.clone())),
            tasks: tasks.clone(),
            executions: executions.clone(),
            starter: executions.clone(),
            bus: Arc::new(Silence),
            clock: clock.clone(),
            defaults: PolicyDefaults::default(),
            publishes: false,
        };
        let follow_up = FollowUpService {
            watches,
            dependencies: stopping.clone(),
            tasks: tasks.clone(),
            executions: executions.clone(),
            configs: Arc::new(ConfigStore::new(table.clone())),
            gates,
            batches: stopping.clone(),
            starter: stopping,
            bus: Arc::new(Silence),
            clock: clock.clone(),
            defaults: PolicyDefaults::default(),
        };
        let projector = Projector::new(ProjectionService {
            projections: Arc::new(Projections::new(table, clock.clone())),
            accounts,
            follow_up,
            kinds: BTreeSet::new(),
        });
        Ok(Self {
            tasks,
            executions,
            dependencies,
            batches,
            sent,
            clock,
            there,
            executor,
            projector,
            shards: Default::default(),
            known: BTreeMap::new(),
            _dynamo: dynamo,
        })
    }

    async fn save(&self, name: &str, upstream: &[TaskId]) -> anyhow::Result<Task> {
        let task = calling(&self.there, name, upstream);
        self.tasks.insert(&task).await?;
        Ok(task)
    }

    /// Saves `next` over the version before it, and does what follows.
    async fn replace(&mut self, before: &Task, next: &Task) -> anyhow::Result<()> {
        ensure!(self.tasks.replace(next, before.version).await? == Replaced::Done);
        let records = &mut self.shards[0].records;
        records.push(ChangeRecord {
            shard: "shardId-0".into(),
            sequence: Sequence::of(records.len() as u128 + 1),
            at: self.clock.now(),
            change: Change::Task { before: Some(Box::new(before.clone())), after: Box::new(next.clone()) },
        });
        self.shards[0].project(&self.projector).await;
        let completion = ExecutionId::for_completion(next.id, next.version);
        if self.executions.get(completion).await?.is_some() {
            self.note(completion).await?;
        }
        let [one, other] = &mut self.shards;
        tokio::join!(one.project(&self.projector), other.project(&self.projector));
        self.settle().await
    }

    /// Appends the current row of `id` to the stream, if it has changed.
    async fn note(&mut self, id: ExecutionId) -> anyhow::Result<()> {
        let row = self.executions.get(id).await?.context("no row")?;
        let (before, after) = (self.known.get(&id).copied(), ExecutionFacts::from(&row));
        if before.is_some_and(|before| before.status == after.status) {
            return Ok(());
        }
        self.known.insert(id, Before::from(&row));
        let number = usize::from(id.uuid().as_bytes()[15] % 2);
        let records = &mut self.shards[number].records;
        records.push(ChangeRecord {
            shard: format!("shardId-{number}"),
            sequence: Sequence::of(records.len() as u128 + 1),
            at: self.clock.now(),
            change: Change::Execution { before, after },
        });
        Ok(())
    }

    /// Runs what is sent, each message twice, and projects what changes, until nothing is left.
    async fn settle(&mut self) -> anyhow::Result<()> {
        loop {
            let delivered = self.sent.delivered_by(self.clock.now()).await?;
            if delivered.is_empty() {
                return Ok(());
            }
            for delivery in delivered {
                let Delivery::Message(message) = delivery else { continue };
                let id = message.execution().id();
                self.note(id).await?;
                for _ in 0..2 {
                    self.executor.handle(Delivery::Message(message.clone()), None).await?;
                }
                self.note(id).await?;
            }
            self.clock.advance_to(self.clock.now() + SignedDuration::from_secs(1));
            let [one, other] = &mut self.shards;
            tokio::join!(one.project(&self.projector), other.project(&self.projector));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_task_of_a_diamond_of_twenty_runs_once_per_round() -> anyhow::Result<()> {
    let there = Destination::start(|_| Reply::Bytes(whole(200, "", b""))).await;
    let mut world = World::new(there, 5).await?;
    let root = world.save("root", &[]).await?;
    let mut middle = Vec::new();
    for number in 0..20 {
        middle.push(world.save(&format!("middle-{number}"), &[root.id]).await?.id);
    }
    let sink = world.save("sink", &middle).await?;
    for round in 1..=2 {
        world.executions.start(&asked_for(&root, world.clock.now())).await?;
        world.settle().await?;
        let calls = calls(&world.there);
        assert_eq!(calls.len(), 22);
        let other: Vec<_> = calls.iter().filter(|(_, times)| **times != round).collect();
        assert!(other.is_empty(), "not called {round} times: {other:?}");
        let release = world.dependencies.last_release(sink.id).await?.context("the sink was released")?;
        assert!(release.started && !release.skipped, "{release:?}");
        assert_eq!((release.version, release.depth), (2 * round as u64, 2));
        let ends = world.dependencies.ends(&middle).await?;
        let consumed: Vec<_> = release.consumed.iter().map(|(task, end)| (*task, end.execution)).collect();
        assert_eq!(consumed, ends.iter().map(|(task, end)| (*task, end.execution)).collect::<Vec<_>>());
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failure_skips_dependents() -> anyhow::Result<()> {
    let there = Destination::start(|seen| {
        let status = if seen.line.contains("/middle-1 ") { 404 } else { 200 };
        Reply::Bytes(whole(status, "", b""))
    })
    .await;
    let mut world = World::new(there, 4).await?;
    let root = world.save("root", &[]).await?;
    let mut middle = Vec::new();
    for number in 0..3 {
        middle.push(world.save(&format!("middle-{number}"), &[root.id]).await?.id);
    }
    let sink = world.save("sink", &middle).await?;
    let after = world.save("after", &[sink.id]).await?;
    world.executions.start(&asked_for(&root, world.clock.now())).await?;
    world.settle().await?;
    assert_eq!(
        calls(&world.there).into_keys().collect::<Vec<_>>(),
        ["middle-0", "middle-1", "middle-2", "root"]
    );
    for task in [sink, after] {
        let release = world.dependencies.last_release(task.id).await?.context("it was released")?;
        ensure!(release.skipped, "{release:?}");
        let skipped = world.executions.get(release.execution).await?.context("it was started")?;
        assert_eq!(skipped.status(), Status::Cancelled);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_completed_todo_releases_what_follows_and_is_notified_each_time() -> anyhow::Result<()> {
    let there = Destination::start(|_| Reply::Bytes(whole(200, "", b""))).await;
    let mut world = World::new(there, 5).await?;
    let mut task = todo(&world.there, task_with(|_| {}));
    world.tasks.insert(&task).await?;
    // What a todo's last end is depends on its facts, which the projector learns from its creation.
    world.shards[0].records.push(ChangeRecord {
        shard: "shardId-0".into(),
        sequence: Sequence::of(1),
        at: world.clock.now(),
        change: Change::Task { before: None, after: Box::new(task.clone()) },
    });
    world.save("after", &[task.id]).await?;
    for round in 1..=2 {
        let done = completed(&task, Some(world.clock.now()));
        world.replace(&task, &done).await?;
        let calls = calls(&world.there);
        assert_eq!(calls, [("after".to_owned(), round), ("told".to_owned(), round)].into());
        task = completed(&done, None);
        world.replace(&done, &task).await?;
    }
    Ok(())
}
