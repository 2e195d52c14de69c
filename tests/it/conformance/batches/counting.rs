//! Counting the executions of batches.

use beadle_application::port::Applied;
use beadle_domain::{
    batch::BatchOutcome,
    execution::{CancelReason, Event, Execution, Failure, FailureCode, Status},
    projection::{Change, ExecutionFacts, change::Before},
};
use jiff::{SignedDuration, Timestamp};

use super::{Fixture, members};
use crate::conformance::{
    Verdict,
    projection::history::{self, Batch},
    specimen::{LEASE, at},
};

/// The start and the claim of an execution, and its end.
fn life(execution: &Execution, end: Option<Event>) -> Vec<(Timestamp, Change)> {
    let start = execution.request.created_at;
    let changed = |before: Option<&Execution>, after: &Execution| Change::Execution {
        before: before.map(Before::from),
        after: ExecutionFacts::from(after),
    };
    let running = execution.apply(Event::Claim { lease_until: start + LEASE }, start).expect("a pending one");
    let mut changes = vec![(start, changed(None, execution)), (start, changed(Some(execution), &running))];
    if let Some(end) = end {
        let ended = running.apply(end, start + SignedDuration::from_secs(1)).expect("a running one");
        changes.push((start, changed(Some(&running), &ended)));
    }
    changes
}

fn failed() -> Event {
    Event::Fail { failure: Failure::new(FailureCode::Connect, "no connection"), answer: None }
}

/// One that completes, two that fail, one that is cancelled and one that runs, in one batch of changes.
fn changes(added: &[Execution]) -> Batch {
    let ends = [
        Some(Event::Succeed { answer: None }),
        Some(failed()),
        Some(failed()),
        Some(Event::Cancel { reason: CancelReason::Requested }),
        None,
    ];
    let all: Vec<_> = added.iter().zip(ends).flat_map(|(execution, end)| life(execution, end)).collect();
    history::batch("a", 1, &all)
}

pub async fn executions_are_counted_by_status(batches: Fixture) -> Verdict {
    let batch = batches.open().await?;
    let added = members(batch.id, 6);
    batches.executions.add_to_batch(&added).await?;
    let Batch { projection, checkpoint } = changes(&added);
    assert_eq!(batches.projections.apply(&projection, &checkpoint).await?, Applied::Done);
    let stored = batches.stored(batch.id).await?;
    let counts = [Status::Completed, Status::Failed, Status::Cancelled, Status::Running, Status::Pending]
        .map(|status| stored.count(status));
    assert_eq!(counts, [1, 2, 1, 1, 1], "one is not counted yet: {stored:#?}");
    assert_eq!((stored.added, stored.tally.began_at), (6, Some(at(0))));
    Ok(())
}

pub async fn a_repeat_counts_nothing_twice(batches: Fixture) -> Verdict {
    let batch = batches.open().await?;
    let added = members(batch.id, 5);
    batches.executions.add_to_batch(&added).await?;
    let Batch { projection, checkpoint } = changes(&added);
    batches.projections.apply(&projection, &checkpoint).await?;
    let first = batches.stored(batch.id).await?;
    let again = batches.projections.apply(&projection, &checkpoint).await?;
    assert!(matches!(again, Applied::Behind(_)), "{again:?}");
    assert_eq!(batches.stored(batch.id).await?, first);
    Ok(())
}

pub async fn a_batch_is_due_to_end_when_it_is_sealed_and_all_have_ended(batches: Fixture) -> Verdict {
    let batch = batches.open().await?;
    let added = members(batch.id, 2);
    batches.executions.add_to_batch(&added).await?;
    let succeeded = || Some(Event::Succeed { answer: None });
    let Batch { projection, checkpoint } = history::batch("a", 1, &life(&added[0], succeeded()));
    batches.projections.apply(&projection, &checkpoint).await?;
    assert_eq!(batches.stored(batch.id).await?.outcome_due(), None, "it is open");
    let closed = batch.close(at(5)).expect("an open batch");
    batches.store.replace(&closed, 1, None).await?;
    assert_eq!(batches.stored(batch.id).await?.outcome_due(), None, "one has not ended");
    let Batch { projection, checkpoint } = history::batch("b", 1, &life(&added[1], succeeded()));
    batches.projections.apply(&projection, &checkpoint).await?;
    assert_eq!(batches.stored(batch.id).await?.outcome_due(), Some(BatchOutcome::Completed));
    Ok(())
}
