use std::{collections::BTreeMap, sync::Mutex};

use async_trait::async_trait;
use beadle_domain::{
    account::Account,
    execution::{CancelReason, Event, Execution, Failure, FailureCode},
    projection::{AuditEntry, Change, Counter, ExecutionFacts, Hour, RollupCounters},
    specimen,
    task::TaskStats,
};
use beadle_values::id::{EventId, ExecutionId, OwnerId, TaskId};
use futures_util::FutureExt;
use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::{
    follow_up::world::World,
    port::{AccountWritten, ExecutionCount, StoredAccount},
};

/// What is derived, kept as a store keeps it: everything of a batch and its checkpoint, or nothing.
#[derive(Default)]
struct Derived {
    checkpoints: BTreeMap<String, Sequence>,
    tasks: BTreeMap<TaskId, TaskStats>,
    hours: BTreeMap<(OwnerId, Hour), RollupCounters>,
    audit: Vec<AuditEntry>,
    widest: usize,
}

#[derive(Default)]
struct Store {
    derived: Mutex<Derived>,
    max_rows: usize,
    /// What becomes of the next calls, the last one first.
    faults: Mutex<Vec<Fault>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    None,
    /// Nothing is written.
    Before,
    /// It is written, and the caller does not hear of it.
    After,
}

impl Store {
    fn wide(max_rows: usize) -> Arc<Self> {
        Arc::new(Self { max_rows, ..Self::default() })
    }
}

#[async_trait]
impl ProjectionStore for Store {
    fn max_rows(&self) -> usize {
        self.max_rows
    }

    async fn apply(&self, projection: &Projection, checkpoint: &Checkpoint) -> Result<Applied, StoreError> {
        let fault = self.faults.lock().unwrap().pop().unwrap_or(Fault::None);
        let lost = || Err(StoreError::Unavailable("lost".into()));
        if fault == Fault::Before {
            return lost();
        }
        let mut derived = self.derived.lock().unwrap();
        if let Some(at) = derived.checkpoints.get(&checkpoint.shard)
            && *at >= checkpoint.first
        {
            return Ok(Applied::Behind(at.clone()));
        }
        derived.checkpoints.insert(checkpoint.shard.clone(), checkpoint.last.clone());
        derived.widest = derived.widest.max(projection.rows());
        for (task, counters) in &projection.tasks {
            let stats = counters.apply_to(&derived.tasks.get(task).cloned().unwrap_or_default());
            derived.tasks.insert(*task, stats);
        }
        for (hour, counters) in &projection.rollups {
            derived.hours.entry(hour.clone()).or_default().merge(counters);
        }
        derived.audit.extend(projection.audit.iter().cloned());
        if fault == Fault::After { lost() } else { Ok(Applied::Done) }
    }
}

#[derive(Default)]
struct Bus {
    published: Mutex<Vec<DomainEvent>>,
    down: bool,
}

#[async_trait]
impl EventBus for Bus {
    async fn publish(&self, events: &[DomainEvent]) -> Result<(), EventBusError> {
        if self.down {
            return Err(EventBusError("down".into()));
        }
        self.published.lock().unwrap().extend(events.iter().cloned());
        Ok(())
    }
}

/// Projecting without settling needs no accounts.
struct NoAccounts;

#[async_trait]
impl Accounts for NoAccounts {
    async fn read(&self, _: &OwnerId) -> Result<StoredAccount, StoreError> {
        unreachable!("nothing is settled")
    }

    async fn write(&self, _: &Account, _: u64) -> Result<AccountWritten, StoreError> {
        unreachable!("nothing is settled")
    }

    async fn count_tasks(&self, _: &OwnerId, _: u32) -> Result<u32, StoreError> {
        unreachable!("nothing is settled")
    }

    async fn count_executions(
        &self,
        _: &OwnerId,
        _: Timestamp,
        _: Timestamp,
    ) -> Result<ExecutionCount, StoreError> {
        unreachable!("nothing is settled")
    }
}

fn run(store: &Arc<Store>, bus: &Arc<Bus>, records: &[ChangeRecord]) -> Result<Projected, ProjectError> {
    projected(store, bus, &EventKind::ALL.into(), records)
}

/// In a world where nobody follows anything.
fn projected(
    store: &Arc<Store>,
    bus: &Arc<Bus>,
    kinds: &BTreeSet<EventKind>,
    records: &[ChangeRecord],
) -> Result<Projected, ProjectError> {
    let follow_up = FollowUpService { bus: bus.clone(), ..World::default().service() };
    let (projections, accounts, kinds) = (store.clone(), Arc::new(NoAccounts), kinds.clone());
    let service = ProjectionService { projections, accounts, follow_up, kinds };
    service.project(records).now_or_never().unwrap()
}

