//! A batch on the table: every message and every batch of changes comes twice, and the projector stops at some writes.

use anyhow::{Context, ensure};
use beadle_application::port::{Added, Batches, Clock, Executions, Replaced, StartExecutions};
use beadle_domain::{
    batch::{Batch, BatchStatus, Successor},
    execution::{Execution, Request, Status},
    interpolation::Template,
    projection::{Change, ChangeRecord, Sequence},
    spec::{HttpSpec, TaskSpec},
};
use beadle_values::id::{BatchId, ExecutionId};
use jiff::SignedDuration;
use uuid::Uuid;

use super::{Destination, Reply, World, calls, whole};
use crate::conformance::specimen::{execution_with, owner};

const COUNT: usize = 120;

fn calling(world: &World, path: &str, change: impl FnOnce(&mut Request)) -> Execution {
    let url = Template::new(world.there.url(path));
    execution_with(|request| {
        request.spec = TaskSpec::Http(HttpSpec { url, ..HttpSpec::new("GET", "") });
        request.created_at = world.clock.now();
        change(request);
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_follows_a_batch_runs_once_with_its_exact_counts() -> anyhow::Result<()> {
    let mut cases = 0;
    for (stops, is_failing) in [(0, false), (2, false), (3, true), (1, true)] {
        let reply = |line: &str| whole(if line.contains("/gone") { 404 } else { 200 }, "", b"");
        let there = Destination::start(move |seen| Reply::Bytes(reply(&seen.line))).await;
        // One that stops at every write would never end.
        let mut world = World::new(there, if stops == 1 { 4 } else { stops }).await?;
        let id = BatchId::from_uuid(Uuid::now_v7());
        let end = ExecutionId::for_batch_end(id);
        let successor = |path: &str| {
            let path = format!("/{path}-${{batch.total}}-${{batch.completed}}-${{batch.failed}}");
            let Execution { request, .. } = calling(&world, &path, |request| request.id = end);
            Some(Successor::Request(Box::new((*request).clone())))
        };
        let batch = Batch {
            id,
            owner: owner("ada"),
            name: None,
            on_complete: successor("complete"),
            on_failure: successor("failure"),
            created_at: world.clock.now(),
            closed_at: None,
            end: None,
            version: 1,
        };
        world.batches.insert(&batch, None).await?;
        let member = |number: usize| {
            let path = if is_failing && number.is_multiple_of(10) { "/gone" } else { "/ok" };
            calling(&world, path, |request| request.batch_id = Some(id))
        };
        let members: Vec<Execution> = (0..COUNT).map(member).collect();
        // The first request is repeated.
        for some in [&members[..50], &members[..50], &members[50..]] {
            let added = world.executions.add_to_batch(some).await?;
            ensure!(added.iter().all(|added| *added != Added::Closed));
        }
        for execution in &members {
            world.note(execution.id()).await?;
        }
        world.clock.advance_to(world.clock.now() + SignedDuration::from_secs(3));
        world.settle().await?;
        let stored = world.batches.get(id).await?.context("no batch")?;
        assert_eq!((stored.added, stored.batch.status()), (COUNT as u64, BatchStatus::Open));
        let closed = stored.batch.close(world.clock.now()).context("it is closed")?;
        ensure!(world.batches.replace(&closed, stored.batch.version, None).await? == Replaced::Done);
        let records = &mut world.shards[0].records;
        records.push(ChangeRecord {
            shard: "shardId-0".into(),
            sequence: Sequence::of(records.len() as u128 + 1),
            at: world.clock.now(),
            change: Change::BatchClosed(id),
        });
        world.shards[0].project(&world.projector).await;
        world.settle().await?;

        let failed = if is_failing { COUNT / 10 } else { 0 };
        let ended = world.batches.get(id).await?.context("no batch")?;
        let counts = [Status::Completed, Status::Failed, Status::Pending].map(|status| ended.count(status));
        assert_eq!(counts, [(COUNT - failed) as u64, failed as u64, 0], "{ended:#?}");
        let outcome = if is_failing { "failure" } else { "complete" };
        let told: Vec<_> = calls(&world.there).into_iter().filter(|(path, _)| path.contains('-')).collect();
        assert_eq!(told, [(format!("{outcome}-{COUNT}-{}-{failed}", COUNT - failed), 1)]);
        let follows = world.executions.get(end).await?.context("nothing ran at its end")?;
        assert_eq!(follows.status(), Status::Completed);
        cases += 1;
    }
    println!("{cases} batches of {COUNT} on the table: counts exact, what follows ran once");
    assert_eq!(cases, 4);
    Ok(())
}
