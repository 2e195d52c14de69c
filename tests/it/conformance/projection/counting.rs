//! Counting.

use beadle_application::port::{Applied, Replaced, TaskQuery};
use beadle_domain::{
    account::Credits,
    execution::{CancelReason, Status},
    projection::Change,
    task::{LastEnd, Task, TaskStats, TaskStatus},
};
use jiff::Timestamp;
use serde_json::json;

use super::{
    Fixture,
    history::{batch, created, run},
};
use crate::conformance::{
    Verdict,
    specimen::{at, cancelled, changed, completed, failed, fresh_task_id, task_with, tasks_of},
};

const SHARD: &str = "shardId-1";

pub async fn a_run_is_counted_from_start_to_end(projections: Fixture) -> Verdict {
    let task = inserted(&projections).await?;
    let run = run(task.id, at(10), completed);

    projections.advance(&batch(SHARD, 1, &run[..1])).await?;
    let started = TaskStats { active_count: 1, ..TaskStats::default() };
    assert_eq!(projections.stats(task.id).await?, started);

    projections.advance(&batch(SHARD, 2, &run[1..2])).await?;
    assert_eq!(projections.stats(task.id).await?, started);

    projections.advance(&batch(SHARD, 3, &run[2..])).await?;
    let ended = TaskStats {
        run_count: 1,
        success_count: 1,
        last_run_time: Some(at(11)),
        last_success_time: Some(at(11)),
        last_status: Some(Status::Completed),
        last_end: last_end(&run, None),
        last_result: Some(json!({"id": 7, "name": "Ada"})),
        ..TaskStats::default()
    };
    assert_eq!(projections.stats(task.id).await?, ended);
    Ok(())
}

pub async fn batches_add_up(projections: Fixture) -> Verdict {
    let task = inserted(&projections).await?;
    let mut changes = Vec::new();
    for (start, end) in [(0, completed as fn(&_, _) -> _), (10, failed), (20, completed), (30, cancelled)] {
        changes.extend(run(task.id, at(start), end));
    }
    let mut first = 1;
    for part in changes.chunks(5) {
        projections.advance(&batch(SHARD, first, part)).await?;
        first += part.len() as u128;
    }
    let expected = TaskStats {
        run_count: 4,
        success_count: 2,
        failure_count: 1,
        total_credits_consumed: Credits::ZERO,
        active_count: 0,
        last_run_time: Some(at(31)),
        last_success_time: Some(at(21)),
        last_status: Some(Status::Cancelled),
        last_error: Some("the destination answered 404".into()),
        last_end: last_end(&changes, Some(Status::Completed)),
        last_result: Some(json!({"id": 7, "name": "Ada"})),
        ..TaskStats::default()
    };
    assert_eq!(projections.stats(task.id).await?, expected);
    Ok(())
}

pub async fn a_skip_is_no_run(projections: Fixture) -> Verdict {
    let task = inserted(&projections).await?;
    let mut changes = run(task.id, at(0), completed);
    for (at, change) in run(task.id, at(10), cancelled).into_iter().chain(run(task.id, at(20), cancelled)) {
        let Change::Execution { before, mut after } = change else { continue };
        after.cancel_reason = after.cancel_reason.map(|_| CancelReason::DependencyFailed);
        changes.push((at, Change::Execution { before, after }));
    }
    projections.advance(&batch(SHARD, 1, &changes)).await?;
    let stats = projections.stats(task.id).await?;
    assert_eq!((stats.run_count, stats.skipped_count, stats.active_count), (1, 2, 0));
    assert_eq!((stats.last_run_time, stats.last_status), (Some(at(1)), Some(Status::Completed)));
    let skip = stats.last_skip.clone().map(|skip| (skip.at, skip.reason));
    assert_eq!(skip, Some((at(21), CancelReason::DependencyFailed)));
    assert_eq!(
        stats.last_end.as_ref().map(|end| end.status),
        Some(Status::Cancelled),
        "for what runs after it"
    );
    assert_eq!(TaskStatus::of(&task, &stats, at(30)), TaskStatus::Skipped);

    projections.advance(&batch(SHARD, 100, &run(task.id, at(40), completed))).await?;
    let stats = projections.stats(task.id).await?;
    assert_eq!((stats.run_count, stats.skipped_count), (2, 2));
    assert_eq!(TaskStatus::of(&task, &stats, at(50)), TaskStatus::Completed);
    Ok(())
}

pub async fn a_completed_execution_is_charged_once(projections: Fixture) -> Verdict {
    let task = inserted(&projections).await?;
    let mut changes = Vec::new();
    for (start, end) in [(0, completed as fn(&_, _) -> _), (10, failed), (20, completed), (30, cancelled)] {
        for (at, change) in run(task.id, at(start), end) {
            let Change::Execution { before, mut after } = change else { continue };
            after.credits = Credits::from_thousandths(1_500);
            changes.push((at, Change::Execution { before, after }));
        }
    }
    projections.advance(&batch(SHARD, 1, &changes)).await?;
    let again = projections.apply(&batch(SHARD, 1, &changes)).await?;
    assert!(matches!(again, Applied::Behind(_)), "{again:?}");
    let stats = projections.stats(task.id).await?;
    assert_eq!(stats.total_credits_consumed, Credits::from_thousandths(3_000));
    Ok(())
}

