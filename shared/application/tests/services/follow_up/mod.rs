//! What follows from executions that have ended.

mod notices;
mod world;

use std::collections::BTreeMap;

use beadle_domain::{
    execution::{Execution, FailureCode, Status, TriggerKind, logs},
    projection::{Change, ChangeRecord, Sequence},
    spec::{TaskSpec, TaskType, TodoSpec},
    specimen::{task, task_id as id},
    task::{Notify, OnDependencyFailure, Task},
};
use beadle_values::{id::TaskId, violation::Path};
use jiff::Timestamp;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::json;

use self::world::{Stop, World};
use crate::wait_for;

fn names(started: &[Execution]) -> Vec<TaskId> {
    started.iter().filter_map(|execution| execution.request.task_id).collect()
}

/// Runs the first task and all that is released by it, each ending with the status that `ends` gives, until
/// nothing is left.
async fn round(world: &World, ends: impl Fn(&Execution) -> Status) {
    let mut done = world.started().await.len();
    let first = world.run(0).await;
    let ended = world.end(&first, ends(&first)).await;
    world.follow(&[ended]).await.unwrap();
    while let Some(execution) = world.started_after(done).await.into_iter().next() {
        done += 1;
        let skipped = !execution.request.trigger.skipped_for.is_empty();
        let ended = world.end(&execution, if skipped { Status::Cancelled } else { ends(&execution) }).await;
        world.follow(&[ended]).await.unwrap();
    }
}

fn completes(_: &Execution) -> Status {
    Status::Completed
}

/// `root → width → sink`.
async fn diamond(width: usize) -> World {
    let middle: Vec<usize> = (1..=width).collect();
    let tasks = middle.iter().map(|number| task(*number, &[0]));
    World::with([task(0, &[])].into_iter().chain(tasks).chain([task(width + 1, &middle)])).await
}

#[tokio::test]
async fn a_task_is_released_on_the_execution_it_waited_for() {
    let world = World::with([task(0, &[]), task(1, &[0])]).await;
    let first = world.run(0).await;
    let followed = world.follow(&[world.end(&first, Status::Completed).await]).await.unwrap();
    assert_eq!(followed.released, 1);
    let [released] = &world.started().await[..] else { panic!("one is started") };
    let trigger = &released.request.trigger;
    assert_eq!((released.request.task_id, trigger.kind), (Some(id(1)), TriggerKind::Dependency));
    assert_eq!((&trigger.upstream[..], trigger.depth), (&[first.id()][..], 1));
}

#[tokio::test]
async fn a_todo_that_is_released_sends_its_notice() {
    let spec = TaskSpec::Todo(TodoSpec::default());
    let notify = json!({"on": ["reminder"], "webhook": {"url": "http://b.example"}});
    let notify = Notify::parse(&notify, &Path::body()).unwrap();
    let world = World::with([task(0, &[]), Task { spec, notify: Some(notify), ..task(1, &[0]) }]).await;
    world.follow(&[world.end(&world.run(0).await, Status::Completed).await]).await.unwrap();
    assert_eq!(world.started().await[0].request.spec.task_type(), TaskType::Webhook);
}

#[tokio::test]
async fn every_task_of_a_diamond_runs_once_a_round() {
    let world = diamond(20).await;
    for rounds in 1..=3 {
        round(&world, completes).await;
        assert_eq!(world.started().await.len(), rounds * 21);
        let sink = world.release_of(21).await.unwrap();
        assert_eq!((sink.version, sink.depth), (2 * rounds as u64, 2));
    }
}