fn record(sequence: usize, shard: &str, before: Option<&Execution>, after: &Execution) -> ChangeRecord {
    ChangeRecord {
        shard: shard.into(),
        sequence: Sequence::of(sequence * 100),
        at: after.progress.updated_at,
        change: Change::Execution { before: before.map(Into::into), after: ExecutionFacts::from(after) },
    }
}

/// The lives of executions of a few tasks: how each ends, in how many retries, interleaved.
fn stream(lives: &[(u8, u8, u8)]) -> Vec<ChangeRecord> {
    let mut histories: Vec<Vec<Execution>> = Vec::new();
    for (number, (task, retries, end)) in lives.iter().enumerate() {
        let mut request = (*specimen::pending().request).clone();
        request.id = ExecutionId::from_uuid(uuid::Uuid::from_u128(number as u128 + 1));
        request.task_id =
            task.checked_sub(1).map(|task| TaskId::from_uuid(uuid::Uuid::from_u128(task.into())));
        // Some of them run into the next hour.
        let mut second = number as i64 * 700;
        request.created_at = specimen::at(second);
        let mut history = vec![Execution::new(request, specimen::at(second))];
        let mut step = |history: &mut Vec<Execution>, event: &dyn Fn(Timestamp) -> Event| {
            second += 10;
            let now = specimen::at(second);
            let next = history.last().unwrap().apply(event(now), now).unwrap();
            history.push(next);
        };
        let failure = || Failure::new(FailureCode::Timeout, "no answer");
        for _ in 0..*retries {
            step(&mut history, &|now| Event::Claim { lease_until: now });
            step(&mut history, &|now| Event::Retry { failure: failure(), answer: None, due: now });
        }
        step(&mut history, &|now| Event::Claim { lease_until: now });
        match end {
            0 => step(&mut history, &|_| Event::Succeed { answer: None }),
            1 => step(&mut history, &|_| Event::Fail { failure: failure(), answer: None }),
            2 => step(&mut history, &|_| Event::Cancel { reason: CancelReason::Requested }),
            _ => {}
        }
        histories.push(history);
    }
    let longest = histories.iter().map(Vec::len).max().unwrap_or_default();
    let mut records = Vec::new();
    for place in 0..longest {
        for history in histories.iter().filter(|history| history.len() > place) {
            let before = place.checked_sub(1).map(|before| &history[before]);
            records.push(record(records.len() + 1, "shard", before, &history[place]));
        }
    }
    records
}

/// Counts what the lives come to, without any projecting.
fn expected(lives: &[(u8, u8, u8)]) -> BTreeMap<TaskId, [u64; 4]> {
    let mut counts: BTreeMap<TaskId, [u64; 4]> = BTreeMap::new();
    for (task, _, end) in lives.iter().filter(|(task, ..)| *task > 0) {
        let task = TaskId::from_uuid(uuid::Uuid::from_u128((*task - 1).into()));
        let [runs, successes, failures, active] = counts.entry(task).or_default();
        *runs += u64::from(*end <= 2);
        *successes += u64::from(*end == 0);
        *failures += u64::from(*end == 1);
        *active += u64::from(*end > 2);
    }
    counts
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![4 => Just(Fault::None), 1 => Just(Fault::Before), 1 => Just(Fault::After)]
}

