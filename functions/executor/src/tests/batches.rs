//! Batches of messages.

use std::time::Duration;

use beadle_application::port::StoreError;
use beadle_domain::execution::{Execution, Message, Status, bundle};

use super::world::{Mishap, Reply, World, execution};
use crate::Record;

async fn bodies(world: &World, executions: &[Execution]) -> Vec<String> {
    let mut bodies = Vec::new();
    for execution in executions {
        world.put(execution).await;
        bodies.push(serde_json::to_string(&Message::start(execution.clone())).unwrap());
    }
    bodies
}

const IDS: [&str; 10] = ["m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9"];

fn records(bodies: &[String]) -> Vec<Record<'_>> {
    IDS.iter().zip(bodies).map(|(id, body)| Record { id, body, sent_at: None, deliveries: 1 }).collect()
}

#[tokio::test]
async fn a_message_that_panics_or_is_unreadable_fails_alone() {
    let world = World::answering([Reply::Status(200), Reply::Panic, Reply::Status(404), Reply::Status(200)]);
    let executions = [(); 4].map(|()| execution(|_| {}));
    let mut bodies = bodies(&world, &executions).await;
    bodies.extend(["not json".to_owned(), r#"{"v":"99","execution":{}}"#.to_owned()]);
    let mut failed = world.executor().handle_batch(&records(&bodies), None).await;
    failed.sort();
    assert_eq!(failed, ["m1", "m4", "m5"]);
    let mut statuses = Vec::new();
    for execution in &executions {
        statuses.push(world.row(execution.id()).await.status());
    }
    assert_eq!(statuses, [Status::Completed, Status::Running, Status::Failed, Status::Completed]);
}

#[tokio::test]
async fn a_bundle_with_a_message_that_fails_is_redelivered_and_the_others_are_done() {
    let world = World::answering([Reply::Status(200), Reply::Panic, Reply::Status(404)]);
    let executions = [(); 3].map(|()| execution(|_| {}));
    let bodies = bodies(&world, &executions).await;
    let bundle = [bundle::body(&bodies.iter().map(String::as_str).collect::<Vec<_>>())];
    assert_eq!(world.executor().handle_batch(&records(&bundle), None).await, ["m0"]);
    let mut statuses = Vec::new();
    for execution in &executions {
        statuses.push(world.row(execution.id()).await.status());
    }
    assert_eq!(statuses, [Status::Completed, Status::Running, Status::Failed]);
}

#[tokio::test]
async fn a_bundle_that_comes_again_is_taken_apart() {
    let world = World::answering([]);
    let executions = [(); 3].map(|()| execution(|_| {}));
    let bodies = bodies(&world, &executions).await;
    let bundle = [bundle::body(&bodies.iter().map(String::as_str).collect::<Vec<_>>())];
    let again = records(&bundle).into_iter().map(|record| Record { deliveries: 2, ..record });
    let failed = world.executor().handle_batch(&again.collect::<Vec<_>>(), None).await;
    assert_eq!((failed.len(), world.count("queue.send"), world.count("executions.claim")), (0, 3, 0));
    // A message by itself is handled however often it comes.
    let world = World::answering([Reply::Status(200)]);
    let alone = execution(|_| {});
    let bodies = self::bodies(&world, std::slice::from_ref(&alone)).await;
    let again = records(&bodies).into_iter().map(|record| Record { deliveries: 4, ..record });
    assert!(world.executor().handle_batch(&again.collect::<Vec<_>>(), None).await.is_empty());
    assert_eq!(world.row(alone.id()).await.status(), Status::Completed);
}

#[tokio::test]
async fn a_bundle_that_can_not_be_taken_apart_is_redelivered() {
    let world = World::answering([]);
    world.expects("queue.send", Mishap::Fails(StoreError::Unavailable("down".into())));
    let bodies = bodies(&world, &[(); 2].map(|()| execution(|_| {}))).await;
    let bundle = [bundle::body(&bodies.iter().map(String::as_str).collect::<Vec<_>>())];
    let again = records(&bundle).into_iter().map(|record| Record { deliveries: 2, ..record });
    assert_eq!(world.executor().handle_batch(&again.collect::<Vec<_>>(), None).await, ["m0"]);
}

#[tokio::test(start_paused = true)]
async fn a_batch_of_ten_slow_calls_takes_as_long_as_the_slowest() {
    for (at_once, expected) in [(usize::MAX, 10), (1, 55)] {
        let world = World::answering((1..=10).map(|second| Reply::After(Duration::from_secs(second))));
        let bodies = bodies(&world, &[(); 10].map(|()| execution(|_| {}))).await;
        let begun = tokio::time::Instant::now();
        let failed = world.executor().with_concurrency(at_once).handle_batch(&records(&bodies), None).await;
        assert_eq!((failed.len(), begun.elapsed().as_secs()), (0, expected));
    }
}
