//! A todo that a person completes: the tasks after it are released, and its notification is sent.

use std::collections::BTreeMap;

use beadle_application::port::{
    Clock, ExecutionQuery, ExecutionScope, Executions, Replaced, StartExecutions, Tasks,
};
use beadle_domain::{
    execution::{LogLevel, Status, Trigger, TriggerKind, logs},
    task::Task,
};
use beadle_embedded::Options;

use super::{World, completed, todo};
use crate::conformance::{
    http_caller::destination::{Destination, Reply, whole},
    specimen::{execution_with, executions_of, task_with},
};

async fn world(stops: usize, repeats: usize) -> anyhow::Result<World> {
    let there = Destination::start(|_| Reply::Bytes(whole(200, "", b""))).await;
    World::new(there, Options::in_memory(), stops, repeats)
}

/// Saves `next` over the version before it, and does what follows.
async fn replace(world: &mut World, next: &Task) -> anyhow::Result<()> {
    anyhow::ensure!(world.store.replace(next, next.version - 1).await? == Replaced::Done);
    world.settle().await
}

fn times(expected: &[(&str, usize)]) -> BTreeMap<String, usize> {
    expected.iter().map(|(name, times)| ((*name).to_owned(), *times)).collect()
}

/// Every batch of changes is delivered twice, and every fifth write of the projector stops it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_completion_is_one_end() -> anyhow::Result<()> {
    for (stops, repeats) in [(0, 0), (5, 1)] {
        let mut world = world(stops, repeats).await?;
        let mut task = todo(&world.there, task_with(|_| {}));
        world.store.insert(&task).await?;
        world.save("after", &[task.id]).await?;
        world.settle().await?;
        assert_eq!(world.calls(), times(&[]), "an open todo is no end");
        for round in 1..=2 {
            task = completed(&task, Some(world.clock.now()));
            replace(&mut world, &task).await?;
            assert_eq!(world.calls(), times(&[("after", round), ("told", round)]));
            task = Task { name: format!("renamed {round}"), version: task.version + 1, ..task };
            replace(&mut world, &task).await?;
            assert_eq!(world.calls(), times(&[("after", round), ("told", round)]), "another change");
            task = completed(&task, None);
            replace(&mut world, &task).await?;
            assert_eq!(world.calls(), times(&[("after", round), ("told", round)]), "reopened");
        }
        let listed =
            Executions::list(&world.store, &executions_of(ExecutionScope::Task(task.id), 10)).await?.items;
        let kinds = |kind| listed.iter().filter(|one| one.request.trigger.kind == kind).count();
        let (ends, notices) = (kinds(TriggerKind::Completion), kinds(TriggerKind::Event));
        assert_eq!((ends, notices, listed.len()), (2, 2, 4), "both are listed with the task");
        assert!(listed.iter().all(|execution| execution.status() == Status::Completed));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_reminder_of_a_todo_is_no_end() -> anyhow::Result<()> {
    let mut world = world(0, 0).await?;
    let task = todo(&world.there, task_with(|_| {}));
    world.store.insert(&task).await?;
    world.save("after", &[task.id]).await?;
    let reminder = execution_with(|request| {
        request.task_id = Some(task.id);
        request.spec = task.spec.clone();
        request.trigger = Trigger::reminder(world.clock.now());
        request.created_at = world.clock.now();
    });
    world.store.start(&reminder).await?;
    world.settle().await?;
    let reminded = Executions::get(&world.store, reminder.id()).await?.map(|execution| execution.status());
    assert_eq!((reminded, world.calls()), (Some(Status::Completed), times(&[])));
    let done = completed(&task, Some(world.clock.now()));
    replace(&mut world, &done).await?;
    assert_eq!(world.calls(), times(&[("after", 1), ("told", 1)]));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notification_that_could_not_be_delivered_is_seen_with_its_task() -> anyhow::Result<()> {
    let there = Destination::start(|_| Reply::Bytes(whole(404, "", b""))).await;
    let mut world = World::new(there, Options::in_memory(), 0, 0)?;
    let task = todo(&world.there, task_with(|_| {}));
    world.store.insert(&task).await?;
    let done = completed(&task, Some(world.clock.now()));
    replace(&mut world, &done).await?;
    let undelivered =
        ExecutionQuery { undelivered: true, ..executions_of(ExecutionScope::Task(task.id), 10) };
    let found = Executions::list(&world.store, &undelivered).await?.items;
    let [notice] = &found[..] else { anyhow::bail!("one is undelivered: {found:?}") };
    assert_eq!(notice.request.trigger.notice_of, Some(task.id));
    let lines = logs::entries(notice);
    println!("{:?}", lines.iter().map(|line| (line.level, &line.message)).collect::<Vec<_>>());
    let last = lines.last().map(|line| (line.level, line.message.as_str()));
    assert_eq!(
        last,
        Some((LogLevel::Warn, "The notification was not delivered: the destination answered 404"))
    );
    Ok(())
}
