//! The additional cost of an execution's end for dependents: no write and two small reads if there are none.

use beadle_application::{
    PolicyDefaults,
    alert::AlertService,
    follow_up::{FollowUpService, FollowedUp},
    port::{Applied, Checkpoint, EventBus, EventBusError, ProjectionStore, Tasks},
    watch::WatchService,
};
use beadle_aws::{
    AccountStore, AuditStore, BatchTable, ConfigStore, DependencyStore, Gates, Projections, TaskStore,
    WatchTable,
};
use beadle_domain::{
    event::DomainEvent,
    projection::{ChangeRecord, Projection, Sequence},
};

use super::*;
use crate::conformance::{
    adapters::stepped_clock::SteppedClock,
    projection::history::run,
    specimen::{at, completed, task_with},
};

/// A bus without subscribers.
struct Silence;

#[async_trait]
impl EventBus for Silence {
    async fn publish(&self, _: &[DomainEvent]) -> Result<(), EventBusError> {
        Ok(())
    }
}

/// The table of a projector, metered.
struct Following {
    metered: Metered,
    table: Table,
    tasks: Arc<TaskStore>,
    clock: Arc<SteppedClock>,
    handled: u128,
}

impl Following {
    async fn start() -> anyhow::Result<Self> {
        let metered = Metered::start().await?;
        let table = Table::new(metered.meter.attached_to(&metered._dynamo.client), TABLE);
        let (tasks, clock) = (Arc::new(TaskStore::new(table.clone())), Arc::new(SteppedClock::default()));
        Ok(Self { metered, table, tasks, clock, handled: 0 })
    }

    async fn save(&self, upstream: &[TaskId]) -> anyhow::Result<TaskId> {
        let task = task_with(|task| task.dependencies = upstream.to_vec());
        self.tasks.insert(&task).await?;
        Ok(task.id)
    }

    /// Counts an execution of each of `ended`, then does the follow-up work; returns its write units and read
    /// units.
    async fn after(&mut self, ended: &[TaskId]) -> anyhow::Result<(FollowedUp, Vec<Write>, Vec<f64>)> {
        let changes = ended.iter().flat_map(|task| run(*task, at(0), completed));
        let records: Vec<ChangeRecord> = (self.handled + 1..)
            .zip(changes)
            .map(|(sequence, (at, change))| ChangeRecord {
                shard: "shardId-1".into(),
                sequence: Sequence::of(sequence),
                at,
                change,
            })
            .collect();
        let checkpoint = Checkpoint {
            shard: "shardId-1".into(),
            first: Sequence::of(self.handled + 1),
            last: Sequence::of(self.handled + records.len() as u128),
        };
        self.handled += records.len() as u128;
        let projections = Projections::new(self.table.clone(), self.clock.clone());
        ensure!(projections.apply(&Projection::of(&records), &checkpoint).await? == Applied::Done);
        self.metered.meter.take();
        self.metered.meter.take_reads();

        let alerts = AlertService {
            watches: Arc::new(WatchTable::new(self.table.clone())),
            accounts: Arc::new(AccountStore::new(self.table.clone())),
            tasks: self.tasks.clone(),
            configs: Arc::new(ConfigStore::new(self.table.clone())),
            executions: self.metered.executions.clone(),
            starter: self.metered.executions.clone(),
            audit: Arc::new(AuditStore::new(self.table.clone())),
            clock: self.clock.clone(),
            defaults: PolicyDefaults::default(),
        };
        let watches = WatchService {
            alerts,
            watches: Arc::new(WatchTable::new(self.table.clone())),
            tasks: self.tasks.clone(),
            executions: self.metered.executions.clone(),
            starter: self.metered.executions.clone(),
            bus: Arc::new(Silence),
            clock: self.clock.clone(),
            defaults: PolicyDefaults::default(),
            publishes: false,
        };
        let follow_up = FollowUpService {
            watches,
            dependencies: Arc::new(DependencyStore::new(self.table.clone())),
            tasks: self.tasks.clone(),
            executions: self.metered.executions.clone(),
            configs: Arc::new(ConfigStore::new(self.table.clone())),
            gates: Arc::new(Gates::new(self.table.clone())),
            batches: Arc::new(BatchTable::new(self.table.clone(), Retention::default())),
            starter: self.metered.executions.clone(),
            bus: Arc::new(Silence),
            clock: self.clock.clone(),
            defaults: PolicyDefaults::default(),
        };
        let followed = follow_up.follow_up(&records).await?;
        Ok((followed, self.metered.meter.take(), self.metered.meter.take_reads()))
    }
}

#[tokio::test]
async fn the_end_of_a_task_without_followers_costs_two_reads_and_no_write() -> anyhow::Result<()> {
    let mut following = Following::start().await?;
    let mut ended = Vec::new();
    for _ in 0..20 {
        ended.push(following.save(&[]).await?);
    }
    following.metered.meter.take();
    let alone = following.save(&[]).await?;
    let inserted = following.metered.meter.take();
    assert_eq!(inserted.len(), 1, "the row of a task that runs after nothing: {inserted:?}");

    let (followed, writes, reads) = following.after(&[alone]).await?;
    println!("without followers: {} write units, reads {reads:?}", units(&writes));
    assert_eq!(followed, FollowedUp::default());
    assert_eq!((writes.len(), reads.len()), (0, 2), "the followers, and the alerts of the owner");
    assert!(reads.iter().sum::<f64>() <= 2.0, "{reads:?}");

    let (_, writes, reads) = following.after(&ended).await?;
    println!("twenty without followers, in a batch: {} write units, reads {reads:?}", units(&writes));
    assert_eq!((writes.len(), reads.len()), (0, 2), "one call for all, and one for the alerts");
    assert!(reads.iter().sum::<f64>() <= 21.0, "{reads:?}");
    Ok(())
}

#[tokio::test]
async fn a_release_costs_two_writes_and_what_its_execution_starts_with() -> anyhow::Result<()> {
    let mut following = Following::start().await?;
    let root = following.save(&[]).await?;
    following.metered.meter.take();
    following.save(&[root]).await?;
    let linked = following.metered.meter.take();
    print("a task that runs after another, saved", &linked);
    assert_eq!(linked.len(), 3, "its link, the note that there is one, its row");

    let (followed, writes, reads) = following.after(&[root]).await?;
    print("released", &writes);
    println!("released: reads {reads:?}, {} units", reads.iter().sum::<f64>());
    assert_eq!(followed.released, 1);
    assert_eq!(writes.len(), 4, "the release, the link and the row of the execution, the release again");
    Ok(())
}