proptest! {
    /// However the stream is cut, repeated and interrupted, everything counts once.
    #[test]
    fn everything_counts_once(
        lives in prop::collection::vec((0u8..5, 0u8..3, 0u8..4), 1..20),
        deliveries in prop::collection::vec((0usize..12, 1usize..30), 1..60),
        faults in prop::collection::vec(fault(), 0..60),
        max_rows in prop_oneof![Just(1usize), Just(2), Just(3), Just(7), Just(usize::MAX)],
    ) {
        let records = stream(&lives);
        let store = Arc::new(Store { faults: Mutex::new(faults), max_rows, ..Store::default() });
        let bus = Arc::new(Bus::default());
        // A shard is read on from the first change that is not done; now and then from earlier ones.
        let mut undone: usize = 0;
        let mut deliveries = deliveries.into_iter();
        while let Some((back, length)) = deliveries.next().or_else(|| (undone < records.len()).then_some((0, 30))) {
            let from = undone.saturating_sub(back);
            let to = (from + length).min(records.len());
            match run(&store, &bus, &records[from..to]) {
                Ok(projected) => {
                    prop_assert_eq!(projected.applied + projected.repeated, to - from);
                    undone = undone.max(to);
                }
                Err(stopped) => {
                    let place = records.iter().position(|record| record.sequence == stopped.first_undone);
                    prop_assert!(place >= Some(from) && place < Some(to));
                    undone = undone.max(place.unwrap());
                }
            }
        }

        let derived = store.derived.lock().unwrap();
        let counted: BTreeMap<TaskId, [u64; 4]> = derived.tasks.iter().map(|(task, stats)| {
            (*task, [stats.run_count, stats.success_count, stats.failure_count, stats.active_count])
        }).collect();
        prop_assert_eq!(counted, expected(&lives));
        let total = |counter| derived.hours.values().map(|hour| hour.get(counter)).sum::<u64>();
        let ends = |wanted: u8| lives.iter().filter(|(_, _, end)| *end == wanted).count() as u64;
        prop_assert_eq!(total(Counter::Started), lives.len() as u64);
        prop_assert_eq!(
            [Counter::Completed, Counter::Failed, Counter::Cancelled].map(total),
            [ends(0), ends(1), ends(2)]
        );
        prop_assert!(derived.widest <= max_rows.max(MAX_ROWS_PER_CHANGE));

        // Each end was published, and its repeats under the same id.
        let executed: BTreeSet<EventId> = bus.published.lock().unwrap().iter()
            .filter(|event| event.kind() == EventKind::TaskExecuted).map(|event| event.event_id).collect();
        prop_assert_eq!(executed.len() as u64, ends(0) + ends(1) + ends(2));
    }
}

#[test]
fn without_faults_and_repeats_each_event_goes_out_once() {
    let records = stream(&[(1, 1, 0), (2, 0, 1), (0, 0, 2)]);
    let bus = Arc::new(Bus::default());
    let done = run(&Store::wide(3), &bus, &records).unwrap();
    assert_eq!((done.applied, done.repeated), (records.len(), 0));
    let published = bus.published.lock().unwrap();
    let ids: BTreeSet<EventId> = published.iter().map(|event| event.event_id).collect();
    assert_eq!((published.len(), done.published), (ids.len(), ids.len()));
}

#[test]
fn a_batch_that_overlaps_the_last_one_publishes_each_of_its_events_once() {
    let records = stream(&[(1, 0, 0), (2, 0, 1)]);
    let store = Store::wide(usize::MAX);
    run(&store, &Arc::new(Bus::default()), &records[..3]).unwrap();
    let bus = Arc::new(Bus::default());
    let done = run(&store, &bus, &records[1..]).unwrap();
    assert_eq!((done.applied, done.repeated), (records.len() - 3, 2));
    let published = bus.published.lock().unwrap();
    let ids: BTreeSet<EventId> = published.iter().map(|event| event.event_id).collect();
    assert_eq!(published.len(), ids.len());
}

#[test]
fn only_the_kinds_that_are_asked_for_go_out() {
    let records = stream(&[(1, 0, 0)]);
    let bus = Arc::new(Bus::default());
    let kinds = BTreeSet::from([EventKind::TaskExecuted]);
    projected(&Store::wide(9), &bus, &kinds, &records).unwrap();
    let kinds: Vec<EventKind> = bus.published.lock().unwrap().iter().map(DomainEvent::kind).collect();
    assert_eq!(kinds, [EventKind::TaskExecuted]);
}

#[test]
fn nothing_is_applied_whose_events_are_not_out() {
    let records = stream(&[(1, 0, 0)]);
    let store = Store::wide(9);
    let stopped = run(&store, &Arc::new(Bus { down: true, ..Bus::default() }), &records).unwrap_err();
    assert_eq!(stopped.first_undone, records[0].sequence);
    assert!(store.derived.lock().unwrap().tasks.is_empty());
}

#[test]
fn shards_have_their_own_checkpoints() {
    let records = stream(&[(1, 0, 0)]);
    let other: Vec<_> =
        records.iter().map(|record| ChangeRecord { shard: "other".into(), ..record.clone() }).collect();
    let store = Store::wide(9);
    let done = run(&store, &Arc::new(Bus::default()), &[other, records].concat()).unwrap();
    assert_eq!((done.applied, done.repeated), (6, 0));
    assert_eq!(store.derived.lock().unwrap().checkpoints.len(), 2);
}

#[test]
fn an_empty_batch_is_done() {
    assert_eq!(run(&Store::wide(9), &Arc::new(Bus::default()), &[]).unwrap(), Projected::default());
}
