//! Diamonds, chains and fans: the destination sees each task once per round.

use beadle_application::port::{ExecutionScope, Executions, StartExecutions, Tasks};
use beadle_domain::{
    execution::{FailureCode, Status, Trigger},
    task::Task,
};
use beadle_embedded::Options;
use beadle_values::id::TaskId;

use super::{World, calling};
use crate::conformance::{
    http_caller::destination::{Destination, Reply, whole},
    specimen::{execution_with, executions_of, fresh_task_id},
};

async fn obliging() -> Destination {
    Destination::start(|_| Reply::Bytes(whole(200, "content-type: application/json\r\n", b"{\"ok\":true}")))
        .await
}

/// Every fifth message and batch is delivered twice, and every seventh write of the projector stops it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_task_of_a_diamond_of_two_hundred_runs_once_per_round() -> anyhow::Result<()> {
    let mut world = World::new(obliging().await, Options::in_memory(), 7, 5)?;
    let root = world.save("root", &[]).await?;
    let mut middle: Vec<TaskId> = Vec::new();
    for number in 0..200 {
        middle.push(world.save(&format!("middle-{number}"), &[root.id]).await?.id);
    }
    world.save("sink", &middle).await?;
    for round in 1..=2 {
        world.start(&root).await?;
        world.settle().await?;
        let calls = world.calls();
        assert_eq!(calls.len(), 202);
        let other: Vec<_> = calls.iter().filter(|(_, times)| **times != round).collect();
        assert!(other.is_empty(), "not called {round} times: {other:?}");
        println!(
            "round {round}: {} calls, each of {} tasks {round} times",
            world.there.seen().len(),
            calls.len()
        );
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chain_of_fifty_runs_in_order() -> anyhow::Result<()> {
    let mut world = World::new(obliging().await, Options::in_memory(), 7, 5)?;
    let first = world.save("0", &[]).await?;
    let mut last = first.id;
    for number in 1..50 {
        last = world.save(&number.to_string(), &[last]).await?.id;
    }
    world.start(&first).await?;
    world.settle().await?;
    let path = |line: &str| line.split_whitespace().nth(1).unwrap_or_default().to_owned();
    let order: Vec<String> = world.there.seen().iter().map(|seen| path(&seen.line)).collect();
    assert_eq!(order, (0..50).map(|number| format!("/{number}")).collect::<Vec<_>>());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failure_skips_dependents_and_its_repeat_runs_them() -> anyhow::Result<()> {
    let calls = std::sync::atomic::AtomicUsize::new(0);
    let there = Destination::start(move |seen| {
        let fails =
            seen.line.contains("/root") && calls.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0;
        Reply::Bytes(whole(if fails { 404 } else { 200 }, "", b""))
    })
    .await;
    let mut world = World::new(there, Options::in_memory(), 0, 5)?;
    let root = world.save("root", &[]).await?;
    let middle = world.save("middle", &[root.id]).await?;
    let sink = world.save("sink", &[middle.id]).await?;
    let failed = world.start(&root).await?;
    world.settle().await?;
    assert_eq!(world.calls(), [("root".to_owned(), 1)].into());
    for task in [&middle, &sink] {
        let skipped =
            Executions::list(&world.store, &executions_of(ExecutionScope::Task(task.id), 10)).await?.items;
        assert_eq!(
            skipped.iter().map(|one| one.status()).collect::<Vec<_>>(),
            [Status::Cancelled],
            "{}",
            task.name
        );
        let reason = skipped[0].state().cancel_reason();
        assert_eq!(reason, Some(beadle_domain::execution::CancelReason::DependencyFailed));
    }

    let repeat = execution_with(|request| {
        request.task_id = Some(root.id);
        request.spec = root.spec.clone();
        request.trigger = Trigger::replay(failed.id());
    });
    world.store.start(&repeat).await?;
    world.settle().await?;
    let once = |name: &str| (name.to_owned(), 1);
    assert_eq!(world.calls(), [("root".to_owned(), 2), once("middle"), once("sink")].into());
    Ok(())
}

/// The circle is written past the checks, as an earlier version could.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_circle_that_slipped_in_never_goes_round() -> anyhow::Result<()> {
    const CIRCLES: usize = 20;
    let mut world = World::new(obliging().await, Options::in_memory(), 7, 5)?;
    let (mut entered, mut refused) = (0, 0);
    for circle in 0..CIRCLES {
        let width = 2 + circle % 3;
        let ids: Vec<TaskId> = (0..width).map(|_| fresh_task_id()).collect();
        let mut tasks = Vec::new();
        for number in 0..width {
            let upstream = ids[(number + width - 1) % width];
            let task =
                Task { id: ids[number], ..calling(&world.there, &format!("{circle}-{number}"), &[upstream]) };
            Tasks::insert(&world.store, &task).await?;
            tasks.push(task);
        }
        world.start(&tasks[0]).await?;
        world.settle().await?;
        entered += 1;
        for task in &tasks {
            let runs = Executions::list(&world.store, &executions_of(ExecutionScope::Task(task.id), 10))
                .await?
                .items;
            let failures = runs.iter().filter_map(|run| run.progress.failure());
            refused += failures.filter(|failure| failure.code == FailureCode::DependencyCycle).count();
        }
    }
    let twice = world.calls().into_values().filter(|times| *times > 1).count();
    println!("{entered} circles entered: {refused} releases refused, {twice} tasks called again");
    assert_eq!((refused, twice), (CIRCLES, 0));
    Ok(())
}
