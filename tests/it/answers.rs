//! Large responses in the bucket: what becomes of them after a crash, when they are gone, and when the bucket is down.

use std::sync::Arc;

use async_trait::async_trait;
use beadle_application::port::{
    Claim, ExecutionQuery, ExecutionScope, Executions, Queue, QueueError, RunExecutions, Saved,
    StartExecutions, StoreError,
};
use beadle_aws::{ExecutionStore, Retention, Table};
use beadle_bench::responses::noise;
use beadle_domain::{
    cost::Receipt,
    execution::{Answer, Event, Execution, Message},
};
use jiff::Timestamp;

use crate::{
    bucket::Bucket,
    conformance::specimen::{at, execution},
    dynamo::{Dynamo, TABLE},
};

struct Sink;

#[async_trait]
impl Queue for Sink {
    async fn send(&self, _: &Message, _: Option<Timestamp>) -> Result<(), QueueError> {
        Ok(())
    }
}

struct World {
    store: ExecutionStore,
    bucket: Bucket,
    _dynamo: Dynamo,
}

impl World {
    async fn start() -> anyhow::Result<Self> {
        let (dynamo, bucket) = (Dynamo::start().await?, Bucket::start().await?);
        let table = bucket.attached_to(Table::new(dynamo.client.clone(), TABLE));
        let store = ExecutionStore::new(table, Arc::new(Sink), Retention::default());
        Ok(Self { store, bucket, _dynamo: dynamo })
    }

    async fn running(&self) -> anyhow::Result<Execution> {
        let execution = execution();
        self.store.start(&execution).await?;
        match self.store.claim(&Message::start(execution), at(0)).await? {
            Claim::Taken(running) => Ok(*running),
            other => anyhow::bail!("not taken but {other:?}"),
        }
    }

    /// An execution that ended with a large response, which is in the bucket.
    async fn ended(&self) -> anyhow::Result<Execution> {
        let running = self.running().await?;
        let ended = succeeded(&running, 1)?;
        assert_eq!(self.store.save(&ended, running.version(), 0).await?, Saved::Done);
        assert_eq!(self.bucket.content().objects.len(), 1);
        Ok(ended)
    }

    async fn get(&self, execution: &Execution) -> anyhow::Result<Execution> {
        self.store.get(execution.id()).await?.ok_or_else(|| anyhow::anyhow!("no row"))
    }
}

/// `running` with a response of 40 KB that nothing makes shorter, another one for each `seed`.
fn succeeded(running: &Execution, seed: u64) -> anyhow::Result<Execution> {
    let answer = Answer {
        status: Some(200),
        headers: [("content-type".to_owned(), "application/octet-stream".to_owned())].into(),
        size: 40 * 1024,
        body: noise(40 * 1024, seed),
        truncated: false,
        extracted: None,
        warnings: vec!["a warning".to_owned()],
    };
    Ok(running.apply(Event::Succeed { answer: Some(answer) }, at(1))?)
}

fn is_apart(execution: &Execution) -> bool {
    execution.progress.answer.as_ref().is_some_and(|answer| answer.apart().is_some())
}

#[tokio::test]
async fn lists_do_not_read_it_and_know_what_it_cost() -> anyhow::Result<()> {
    let world = World::start().await?;
    let ended = world.ended().await?;
    let query = ExecutionQuery::newest(ExecutionScope::Owner(ended.request.owner.clone()), 10);
    let listed = world.store.list(&query).await?.items;
    assert_eq!(world.bucket.content().reads, 0);
    let [listed] = listed.as_slice() else { anyhow::bail!("one is listed, not {}", listed.len()) };
    assert!(is_apart(listed));
    assert_eq!(Receipt::of(listed), Receipt::of(&ended));
    assert_eq!(Receipt::of(listed).objects, 1);
    let answer = listed.progress.answer.as_ref().expect("what is known of it");
    assert_eq!((answer.status, answer.size, answer.warnings.len()), (Some(200), 40 * 1024, 1));

    assert_eq!(world.get(&ended).await?, ended);
    assert_eq!(world.bucket.content().reads, 1);
    Ok(())
}

/// Between the object and the row.
#[tokio::test]
async fn an_object_that_no_row_names_changes_nothing() -> anyhow::Result<()> {
    let world = World::start().await?;
    let running = world.running().await?;
    // Its row is never written: another one has the version, as after a crash and a claim.
    let lost = succeeded(&running, 1)?;
    assert_eq!(world.store.save(&lost, running.version() + 7, 0).await?, Saved::Conflict);
    assert_eq!(world.bucket.content().objects.len(), 1, "the object is there");
    assert_eq!(world.get(&running).await?, running);

    let ended = succeeded(&running, 2)?;
    assert_eq!(world.store.save(&ended, running.version(), 0).await?, Saved::Done);
    assert_eq!(world.get(&ended).await?, ended);
    assert_eq!(world.bucket.content().objects.len(), 2, "neither replaced the other");
    // The answer to the first write was lost.
    assert_eq!(world.store.save(&ended, running.version(), 0).await?, Saved::Done);
    assert_eq!(world.bucket.content().objects.len(), 2);
    Ok(())
}

#[tokio::test]
async fn an_execution_outlasts_its_response() -> anyhow::Result<()> {
    let world = World::start().await?;
    let ended = world.ended().await?;
    world.bucket.content().objects.clear();
    let found = world.get(&ended).await?;
    assert!(is_apart(&found));
    assert_eq!((found.state(), &found.request), (ended.state(), &ended.request));
    assert_eq!(Receipt::of(&found), Receipt::of(&ended));
    Ok(())
}

#[tokio::test]
async fn a_bucket_that_is_down_loses_no_response() -> anyhow::Result<()> {
    let world = World::start().await?;
    let before = world.ended().await?;
    world.bucket.content().is_down = true;
    let running = world.running().await?;
    let ended = succeeded(&running, 3)?;
    assert_eq!(world.store.save(&ended, running.version(), 0).await?, Saved::Done);
    assert_eq!(world.get(&ended).await?, ended, "it is in the table");
    let unread = world.store.get(before.id()).await;
    assert!(matches!(unread, Err(StoreError::Unavailable(_))), "{unread:?}");

    world.bucket.content().is_down = false;
    assert_eq!(world.get(&before).await?, before);
    assert_eq!(world.get(&ended).await?, ended);
    Ok(())
}

#[tokio::test]
async fn damaged_objects_are_an_error() -> anyhow::Result<()> {
    let world = World::start().await?;
    let ended = world.ended().await?;
    for object in world.bucket.content().objects.values_mut() {
        object.truncate(100);
    }
    let read = world.store.get(ended.id()).await;
    assert!(matches!(read, Err(StoreError::Corrupt(_))), "{read:?}");
    Ok(())
}
