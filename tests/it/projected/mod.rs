//! The projector's sums equal those over the rows, however the stream is cut, with every batch delivered
//! twice and with crashes before and after writes.

mod lives;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Instant,
};

use async_trait::async_trait;
use beadle_application::{
    port::{Applied, Checkpoint, EventBus, EventBusError, ProjectionStore, Rollups, StoreError},
    project::ProjectionService,
};
use beadle_domain::{
    analytics::sketch::{Bucket, RELATIVE_ERROR, Sketch},
    cost::Receipt,
    event::DomainEvent,
    execution::{Execution, Status, TriggerKind},
    projection::{ChangeRecord, Counter, Hour, Projection, RollupCounters, TaskCensus, TaskCounter},
    task::{TaskStats, TaskStatus, TaskTraits},
};
use beadle_embedded::{Embedded, Options};
use beadle_values::{duration, id::OwnerId};

use self::lives::{Dice, Lives, lives};
use crate::conformance::{
    adapters::{
        sqlite::{self, Place},
        stepped_clock::SteppedClock,
        table::{self, Server},
    },
    rollups::Fixture,
};

/// A store whose calls may be lost before or after their effect.
struct Unreliable {
    store: Arc<dyn ProjectionStore>,
    dice: Mutex<Dice>,
}

#[async_trait]
impl ProjectionStore for Unreliable {
    fn max_rows(&self) -> usize {
        self.store.max_rows()
    }

    async fn apply(&self, projection: &Projection, checkpoint: &Checkpoint) -> Result<Applied, StoreError> {
        let crash = self.dice.lock().expect("no test panics with it").below(10);
        let lost = || Err(StoreError::Unavailable("lost".into()));
        if crash == 0 {
            return lost();
        }
        let applied = self.store.apply(projection, checkpoint).await?;
        if crash == 1 { lost() } else { Ok(applied) }
    }
}

/// A bus without subscribers.
struct Silence;

#[async_trait]
impl EventBus for Silence {
    async fn publish(&self, _: &[DomainEvent]) -> Result<(), EventBusError> {
        Ok(())
    }
}

/// Counts the deliveries.
#[derive(Debug, Default)]
struct Deliveries {
    batches: usize,
    crashes: usize,
    repeated: usize,
}

/// A projection service over `store` for executions without follow-up work.
fn projector(store: Arc<dyn ProjectionStore>, nothing: &Embedded) -> ProjectionService {
    let (nothing, clock) = (Arc::new(nothing.clone()), Arc::new(SteppedClock::default()));
    let mut projections = beadle_testing::services_at(&nothing, clock).projections;
    projections.projections = store;
    projections.follow_up.bus = Arc::new(Silence);
    projections
}

/// Delivers `records` of one shard in batches of random sizes, each twice, the second time cut differently.
/// Where a batch stopped, delivery continues.
async fn deliver(
    projector: &ProjectionService,
    records: &[ChangeRecord],
    largest: u64,
    dice: &mut Dice,
    seen: &mut Deliveries,
) {
    let size = |dice: &mut Dice| usize::try_from(1 + dice.below(largest)).expect("small");
    let mut from = 0;
    while from < records.len() {
        let to = (from + size(dice)).min(records.len());
        // The second delivery begins earlier and ends elsewhere.
        let again = from.saturating_sub(size(dice));
        for (start, end) in [(from, to), (again, (again + size(dice)).min(to))] {
            let mut start = start;
            loop {
                seen.batches += 1;
                match projector.project(&records[start..end]).await {
                    Ok(done) => {
                        seen.repeated += done.repeated;
                        break;
                    }
                    Err(stopped) => {
                        seen.crashes += 1;
                        let place = |record: &ChangeRecord| record.sequence == stopped.first_undone;
                        start = records.iter().position(place).expect("one of the batch");
                    }
                }
            }
        }
        from = to;
    }
}

/// The sums over the rows of `owner`, and the durations of ended executions, in milliseconds.
fn from_rows(executions: &[Execution], owner: &OwnerId) -> (BTreeMap<Hour, RollupCounters>, Vec<u64>) {
    let mut hours: BTreeMap<Hour, RollupCounters> = BTreeMap::new();
    let mut durations = Vec::new();
    for execution in executions.iter().filter(|execution| execution.request.owner == *owner) {
        let (request, progress) = (&execution.request, &execution.progress);
        let hour = hours.entry(Hour::of(request.created_at)).or_default();
        hour.count(Counter::Started, 1);
        hour.count(Counter::Type(request.spec.task_type()), 1);
        hour.count(Counter::Trigger(request.trigger.kind), 1);
        hour.count(Counter::Priority(request.priority), 1);
        let Some(ended_at) = progress.state.ended_at() else { continue };
        let hour = hours.entry(Hour::of(ended_at)).or_default();
        match execution.status() {
            Status::Completed => {
                hour.count(Counter::Completed, 1);
                hour.count(Counter::Credits, request.credits.thousandths());
            }
            Status::Failed => {
                hour.count(Counter::Failed, 1);
                let is_notice = request.trigger.kind == TriggerKind::Event;
                hour.count(Counter::Undelivered, u64::from(is_notice));
            }
            _ => hour.count(Counter::Cancelled, 1),
        }
        hour.count(Counter::Attempts, progress.attempts.len() as u64);
        hour.count(Counter::Tokens, execution.tokens_consumed());
        hour.count(Counter::NanoUsd, Receipt::of(execution).nano_usd);
        if let Some(started_at) = progress.started_at() {
            let took = duration::millis(duration::between(started_at, ended_at));
            hour.count(Counter::DurationMs, took);
            hour.count(Counter::Duration(Bucket::of(took)), 1);
            durations.push(took);
        }
    }
    (hours, durations)
}

