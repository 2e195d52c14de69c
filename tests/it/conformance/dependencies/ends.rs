//! The last ends of tasks, as projected from the changes of their executions.

use std::collections::BTreeMap;

use beadle_application::port::Applied;
use beadle_domain::{
    execution::{CancelReason, Event, Execution, Status},
    projection::Change,
    task::LastEnd,
};
use beadle_values::id::TaskId;
use jiff::Timestamp;

use super::Fixture;
use crate::conformance::{
    Verdict,
    projection::history::{Batch, batch, run},
    specimen::{at, completed, failed, fresh_task_id},
};

const SHARD: &str = "shardId-1";

pub async fn a_task_without_an_end_has_none(fixture: Fixture) -> Verdict {
    let task = fixture.after(&[]).await?.id;
    let begun = run(task, at(0), completed);
    project(&fixture, &batch(SHARD, 1, &begun[..2])).await?;
    assert_eq!(fixture.dependencies.ends(&[task, fresh_task_id()]).await?, BTreeMap::new());
    assert_eq!(fixture.dependencies.ends(&[]).await?, BTreeMap::new());
    Ok(())
}

pub async fn the_last_end_of_each_task_is_read(fixture: Fixture) -> Verdict {
    let tasks = [fixture.after(&[]).await?.id, fixture.after(&[]).await?.id, fixture.after(&[]).await?.id];
    let [one, other, idle] = tasks;
    let [first, second] = [run(one, at(0), completed), run(other, at(5), failed)];
    project(&fixture, &batch(SHARD, 1, &[first.clone(), second.clone()].concat())).await?;
    let expected = BTreeMap::from([(one, end_of(&first, None)), (other, end_of(&second, None))]);
    assert_eq!(fixture.dependencies.ends(&tasks).await?, expected);
    assert_eq!(fixture.dependencies.ends(&[idle]).await?, BTreeMap::new());
    assert_eq!(fixture.dependencies.ends(&[one, one]).await?.len(), 1);

    let third = run(one, at(10), failed);
    project(&fixture, &batch(SHARD, 7, &third)).await?;
    let expected =
        BTreeMap::from([(one, end_of(&third, Some(Status::Completed))), (other, end_of(&second, None))]);
    assert_eq!(fixture.dependencies.ends(&tasks).await?, expected);
    Ok(())
}

pub async fn a_late_end_does_not_replace_the_last(fixture: Fixture) -> Verdict {
    let task = fixture.after(&[]).await?.id;
    let [early, late] = [run(task, at(0), failed), run(task, at(100), completed)];
    project(&fixture, &batch("shardId-2", 1, &late)).await?;
    project(&fixture, &batch("shardId-1", 1, &early)).await?;
    assert_eq!(ends(&fixture, task).await?, Some(end_of(&late, None)));
    Ok(())
}

pub async fn of_simultaneous_ends_the_greater_id_is_last(fixture: Fixture) -> Verdict {
    let task = fixture.after(&[]).await?.id;
    let [lesser, greater] = [run(task, at(0), failed), run(task, at(0), completed)];
    project(&fixture, &batch("shardId-2", 1, &greater)).await?;
    project(&fixture, &batch("shardId-1", 1, &lesser)).await?;
    assert_eq!(ends(&fixture, task).await?, Some(end_of(&greater, None)));
    Ok(())
}

pub async fn a_replaced_execution_is_no_end(fixture: Fixture) -> Verdict {
    let task = fixture.after(&[]).await?.id;
    let ended = run(task, at(0), completed);
    project(&fixture, &batch(SHARD, 1, &ended)).await?;
    let room: fn(&Execution, Timestamp) -> Execution = |running, now| {
        let event = Event::Cancel { reason: CancelReason::Overlap };
        running.apply(event, now).expect("an execution that has not ended")
    };
    project(&fixture, &batch(SHARD, 4, &run(task, at(10), room))).await?;
    assert_eq!(ends(&fixture, task).await?, Some(end_of(&ended, None)));
    Ok(())
}

pub async fn a_repeat_leaves_the_last_end(fixture: Fixture) -> Verdict {
    let task = fixture.after(&[]).await?.id;
    let [first, second] = [run(task, at(0), failed), run(task, at(10), completed)];
    let [first_batch, second_batch] = [batch(SHARD, 1, &first), batch(SHARD, 4, &second)];
    project(&fixture, &first_batch).await?;
    project(&fixture, &second_batch).await?;
    for again in [&first_batch, &second_batch] {
        let applied = fixture.projections.apply(&again.projection, &again.checkpoint).await?;
        assert!(matches!(applied, Applied::Behind(_)), "{applied:?}");
        assert_eq!(ends(&fixture, task).await?, Some(end_of(&second, Some(Status::Failed))));
    }
    Ok(())
}

pub async fn two_hundred_ends_are_read(fixture: Fixture) -> Verdict {
    let mut expected = BTreeMap::new();
    let mut first = 1;
    for number in 0..200 {
        let task = fixture.after(&[]).await?.id;
        let run = run(task, at(number), if number % 3 == 0 { failed } else { completed });
        project(&fixture, &batch(SHARD, first, &run)).await?;
        first += run.len() as u128;
        expected.insert(task, end_of(&run, None));
    }
    let asked: Vec<TaskId> = expected.keys().copied().collect();
    assert_eq!(fixture.dependencies.ends(&asked).await?, expected);
    Ok(())
}

async fn project(fixture: &Fixture, batch: &Batch) -> anyhow::Result<()> {
    let applied = fixture.projections.apply(&batch.projection, &batch.checkpoint).await?;
    anyhow::ensure!(applied == Applied::Done, "the next batch was answered with {applied:?}");
    Ok(())
}

async fn ends(fixture: &Fixture, task: TaskId) -> anyhow::Result<Option<LastEnd>> {
    Ok(fixture.dependencies.ends(&[task]).await?.remove(&task))
}

/// The end at the end of `changes`, when the previous one had the status `before`.
fn end_of(changes: &[(Timestamp, Change)], before: Option<Status>) -> LastEnd {
    let Some((_, Change::Execution { after, .. })) = changes.last() else { panic!("no run") };
    let at = after.ended_at.expect("it has ended");
    LastEnd { execution: after.id, status: after.status, at, replay_of: None, depth: 0, before }
}