pub async fn tasks_are_counted_separately(projections: Fixture) -> Verdict {
    let [one, other, idle] =
        [inserted(&projections).await?, inserted(&projections).await?, inserted(&projections).await?];
    let changes =
        [run(one.id, at(0), completed), run(other.id, at(0), failed), run(one.id, at(5), completed)];
    projections.advance(&batch(SHARD, 1, &changes.concat())).await?;
    let counts = |stats: TaskStats| (stats.run_count, stats.success_count, stats.failure_count);
    assert_eq!(counts(projections.stats(one.id).await?), (2, 2, 0));
    assert_eq!(counts(projections.stats(other.id).await?), (1, 0, 1));
    assert_eq!(projections.stats(idle.id).await?, TaskStats::default());
    Ok(())
}

pub async fn a_late_change_does_not_replace_the_last(projections: Fixture) -> Verdict {
    let task = inserted(&projections).await?;
    projections.advance(&batch("shardId-2", 1, &run(task.id, at(100), completed))).await?;
    projections.advance(&batch("shardId-1", 1, &run(task.id, at(0), failed))).await?;
    let stats = projections.stats(task.id).await?;
    assert_eq!((stats.run_count, stats.failure_count), (2, 1));
    assert_eq!((stats.last_run_time, stats.last_status), (Some(at(101)), Some(Status::Completed)));
    assert_eq!(stats.last_success_time, Some(at(101)));
    assert_eq!(stats.last_end.map(|end| (end.at, end.status)), Some((at(101), Status::Completed)));
    Ok(())
}

pub async fn the_status_of_a_task_follows_its_runs(projections: Fixture) -> Verdict {
    let task = inserted(&projections).await?;
    let run = run(task.id, at(0), failed);
    let mut first = 1;
    for (changes, status) in
        [(&run[..0], TaskStatus::Pending), (&run[..2], TaskStatus::Running), (&run[2..], TaskStatus::Failed)]
    {
        if !changes.is_empty() {
            projections.advance(&batch(SHARD, first, changes)).await?;
            first += changes.len() as u128;
        }
        for asked in TaskStatus::ALL {
            let query = TaskQuery { status: Some(asked), ..tasks_of("ada", 10) };
            let listed = projections.tasks.list(&query).await?.items;
            assert_eq!(!listed.is_empty(), asked == status, "asked for {asked} while it is {status}");
        }
    }
    Ok(())
}

pub async fn counting_does_not_touch_the_task(projections: Fixture) -> Verdict {
    let task = inserted(&projections).await?;
    projections.advance(&batch(SHARD, 1, &run(task.id, at(0), completed))).await?;
    let saved = projections.tasks.get(task.id).await?.map(|saved| saved.task);
    assert_eq!(saved.as_ref(), Some(&task));
    let next = changed(&task, at(20), |task| task.name = "Renamed".into());
    assert_eq!(projections.tasks.replace(&next, task.version).await?, Replaced::Done);
    Ok(())
}

pub async fn a_change_of_the_task_keeps_the_counts(projections: Fixture) -> Verdict {
    let task = inserted(&projections).await?;
    projections.advance(&batch(SHARD, 1, &run(task.id, at(0), completed))).await?;
    let counted = projections.stats(task.id).await?;
    let next = changed(&task, at(20), |task| task.name = "Renamed".into());
    projections.tasks.replace(&next, task.version).await?;
    assert_eq!(projections.stats(task.id).await?, counted);
    let listed = projections.tasks.list(&tasks_of("ada", 10)).await?.items;
    assert_eq!(listed.into_iter().map(|saved| saved.stats).collect::<Vec<_>>(), [counted]);
    Ok(())
}

pub async fn a_removed_task_is_not_recreated(projections: Fixture) -> Verdict {
    let gone = fresh_task_id();
    projections.advance(&batch(SHARD, 1, &run(gone, at(0), completed))).await?;
    assert_eq!(projections.tasks.get(gone).await?, None);
    assert_eq!(projections.tasks.list(&tasks_of("ada", 10)).await?.items, []);
    Ok(())
}

pub async fn a_batch_may_touch_as_many_rows_as_allowed(projections: Fixture) -> Verdict {
    let most = projections.store.max_rows();
    assert!(most >= 10, "{most} rows are too few to get on");
    let mut tasks = Vec::new();
    let mut changes = Vec::new();
    while changes.len() / 3 + 2 < most.min(150) {
        let task = inserted(&projections).await?;
        changes.extend(run(task.id, at(0), completed));
        tasks.push(task);
    }
    let full = batch(SHARD, 1, &changes);
    assert_eq!(
        full.projection.rows(),
        most.min(150),
        "a row a task, one for the owner's hour and one for its census"
    );
    projections.advance(&full).await?;
    for task in tasks {
        assert_eq!(projections.stats(task.id).await?.run_count, 1);
    }
    Ok(())
}

pub async fn audit_entries_are_accepted(projections: Fixture) -> Verdict {
    let task = inserted(&projections).await?;
    let creation = batch(SHARD, 1, &[created(&task)]);
    assert_eq!(creation.projection.audit.len(), 1);
    projections.advance(&creation).await?;
    assert_eq!(projections.stats(task.id).await?, TaskStats::default());
    Ok(())
}

/// Inserts a task of `ada`.
async fn inserted(projections: &Fixture) -> anyhow::Result<Task> {
    let task = task_with(|_| {});
    projections.insert(&task).await?;
    Ok(task)
}

/// The end at the end of `changes`, when the previous one had the status `before`.
fn last_end(changes: &[(Timestamp, Change)], before: Option<Status>) -> Option<LastEnd> {
    let Change::Execution { after, .. } = &changes.last()?.1 else { return None };
    let (execution, status, at) = (after.id, after.status, after.ended_at?);
    Some(LastEnd { execution, status, at, replay_of: None, depth: 0, before })
}