#[tokio::test]
async fn a_chain_runs_to_its_end() {
    let tasks = (0..50).map(|number| task(number, &number.checked_sub(1).into_iter().collect::<Vec<_>>()));
    let world = World::with(tasks).await;
    round(&world, completes).await;
    assert_eq!(names(&world.started().await), (1..50).map(id).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_failure_skips_what_follows_and_its_repeat_releases_it() {
    // 0 → 1 → 3, and 2 → 3, where 2 needs not run again.
    let world = World::with([task(0, &[]), task(1, &[0]), task(2, &[]), task(3, &[1, 2])]).await;
    let aside = world.run(2).await;
    world.follow(&[world.end(&aside, Status::Completed).await]).await.unwrap();
    round(&world, |_| Status::Failed).await;
    let started = world.started().await;
    let [one, three] = &started[..] else { panic!("both are skipped: {started:?}") };
    assert_eq!(one.request.trigger.skipped_for.len(), 1);
    assert_eq!(three.request.trigger.skipped_for, [one.id()]);

    let failed = one.request.trigger.upstream[0];
    let repeat = world.replay(0, failed).await;
    world.follow(&[world.end(&repeat, Status::Completed).await]).await.unwrap();
    let again = world.started().await[2].clone();
    assert_eq!((again.request.task_id, again.request.trigger.replay_of), (Some(id(1)), Some(one.id())));
    world.follow(&[world.end(&again, Status::Completed).await]).await.unwrap();
    let last = world.started().await[3].clone();
    assert_eq!((last.request.task_id, last.request.trigger.replay_of), (Some(id(3)), Some(three.id())));
    assert_eq!(last.request.trigger.skipped_for, []);
    assert!(last.request.trigger.upstream.contains(&aside.id()));
}

#[tokio::test]
async fn a_task_that_asks_for_it_runs_after_a_failure() {
    let runs = Task { on_dependency_failure: OnDependencyFailure::Run, ..task(1, &[0]) };
    let world = World::with([task(0, &[]), runs]).await;
    round(&world, |execution| match execution.request.trigger.kind {
        TriggerKind::Dependency => Status::Completed,
        _ => Status::Failed,
    })
    .await;
    assert_eq!(world.started().await[0].request.trigger.skipped_for, []);
}

#[rstest]
#[case::paused(Task { paused: true, ..task(1, &[0]) })]
#[case::deleted(Task { deleted_at: Some(Timestamp::UNIX_EPOCH), ..task(1, &[0]) })]
#[tokio::test]
async fn what_may_not_run_is_not_released(#[case] not_now: Task) {
    let world = World::with([task(0, &[]), not_now]).await;
    round(&world, completes).await;
    assert_eq!((world.started().await, world.release_of(1).await), (vec![], None));
}

#[tokio::test]
async fn what_was_paused_is_released_when_it_is_resumed() {
    let paused = Task { paused: true, ..task(1, &[0]) };
    let world = World::with([task(0, &[]), paused.clone()]).await;
    round(&world, completes).await;
    let resumed = task(1, &[0]);
    world.replace(resumed.clone()).await;
    let change = Change::Task { before: Some(Box::new(paused)), after: Box::new(resumed) };
    let record = ChangeRecord { shard: "shard".into(), sequence: Sequence::of(99), at: world.now(), change };
    assert_eq!(world.follow(&[record.clone(), record]).await.unwrap().released, 1);
    assert_eq!(names(&world.started().await), [id(1)]);
}

#[tokio::test]
async fn a_release_that_would_close_a_circle_fails_with_the_path() {
    let world = World::with([task(0, &[1]), task(1, &[0])]).await;
    let first = world.run(0).await;
    world.follow(&[world.end(&first, Status::Completed).await]).await.unwrap();
    let [refused] = &world.started().await[..] else { panic!("one is recorded") };
    assert_eq!((refused.request.task_id, refused.status()), (Some(id(1)), Status::Failed));
    let failure = refused.progress.failure().unwrap();
    assert_eq!(failure.code, FailureCode::DependencyCycle);
    assert!(failure.message.contains("t1 (") && failure.message.contains("→ t0 ("), "{}", failure.message);
    let lines: Vec<String> = logs::entries(refused).into_iter().map(|line| line.message).collect();
    assert!(lines.contains(&failure.message), "{lines:?}");
    let release = world.release_of(1).await.unwrap();
    assert!(release.started && release.circle.is_some(), "{release:?}");

    // It is refused as often as the circle is entered, and goes on once the circle is open.
    let again = world.run(0).await;
    world.follow(&[world.end(&again, Status::Completed).await]).await.unwrap();
    assert_eq!(world.started_after(1).await[0].status(), Status::Failed);
    world.replace(task(0, &[])).await;
    let open = world.run(0).await;
    world.follow(&[world.end(&open, Status::Completed).await]).await.unwrap();
    assert_eq!(world.started_after(2).await[0].status(), Status::Pending);
}

#[tokio::test]
async fn followers_are_read_once_a_batch_and_only_after_an_end() {
    let world = World::with([task(0, &[]), task(1, &[])]).await;
    let pending = world.run(0).await;
    let started = ChangeRecord {
        shard: "shard".into(),
        sequence: Sequence::of(1),
        at: world.now(),
        change: Change::Execution { before: None, after: (&pending).into() },
    };
    world.follow(&[started]).await.unwrap();
    assert_eq!(world.followers_read(), 0);
    let mut ends = Vec::new();
    for task in [0, 1, 0, 1] {
        ends.push(world.end(&world.run(task).await, Status::Completed).await);
    }
    world.follow(&ends).await.unwrap();
    assert_eq!(world.followers_read(), 1);
}

/// What stops at any step, before or after it, is made up for by the repeat of the changes.
#[tokio::test]
async fn wherever_it_stops_each_is_started_once() {
    for step in 0.. {
        let mut over = true;
        for stop in [Stop::Before(step), Stop::After(step)] {
            let world = diamond(3).await;
            let ended = world.end(&world.run(0).await, Status::Completed).await;
            world.stop(stop);
            over &= world.follow(std::slice::from_ref(&ended)).await.is_ok();
            world.stop(Stop::Never);
            world.follow(&[ended]).await.unwrap();
            let mut started = names(&world.started().await);
            started.sort();
            assert_eq!(started, [id(1), id(2), id(3)], "{stop:?}");
            for number in 1..=3 {
                assert!(world.release_of(number).await.unwrap().started, "{stop:?}");
            }
        }
        if over {
            assert!(step > 10, "it takes more steps than {step}");
            return;
        }
    }
}

#[tokio::test]
async fn an_end_that_finds_a_release_without_its_start_starts_both() {
    let world = World::with([task(0, &[]), task(1, &[0])]).await;
    let ended = world.end(&world.run(0).await, Status::Completed).await;
    // The alerts, the followers, the task, its release, the ends, what it runs after, the new release; then it stops.
    world.stop(Stop::After(6));
    world.follow(&[ended]).await.unwrap_err();
    world.stop(Stop::Never);
    assert!(!world.release_of(1).await.unwrap().started);
    world.follow(&[world.end(&world.run(0).await, Status::Completed).await]).await.unwrap();
    assert_eq!(names(&world.started().await), [id(1), id(1)]);
}

/// A graph without circles: each task runs after some of those before it.
fn graphs() -> impl Strategy<Value = Vec<Vec<usize>>> {
    let upstream = prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 0..4), 1..9);
    upstream.prop_map(|lists| {
        let pick = |(place, list): (usize, Vec<prop::sample::Index>)| {
            let mut picked: Vec<usize> = list.into_iter().map(|index| index.index(place + 1)).collect();
            picked.sort_unstable();
            picked.dedup();
            picked
        };
        [vec![]].into_iter().chain(lists.into_iter().enumerate().map(pick)).collect()
    })
}

