//! Messages that arrive early, late or twice.

use beadle_application::port::StoreError;
use beadle_domain::execution::{Event, Failure, Message, Status};

use super::world::{Mishap, World, at, execution};

#[tokio::test]
async fn early_messages_and_claimed_executions_are_delayed() {
    let world = World::new();
    let early = beadle_domain::execution::Execution::new((*execution(|_| {}).request).clone(), at(100));
    world.deliver(early.clone()).await.unwrap();
    let delayed = (Message::start(early), Some(at(100)));
    assert_eq!(world.ports.sent(), std::slice::from_ref(&delayed));

    let claimed = execution(|_| {});
    let message = Message::start(claimed.clone());
    world.put(&claimed.apply(Event::Claim { lease_until: at(60) }, at(0)).unwrap()).await;
    world.handle(&message).await;
    assert_eq!(world.ports.sent(), [delayed, (message, Some(at(60)))]);
    assert_eq!(world.destination.calls().len(), 0);
}

#[tokio::test]
async fn a_message_older_than_its_row_sends_the_follow_up_again() {
    let world = World::new();
    let first = execution(|_| {});
    let running = first.apply(Event::Claim { lease_until: at(60) }, at(0)).unwrap();
    let failure = Failure::http_status(500, None);
    let retrying = running.apply(Event::Retry { failure, answer: None, due: at(10) }, at(1)).unwrap();
    world.put(&retrying).await;
    world.handle(&Message::start(first)).await;
    let follow_up = Message::follow_up(&retrying, 0).unwrap();
    assert_eq!(world.ports.sent(), [(follow_up, Some(at(10)))]);
}

#[tokio::test]
async fn a_message_that_can_not_be_delayed_is_redelivered() {
    let world = World::new();
    world.expects("queue.send", Mishap::Fails(StoreError::Unavailable("down".into())));
    let early = beadle_domain::execution::Execution::new((*execution(|_| {}).request).clone(), at(100));
    assert_eq!(world.deliver(early).await.unwrap_err().code(), "queue");
}

#[tokio::test]
async fn a_message_whose_row_was_never_written_runs_from_the_message() {
    let world = World::new();
    let execution = execution(|_| {});
    world.handle(&Message::start(execution.clone())).await;
    assert_eq!(world.row(execution.id()).await.status(), Status::Completed);
}
