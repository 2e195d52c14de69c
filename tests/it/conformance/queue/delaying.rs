//! Delayed messages.

use std::time::Duration;

use beadle_domain::execution::{Event, Execution, Message};
use jiff::Timestamp;

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{LEASE, deferred, execution},
};

/// Long enough to be measured, short enough to wait for in real time.
const WAIT: Duration = Duration::from_secs(4);

/// Queues count in whole seconds, so a message may arrive that much early.
const COARSE: Duration = Duration::from_millis(1_500);

pub async fn a_message_is_not_delivered_before_its_time(queue: Fixture) -> Verdict {
    let due = queue.clock.now() + WAIT;
    let message = deferred_until(due);
    queue.queue.send(&message, Some(due)).await?;
    queue.is_empty().await?;
    queue.consumer.pass(WAIT).await;
    assert!(queue.take(1).await?[0].is(&message));
    assert!(queue.clock.now() + COARSE >= due, "it came at {} and was due at {due}", queue.clock.now());
    Ok(())
}

pub async fn a_time_in_the_past_means_now(queue: Fixture) -> Verdict {
    let due = queue.clock.now() - Duration::from_secs(3_600);
    let message = deferred_until(due);
    queue.queue.send(&message, Some(due)).await?;
    assert!(queue.take(1).await?[0].is(&message));
    Ok(())
}

pub async fn a_later_message_does_not_block_an_earlier_one(queue: Fixture) -> Verdict {
    let due = queue.clock.now() + WAIT;
    let [later, now] = [deferred_until(due), Message::start(execution())];
    queue.queue.send(&later, Some(due)).await?;
    queue.queue.send(&now, None).await?;
    assert!(queue.take(1).await?[0].is(&now));
    queue.consumer.pass(WAIT).await;
    assert!(queue.take(1).await?[0].is(&later));
    Ok(())
}

/// The message of an execution that is deferred until `due`.
fn deferred_until(due: Timestamp) -> Message {
    let pending = execution();
    let now = pending.request.created_at;
    let running: Execution =
        pending.apply(Event::Claim { lease_until: now + LEASE }, now).expect("a pending execution");
    Message::Run { execution: deferred(&running, now, due), hops: 1 }
}
