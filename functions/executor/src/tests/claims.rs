//! Messages that arrive early, late or twice.

use beadle_application::port::Delivery;
use beadle_domain::execution::{Event, Failure, Message, Status};

use super::world::{World, at, execution};

#[tokio::test]
async fn early_messages_and_claimed_executions_are_delayed() {
    let world = World::default();
    let early = beadle_domain::execution::Execution::new((*execution(|_| {}).request).clone(), at(100));
    world.deliver(early.clone()).await.unwrap();
    assert_eq!(world.with(|state| state.sent.pop_front()), Some((Message::start(early), Some(at(100)))));

    let claimed = execution(|_| {});
    let message = Message::start(claimed.clone());
    world.store(claimed.apply(Event::Claim { lease_until: at(60) }, at(0)).unwrap());
    world.executor().handle(Delivery::Message(Box::new(message.clone())), None).await.unwrap();
    assert_eq!(world.with(|state| state.sent.pop_front()), Some((message, Some(at(60)))));
    assert_eq!(world.with(|state| state.calls.len()), 0);
}

#[tokio::test]
async fn a_message_older_than_its_row_sends_the_follow_up_again() {
    let world = World::default();
    let first = execution(|_| {});
    let running = first.apply(Event::Claim { lease_until: at(60) }, at(0)).unwrap();
    let failure = Failure::http_status(500, None);
    let retrying = running.apply(Event::Retry { failure, answer: None, due: at(10) }, at(1)).unwrap();
    world.store(retrying.clone());
    world.executor().handle(Delivery::Message(Box::new(Message::start(first))), None).await.unwrap();
    let follow_up = Message::follow_up(&retrying, 0).unwrap();
    assert_eq!(world.with(|state| state.sent.pop_front()), Some((follow_up, Some(at(10)))));
}

#[tokio::test]
async fn a_message_that_can_not_be_delayed_is_redelivered() {
    let world = World::default();
    world.with(|state| state.queue_is_down = true);
    let early = beadle_domain::execution::Execution::new((*execution(|_| {}).request).clone(), at(100));
    assert_eq!(world.deliver(early).await.unwrap_err().code(), "queue");
}

#[tokio::test]
async fn a_message_whose_row_was_never_written_runs_from_the_message() {
    let world = World::default();
    let execution = execution(|_| {});
    let message = Message::start(execution.clone());
    world.executor().handle(Delivery::Message(Box::new(message)), None).await.unwrap();
    assert_eq!(world.row(execution.id()).status(), Status::Completed);
}
