//! Changes are projected once each, however the stream is cut, repeated and interrupted.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use beadle_application::{
    port::{Inserted, Rollups, StoreError, Tasks},
    project::{ProjectError, Projected, ProjectionService},
};
use beadle_domain::{
    event::{DomainEvent, EventKind},
    execution::{CancelReason, Event, Execution, Failure, FailureCode},
    projection::{Change, ChangeRecord, Counter, ExecutionFacts, Hour, RollupCounters, Sequence},
    specimen::{self, task, task_id},
};
use beadle_embedded::Embedded;
use beadle_testing::{FailingStore, Fault, NarrowStore, StillClock};
use beadle_values::id::{EventId, ExecutionId, OwnerId, TaskId};
use jiff::Timestamp;
use proptest::prelude::*;

use super::{store, wait_for};

/// The most rows that one change adds to a projection.
const MAX_ROWS_PER_CHANGE: usize = 5;

/// The number of tasks that there are.
const TASKS: usize = 4;

/// What becomes of a call of the store.
#[derive(Debug, Clone, Copy)]
enum Call {
    Works,
    /// Nothing is written.
    FailsBefore,
    /// It is written, and the caller does not learn of it.
    FailsAfter,
}

/// A store in which tasks are counted that nothing depends on.
struct World {
    store: Embedded,
    narrow: Arc<NarrowStore<FailingStore<Embedded>>>,
    service: ProjectionService,
}

impl World {
    /// A projection may touch `max_rows`.
    async fn wide(max_rows: usize) -> Self {
        Self::with(max_rows, Vec::new()).await
    }

    /// The next projections are written as `calls` say, the last one first.
    async fn with(max_rows: usize, calls: Vec<Call>) -> Self {
        let (store, calls) = (store(), Mutex::new(calls));
        for number in 0..TASKS {
            assert_eq!(store.insert(&task(number, &[])).await.unwrap(), Inserted::Created);
        }
        let failing = FailingStore::new(store.clone(), move |_, _| {
            let lost = StoreError::Unavailable("lost".into());
            match calls.lock().unwrap().pop()? {
                Call::Works => None,
                Call::FailsBefore => Some(Fault::Before(lost)),
                Call::FailsAfter => Some(Fault::After(lost)),
            }
        });
        let narrow = Arc::new(NarrowStore::new(failing, max_rows));
        let clock = Arc::new(StillClock::at(specimen::at(0)));
        let mut service = beadle_testing::services_at(&Arc::new(store.clone()), clock).projections;
        service.projections = narrow.clone();
        service.kinds = EventKind::ALL.into();
        Self { store, narrow, service }
    }

    async fn project(&self, records: &[ChangeRecord]) -> Result<Projected, ProjectError> {
        self.service.project(records).await
    }

    /// Runs, successes, failures and active executions of each task that has any.
    async fn counted(&self) -> BTreeMap<TaskId, [u64; 4]> {
        let mut counted = BTreeMap::new();
        for id in (0..TASKS).map(task_id) {
            let stats = Tasks::get(&self.store, id).await.unwrap().unwrap().stats;
            let counts = [stats.run_count, stats.success_count, stats.failure_count, stats.active_count];
            if counts != [0; 4] {
                counted.insert(id, counts);
            }
        }
        counted
    }

    async fn hours(&self) -> Vec<RollupCounters> {
        let owner = OwnerId::parse("ada").unwrap();
        let hours = self.store.hours(&owner, Hour(0), Hour(1_000)).await.unwrap();
        hours.into_iter().map(|(_, counters)| counters).collect()
    }

    async fn published(&self) -> Vec<DomainEvent> {
        self.store.published_events(10_000).await.unwrap()
    }
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
        request.task_id = task.checked_sub(1).map(|task| task_id(task.into()));
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
        let [runs, successes, failures, active] = counts.entry(task_id((*task - 1).into())).or_default();
        *runs += u64::from(*end <= 2);
        *successes += u64::from(*end == 0);
        *failures += u64::from(*end == 1);
        *active += u64::from(*end > 2);
    }
    counts
}

fn call() -> impl Strategy<Value = Call> {
    prop_oneof![4 => Just(Call::Works), 1 => Just(Call::FailsBefore), 1 => Just(Call::FailsAfter)]
}

proptest! {
    /// However the stream is cut, repeated and interrupted, everything counts once.
    #[test]
    fn everything_counts_once(
        lives in prop::collection::vec((0u8..5, 0u8..3, 0u8..4), 1..20),
        deliveries in prop::collection::vec((0usize..12, 1usize..30), 1..60),
        calls in prop::collection::vec(call(), 0..60),
        max_rows in prop_oneof![Just(1usize), Just(2), Just(3), Just(7), Just(usize::MAX)],
    ) {
        wait_for(counts_once(&lives, deliveries, calls, max_rows))?;
    }
}

