//! Long attempts and their leases.

use std::time::Duration;

use beadle_application::port::Renewal;
use beadle_domain::execution::Status;

use super::world::{Reply, World, at, execution};

fn long() -> beadle_domain::execution::Execution {
    execution(|request| request.policy.timeout = Duration::from_secs(300))
}

#[tokio::test(start_paused = true)]
async fn a_long_attempt_renews_its_lease_every_half_minute() {
    let world = World::answering([Reply::After(Duration::from_secs(100))]);
    let execution = long();
    world.deliver(execution.clone()).await.unwrap();
    assert_eq!(world.row(execution.id()).status(), Status::Completed);
    assert_eq!(world.with(|state| state.renewals.clone()), [at(90); 3]);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_within_its_first_lease_renews_nothing() {
    let world = World::answering([Reply::After(Duration::from_secs(29))]);
    world.deliver(execution(|_| {})).await.unwrap();
    assert_eq!(world.with(|state| state.renewals.len()), 0);
}

#[tokio::test(start_paused = true)]
async fn a_cancel_request_stops_the_attempt() {
    let world = World::answering([Reply::After(Duration::from_secs(250))]);
    world.with(|state| state.renewal = Some(Renewal::Extended { cancel_requested: true }));
    let (execution, begun) = (long(), tokio::time::Instant::now());
    world.deliver(execution.clone()).await.unwrap();
    assert_eq!(world.row(execution.id()).status(), Status::Cancelled);
    assert_eq!(begun.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn a_lost_lease_drops_the_attempt_and_writes_nothing() {
    let world = World::answering([Reply::After(Duration::from_secs(250))]);
    world.with(|state| state.renewal = Some(Renewal::Lost));
    let execution = long();
    world.deliver(execution.clone()).await.unwrap();
    let row = world.row(execution.id());
    assert_eq!((row.status(), row.version()), (Status::Running, 2));
}
