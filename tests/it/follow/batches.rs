//! Batches: counts are exact and what follows runs once, however often messages and changes are repeated and wherever
//! the projector stops.

use std::sync::Arc;

use anyhow::Context;
use async_trait::async_trait;
use beadle_application::{
    Call, Services,
    port::{BatchQuery, Batches, Clock, Executions, Inserted, Replaced, StoreError},
};
use beadle_domain::{
    access::{Principal, Role},
    adhoc::AdHoc,
    batch::{Batch, BatchDraft, BatchStatus, CountedBatch},
    execution::Status,
    projection::AuditEntry,
};
use beadle_embedded::Options;
use beadle_values::{id::BatchId, page::Page, violation::Path};
use serde_json::{Value, json};

use super::{Stopping, World};
use crate::conformance::{
    http_caller::destination::{Destination, Reply, whole},
    specimen::owner,
};

#[async_trait]
impl Batches for Stopping {
    async fn get(&self, id: BatchId) -> Result<Option<CountedBatch>, StoreError> {
        self.batches.get(id).await
    }

    async fn list(&self, query: &BatchQuery) -> Result<Page<CountedBatch>, StoreError> {
        self.batches.list(query).await
    }

    async fn insert(&self, batch: &Batch, audit: Option<&AuditEntry>) -> Result<Inserted<Batch>, StoreError> {
        self.batches.insert(batch, audit).await
    }

    async fn replace(
        &self,
        batch: &Batch,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError> {
        self.write(self.batches.replace(batch, expected, audit)).await
    }
}

struct Filled {
    services: Services,
    id: BatchId,
}

/// Creates a batch of `count` calls, of which those with a number divisible by `failing` fail; it calls `/complete` or
/// `/failure` at its end.
async fn fill(world: &World, count: usize, failing: usize) -> anyhow::Result<Filled> {
    let services = beadle_testing::services_at(&Arc::new(world.store.clone()), world.clock.clone());
    let by = Principal::in_person(owner("ada"), Role::User);
    let call = Call::new(&by, world.clock.now());
    let follows = |path: &str| {
        let body = json!({"id": "${batch.id}", "total": "${batch.total}", "failed": "${batch.failed}",
            "completed": "${batch.completed}", "cancelled": "${batch.cancelled}", "status": "${batch.status}"});
        json!({"type": "http", "method": "POST", "url": world.there.url(path), "body": body})
    };
    let draft =
        json!({"name": "nightly", "on_complete": follows("/complete"), "on_failure": follows("/failure")});
    let draft = BatchDraft::parse(&draft, &Path::body())?;
    let batch = services.batches.open(call, draft, &Path::body()).await?;
    let mut members = Vec::new();
    for number in 1..=count {
        let path = if number.is_multiple_of(failing) { "/gone" } else { "/ok" };
        let request = json!({"type": "http", "url": world.there.url(path), "retries": 0});
        members.push((None, AdHoc::parse(&request, call.now, &Path::body())?));
    }
    let begun = services.batches.add(call, &batch, members).await?;
    anyhow::ensure!(begun.iter().all(Result::is_ok) && begun.len() == count);
    Ok(Filled { services, id: batch.id })
}

/// What was sent to `path` at the ends of batches.
fn told(world: &World, path: &str) -> Vec<Value> {
    let of_path = world.there.seen().into_iter().filter(|seen| seen.line.contains(path));
    of_path.filter_map(|seen| serde_json::from_str(&seen.body).ok()).collect()
}

async fn world(stops: usize, repeats: usize) -> anyhow::Result<World> {
    let reply = |line: &str| whole(if line.contains("/gone") { 404 } else { 200 }, "", b"");
    let there = Destination::start(move |seen| Reply::Bytes(reply(&seen.line))).await;
    World::new(there, Options::in_memory(), stops, repeats)
}

async fn end(world: &mut World, filled: &Filled) -> anyhow::Result<CountedBatch> {
    let by = Principal::in_person(owner("ada"), Role::User);
    world.settle().await?;
    let open = filled.services.batches.get(&by, filled.id).await?;
    assert_eq!((open.batch.status(), told(world, "/complete").len()), (BatchStatus::Open, 0), "it is open");
    filled.services.batches.close(Call::new(&by, world.clock.now()), filled.id).await?;
    world.settle().await?;
    // A change after the end, so that what was delivered last comes again if the projector stopped.
    filled.services.batches.close(Call::new(&by, world.clock.now()), filled.id).await?;
    world.settle().await?;
    Ok(filled.services.batches.get(&by, filled.id).await?)
}

const COUNT: usize = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_follows_a_batch_runs_once_with_its_exact_counts() -> anyhow::Result<()> {
    let mut cases = 0;
    // Every fifth message and batch of changes comes twice, or every one; every second or third write of the projector
    // is not made, or made without a response.
    for (stops, repeats) in [(0, 0), (0, 5), (0, 1), (2, 5), (3, 5), (2, 1)] {
        for failing in [COUNT + 1, 10] {
            let mut world = world(stops, repeats).await?;
            let filled = fill(&world, COUNT, failing).await?;
            let ended = end(&mut world, &filled).await?;
            let failed = COUNT / failing;
            let counts =
                [Status::Completed, Status::Failed, Status::Cancelled, Status::Pending, Status::Running]
                    .map(|status| ended.count(status));
            let (completed, failed) = ((COUNT - failed) as u64, failed as u64);
            assert_eq!(counts, [completed, failed, 0, 0, 0], "{stops} {repeats}: {ended:#?}");
            assert_eq!(ended.total(), COUNT as u64);
            let status = if failed == 0 { BatchStatus::Completed } else { BatchStatus::Failed };
            assert_eq!(ended.batch.status(), status);
            let (runs, other) =
                if failed == 0 { ("/complete", "/failure") } else { ("/failure", "/complete") };
            let expected = json!({"id": filled.id, "total": COUNT, "failed": failed, "completed": completed,
                "cancelled": 0, "status": status.as_str()});
            assert_eq!(told(&world, runs), [expected], "{stops} {repeats}");
            assert_eq!(told(&world, other), [Value::Null; 0]);
            let execution =
                ended.batch.end.and_then(|end| end.execution).context("nothing runs at its end")?;
            let execution = Executions::get(&world.store, execution).await?.context("it is not stored")?;
            assert_eq!((execution.status(), execution.request.batch_id), (Status::Completed, None));
            cases += 1;
        }
    }
    println!("{cases} batches of {COUNT}: counts exact, what follows ran once");
    assert_eq!(cases, 12);
    Ok(())
}
