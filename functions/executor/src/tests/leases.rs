//! Long attempts and their leases.

use std::time::Duration;

use beadle_domain::execution::Status;

use super::world::{Mishap, Reply, World, at, execution};

fn long() -> beadle_domain::execution::Execution {
    execution(|request| request.policy.timeout = Duration::from_secs(300))
}

#[tokio::test(start_paused = true)]
async fn a_long_attempt_renews_its_lease_every_half_minute() {
    let world = World::answering([Reply::After(Duration::from_secs(100))]);
    let execution = long();
    world.deliver(execution.clone()).await.unwrap();
    assert_eq!(world.row(execution.id()).await.status(), Status::Completed);
    assert_eq!(world.ports.renewals(), [at(90); 3]);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_within_its_first_lease_renews_nothing() {
    let world = World::answering([Reply::After(Duration::from_secs(29))]);
    world.deliver(execution(|_| {})).await.unwrap();
    assert_eq!(world.ports.renewals().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_cancel_request_stops_the_attempt() {
    let world = World::answering([Reply::After(Duration::from_secs(250))]);
    let (execution, begun) = (long(), tokio::time::Instant::now());
    world.expects("executions.renew", Mishap::CancelRequest(execution.id()));
    world.deliver(execution.clone()).await.unwrap();
    assert_eq!(world.row(execution.id()).await.status(), Status::Cancelled);
    assert_eq!(begun.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn a_lost_lease_drops_the_attempt_and_writes_nothing() {
    let world = World::answering([Reply::After(Duration::from_secs(250))]);
    let execution = long();
    world.expects("executions.renew", Mishap::TakeOver(execution.id()));
    world.deliver(execution.clone()).await.unwrap();
    let row = world.row(execution.id()).await;
    assert_eq!((row.status(), row.version()), (Status::Running, 3), "as the other runner has claimed it");
}
