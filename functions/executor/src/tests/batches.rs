//! Batches of messages.

use std::time::Duration;

use beadle_domain::execution::{Execution, Message, Status};

use super::world::{Reply, World, execution};
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
    IDS.iter().zip(bodies).map(|(id, body)| Record { id, body, sent_at: None }).collect()
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