/// The census over the rows of `owner`.
fn census_of_rows(lives: &Lives, owner: &OwnerId) -> TaskCensus {
    let mut census = TaskCensus::default();
    for task in lives.tasks.iter().filter(|task| task.owner == *owner) {
        let runs = || lives.executions.iter().filter(|execution| execution.request.task_id == Some(task.id));
        let last = runs()
            .filter_map(|run| Some((run.progress.state.ended_at()?, run.status())))
            .max_by_key(|end| end.0);
        let active = runs().filter(|run| !run.status().is_final()).count();
        let stats = TaskStats {
            active_count: active as u64,
            last_status: last.map(|(_, status)| status),
            ..TaskStats::default()
        };
        let status = TaskStatus::derive(TaskTraits::of(task), &stats);
        let kind = task.spec.task_type();
        for counter in [
            TaskCounter::Tasks,
            TaskCounter::Status(status),
            TaskCounter::Type(kind),
            TaskCounter::Priority(task.priority),
        ] {
            census.count(counter, 1);
        }
    }
    census
}

fn percentiles_hold(counted: &Sketch, durations: &mut [u64]) {
    durations.sort_unstable();
    let mut of_rows = Sketch::default();
    for duration in durations.iter() {
        of_rows.add(Bucket::of(*duration), 1);
    }
    for percent in [50, 90, 95, 99] {
        assert_eq!(counted.percentile(percent), of_rows.percentile(percent), "p{percent}");
        let exact = durations[(durations.len() * usize::from(percent)).div_ceil(100) - 1];
        let off = counted.percentile(percent).expect("some ended").abs_diff(exact);
        assert!(off as f64 <= exact as f64 * RELATIVE_ERROR, "p{percent} is off by {off} of {exact}");
    }
}

/// `count` executions, in batches of up to `largest` changes.
async fn equals_the_rows(fixture: Fixture, count: usize, largest: u64) -> anyhow::Result<()> {
    let lives = lives(count);
    let began = Instant::now();
    let mut dice = Dice::new(7);
    let unreliable = Unreliable { store: Arc::clone(&fixture.store), dice: Mutex::new(Dice::new(11)) };
    let mut seen = Deliveries::default();
    let nothing = Embedded::open(Options::in_memory())?;
    let projector = projector(Arc::new(unreliable), &nothing);
    for records in &lives.shards {
        deliver(&projector, records, largest, &mut dice, &mut seen).await;
    }
    println!("{count} executions: {seen:?} in {:.1} s", began.elapsed().as_secs_f64());
    assert!(seen.crashes > 10 && seen.repeated > count, "{seen:?}");

    let owners: BTreeSet<OwnerId> =
        lives.executions.iter().map(|execution| execution.request.owner.clone()).collect();
    let mut all = RollupCounters::default();
    for owner in &owners {
        let (expected, mut durations) = from_rows(&lives.executions, owner);
        let counted = Rollups::hours(&*fixture.rollups, owner, Hour(0), Hour(1_000_000)).await?;
        assert_eq!(counted.iter().cloned().collect::<BTreeMap<_, _>>(), expected, "{owner}");
        let mut total = RollupCounters::default();
        counted.iter().for_each(|(_, counters)| total.merge(counters));
        percentiles_hold(&total.durations(), &mut durations);
        assert_eq!(fixture.rollups.tasks(owner).await?, census_of_rows(&lives, owner), "{owner}");
        all.merge(&total);
    }
    assert_eq!(all.get(Counter::Started), count as u64);
    let counted =
        [Counter::Completed, Counter::Failed, Counter::Cancelled, Counter::Attempts, Counter::Credits]
            .map(|counter| format!("{counter} {}", all.get(counter)));
    println!("{}, nano-dollars {}", counted.join(", "), all.get(Counter::NanoUsd));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_executions_on_sqlite() -> anyhow::Result<()> {
    equals_the_rows(sqlite::rollups(Place::Memory).await?, 10_000, 900).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_executions_on_dynamodb() -> anyhow::Result<()> {
    equals_the_rows(table::rollups(Server::InProcess).await?, 1_000, 200).await
}
