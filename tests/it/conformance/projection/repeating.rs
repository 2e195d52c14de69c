//! The change stream delivers at least once; repeats have no effect.

use std::sync::Arc;

use beadle_application::port::Applied;
use beadle_domain::{
    projection::{Change, Sequence},
    task::Task,
};
use jiff::Timestamp;

use super::{
    Fixture,
    history::{batch, created, run},
};
use crate::conformance::{
    Verdict,
    specimen::{at, completed, failed, task_with},
};

const SHARD: &str = "shardId-00000001700000000000-abcdef";

pub async fn a_repeat_changes_nothing(projections: Fixture) -> Verdict {
    let (task, changes) = three_runs(&projections).await?;
    let whole = batch(SHARD, 1, &changes);
    projections.advance(&whole).await?;
    let counted = projections.stats(task.id).await?;
    for _ in 0..3 {
        assert_eq!(projections.apply(&whole).await?, Applied::Behind(Sequence::of(9)));
        assert_eq!(projections.stats(task.id).await?, counted);
    }
    Ok(())
}

pub async fn an_older_batch_changes_nothing(projections: Fixture) -> Verdict {
    let (task, changes) = three_runs(&projections).await?;
    let [first, second] = [batch(SHARD, 1, &changes[..3]), batch(SHARD, 4, &changes[3..])];
    projections.advance(&first).await?;
    projections.advance(&second).await?;
    let counted = projections.stats(task.id).await?;
    assert_eq!(projections.apply(&first).await?, Applied::Behind(Sequence::of(9)));
    assert_eq!(projections.stats(task.id).await?, counted);
    Ok(())
}

pub async fn an_overlapping_batch_changes_nothing_until_it_is_cut(projections: Fixture) -> Verdict {
    let (task, changes) = three_runs(&projections).await?;
    projections.advance(&batch(SHARD, 1, &changes[..4])).await?;
    let counted = projections.stats(task.id).await?;
    for first in [1, 2, 4] {
        let overlapping = batch(SHARD, first as u128, &changes[first - 1..]);
        assert_eq!(projections.apply(&overlapping).await?, Applied::Behind(Sequence::of(4)));
        assert_eq!(projections.stats(task.id).await?, counted, "from {first} on");
    }
    projections.advance(&batch(SHARD, 5, &changes[4..])).await?;
    assert_eq!(projections.stats(task.id).await?.run_count, 3);
    Ok(())
}

pub async fn a_batch_without_effects_moves_the_checkpoint(projections: Fixture) -> Verdict {
    let task = task_with(|_| {});
    projections.insert(&task).await?;
    let counters_only = Change::Task { before: Some(Box::new(task.clone())), after: Box::new(task.clone()) };
    let nothing = batch(SHARD, 5, &[(at(0), counters_only)]);
    assert_eq!(nothing.projection.rows(), 0);
    projections.advance(&nothing).await?;
    assert_eq!(projections.apply(&nothing).await?, Applied::Behind(Sequence::of(5)));
    Ok(())
}

pub async fn a_gap_is_no_repeat(projections: Fixture) -> Verdict {
    let (task, changes) = three_runs(&projections).await?;
    projections.advance(&batch(SHARD, 1, &changes[..3])).await?;
    projections.advance(&batch(SHARD, 1_000_000, &changes[3..])).await?;
    assert_eq!(projections.stats(task.id).await?.run_count, 3);
    Ok(())
}

pub async fn sequences_are_compared_as_numbers(projections: Fixture) -> Verdict {
    let (task, changes) = three_runs(&projections).await?;
    let places = [9, 99_999, 10_u128.pow(37), 3 * 10_u128.pow(38)];
    for (place, change) in places.into_iter().zip(&changes) {
        projections.advance(&batch(SHARD, place, std::slice::from_ref(change))).await?;
    }
    let before = batch(SHARD, 10_u128.pow(38), &changes[4..5]);
    assert_eq!(projections.apply(&before).await?, Applied::Behind(Sequence::of(places[3])));
    assert_eq!(projections.stats(task.id).await?.run_count, 1);
    Ok(())
}

pub async fn shards_are_independent(projections: Fixture) -> Verdict {
    let (task, changes) = three_runs(&projections).await?;
    for (shard, part) in ["a", "b", "ab"].into_iter().zip(changes.chunks(3)) {
        projections.advance(&batch(shard, 7, part)).await?;
    }
    assert_eq!(projections.stats(task.id).await?.run_count, 3);
    assert_eq!(projections.apply(&batch("b", 7, &changes[3..6])).await?, Applied::Behind(Sequence::of(9)));
    Ok(())
}

pub async fn one_of_eight_repeats_counts(projections: Fixture) -> Verdict {
    let (task, mut changes) = three_runs(&projections).await?;
    changes.push(created(&task));
    let whole = Arc::new(batch(SHARD, 1, &changes));
    let projectors: Vec<_> = (0..8)
        .map(|_| {
            let (store, whole) = (Arc::clone(&projections.store), Arc::clone(&whole));
            tokio::spawn(async move { store.apply(&whole.projection, &whole.checkpoint).await })
        })
        .collect();
    let mut done = 0;
    for projector in projectors {
        match projector.await? {
            Ok(Applied::Done) => done += 1,
            Ok(Applied::Behind(last)) => assert_eq!(last, whole.checkpoint.last),
            Err(error) => println!("repeated after an error: {error}"),
        }
    }
    assert_eq!(done, 1);
    assert_eq!(projections.stats(task.id).await?.run_count, 3);
    Ok(())
}

/// A task and three of its runs: nine changes.
async fn three_runs(projections: &Fixture) -> anyhow::Result<(Task, Vec<(Timestamp, Change)>)> {
    let task = task_with(|_| {});
    projections.insert(&task).await?;
    let runs =
        [run(task.id, at(0), completed), run(task.id, at(10), failed), run(task.id, at(20), completed)];
    Ok((task, runs.concat()))
}