proptest! {
    /// Whatever the graph, the order in which executions end, and how often changes come: what leads from the
    /// tasks that were run runs once a round.
    #[test]
    fn each_task_that_is_reached_runs_once_a_round(
        graph in graphs(),
        order in any::<u64>(),
        repeats in any::<u64>(),
    ) {
        wait_for(runs_once_a_round(&graph, order, repeats))?;
    }
}

/// Runs the roots of the graph twice, and counts what follows.
async fn runs_once_a_round(graph: &[Vec<usize>], order: u64, repeats: u64) -> Result<(), TestCaseError> {
    let world = World::with(graph.iter().enumerate().map(|(number, upstream)| task(number, upstream))).await;
    let roots: Vec<usize> = (0..graph.len()).filter(|number| graph[*number].is_empty()).collect();
    let mut seen = Vec::new();
    let mut known = 0;
    for round in 1..=2 {
        let mut waiting: Vec<Execution> = Vec::new();
        for root in &roots {
            waiting.push(world.run(*root).await);
        }
        let mut step = 0_u32;
        while !waiting.is_empty() {
            step += 1;
            let pick = (order.rotate_left(step * 7) as usize) % waiting.len();
            let ended = world.end(&waiting.swap_remove(pick), Status::Completed).await;
            seen.push(ended.clone());
            world.follow(&[ended]).await.unwrap();
            if repeats.rotate_left(step).is_multiple_of(3) {
                let again = &seen[(repeats.rotate_left(step * 3) as usize) % seen.len()..];
                world.follow(again).await.unwrap();
            }
            let started = world.started_after(known).await;
            known += started.len();
            waiting.extend(started);
        }
        let mut runs: BTreeMap<TaskId, usize> = BTreeMap::new();
        names(&world.started().await).into_iter().for_each(|task| *runs.entry(task).or_default() += 1);
        let expected: BTreeMap<TaskId, usize> = (0..graph.len())
            .filter(|number| !graph[*number].is_empty())
            .map(|number| (id(number), round))
            .collect();
        prop_assert_eq!(runs, expected);
    }
    Ok(())
}