async fn counts_once(
    lives: &[(u8, u8, u8)],
    deliveries: Vec<(usize, usize)>,
    calls: Vec<Call>,
    max_rows: usize,
) -> Result<(), TestCaseError> {
    let records = stream(lives);
    let world = World::with(max_rows, calls).await;
    // A shard is read on from the first change that is not done; now and then from earlier ones.
    let mut undone: usize = 0;
    let mut deliveries = deliveries.into_iter();
    while let Some((back, length)) = deliveries.next().or_else(|| (undone < records.len()).then_some((0, 30)))
    {
        let from = undone.saturating_sub(back);
        let to = (from + length).min(records.len());
        match world.project(&records[from..to]).await {
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

    prop_assert_eq!(world.counted().await, expected(lives));
    let hours = world.hours().await;
    let total = |counter| hours.iter().map(|hour| hour.get(counter)).sum::<u64>();
    let ends = |wanted: u8| lives.iter().filter(|(_, _, end)| *end == wanted).count() as u64;
    prop_assert_eq!(total(Counter::Started), lives.len() as u64);
    prop_assert_eq!(
        [Counter::Completed, Counter::Failed, Counter::Cancelled].map(total),
        [ends(0), ends(1), ends(2)]
    );
    prop_assert!(world.narrow.widest() <= max_rows.max(MAX_ROWS_PER_CHANGE));

    // Each end was published, and its repeats under the same id.
    let published = world.published().await;
    let executed = published.iter().filter(|event| event.kind() == EventKind::TaskExecuted);
    let executed: BTreeSet<EventId> = executed.map(|event| event.event_id).collect();
    prop_assert_eq!(executed.len() as u64, ends(0) + ends(1) + ends(2));
    Ok(())
}

#[tokio::test]
async fn without_faults_and_repeats_each_event_is_published_once() {
    let records = stream(&[(1, 1, 0), (2, 0, 1), (0, 0, 2)]);
    let world = World::wide(3).await;
    let done = world.project(&records).await.unwrap();
    assert_eq!((done.applied, done.repeated), (records.len(), 0));
    let published = world.published().await;
    let ids: BTreeSet<EventId> = published.iter().map(|event| event.event_id).collect();
    assert_eq!((published.len(), done.published), (ids.len(), ids.len()));
}

#[tokio::test]
async fn a_batch_that_overlaps_the_last_one_publishes_each_of_its_events_once() {
    let records = stream(&[(1, 0, 0), (2, 0, 1)]);
    let mut world = World::wide(usize::MAX).await;
    world.project(&records[..3]).await.unwrap();
    // A bus that has no events yet.
    let bus = store();
    world.service.follow_up.bus = Arc::new(bus.clone());
    let done = world.project(&records[1..]).await.unwrap();
    assert_eq!((done.applied, done.repeated), (records.len() - 3, 2));
    assert_eq!(bus.published_events(100).await.unwrap().len(), done.published);
    assert_eq!(done.published, records[1..].iter().flat_map(DomainEvent::of).count());
}

#[tokio::test]
async fn only_the_kinds_that_are_asked_for_are_published() {
    let records = stream(&[(1, 0, 0)]);
    let mut world = World::wide(9).await;
    world.service.kinds = BTreeSet::from([EventKind::TaskExecuted]);
    world.project(&records).await.unwrap();
    let kinds: Vec<EventKind> = world.published().await.iter().map(DomainEvent::kind).collect();
    assert_eq!(kinds, [EventKind::TaskExecuted]);
}

#[tokio::test]
async fn nothing_is_applied_whose_events_are_not_published() {
    let records = stream(&[(1, 0, 0)]);
    let mut world = World::wide(9).await;
    let down = || Fault::Before(StoreError::Unavailable("down".into()));
    world.service.follow_up.bus = Arc::new(FailingStore::new(store(), move |_, _| Some(down())));
    let stopped = world.project(&records).await.unwrap_err();
    assert_eq!(stopped.first_undone, records[0].sequence);
    assert!(world.counted().await.is_empty() && world.hours().await.is_empty());
}

#[tokio::test]
async fn shards_have_their_own_checkpoints() {
    let records = stream(&[(1, 0, 0)]);
    let other: Vec<_> =
        records.iter().map(|record| ChangeRecord { shard: "other".into(), ..record.clone() }).collect();
    let world = World::wide(9).await;
    let both = [other, records].concat();
    let done = world.project(&both).await.unwrap();
    assert_eq!((done.applied, done.repeated), (6, 0));
    let again = world.project(&both).await.unwrap();
    assert_eq!((again.applied, again.repeated), (0, 6));
}

#[tokio::test]
async fn an_empty_batch_is_done() {
    assert_eq!(World::wide(9).await.project(&[]).await.unwrap(), Projected::default());
}
