//! Sent messages are delivered.

use std::collections::BTreeSet;

use beadle_domain::{execution::Message, spec::TaskSpec, task::Priority};
use beadle_values::id::ExecutionId;
use futures_util::future::try_join_all;
use jiff::Timestamp;
use serde_json::json;

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{AWKWARD_TEXT, execution_with, http, owner},
};

pub async fn a_message_is_delivered_as_it_was_sent(queue: Fixture) -> Verdict {
    is_delivered(&queue, Message::Run { execution: execution_with(|_| {}), hops: 7 }).await
}

pub async fn an_acknowledged_message_is_not_redelivered(queue: Fixture) -> Verdict {
    is_delivered(&queue, Message::start(execution_with(|_| {}))).await?;
    queue.is_empty().await
}

pub async fn an_abandoned_message_is_redelivered(queue: Fixture) -> Verdict {
    let message = Message::start(execution_with(|_| {}));
    queue.queue.send(&message, None).await?;
    for _ in 0..2 {
        let mut received = Vec::new();
        while received.is_empty() {
            received = queue.consumer.receive().await?;
        }
        assert!(received[0].is(&message), "{received:?}");
        queue.consumer.abandon(&received[0]).await?;
    }
    assert!(queue.take(1).await?[0].is(&message));
    queue.is_empty().await
}

/// Messages of two owners and priorities that are due at `now`.
fn mixed(count: usize, now: Timestamp) -> Vec<Message> {
    let message = |n: usize| {
        Message::start(execution_with(|request| {
            request.created_at = now;
            request.owner = owner(["ada", "bob"][n % 2]);
            request.priority = if n.is_multiple_of(5) { Priority::High } else { Priority::Low };
        }))
    };
    (0..count).map(message).collect()
}

pub async fn messages_that_are_sent_together_are_all_delivered(queue: Fixture) -> Verdict {
    let sent = mixed(120, queue.clock.now());
    try_join_all(sent.iter().map(|message| queue.queue.send(message, None))).await?;
    let ids: BTreeSet<ExecutionId> = sent.iter().map(|message| message.execution().id()).collect();
    let came: BTreeSet<ExecutionId> =
        queue.take(120).await?.iter().map(|received| received.request.id).collect();
    assert_eq!(came, ids);
    queue.is_empty().await
}

pub async fn messages_that_are_sent_apart_are_delivered_one_by_one(queue: Fixture) -> Verdict {
    let sent = mixed(3, queue.clock.now());
    queue.queue.send_apart(&sent).await?;
    let mut left: BTreeSet<ExecutionId> = sent.iter().map(|message| message.execution().id()).collect();
    while !left.is_empty() {
        for received in queue.consumer.receive().await? {
            // Acknowledging one leaves the others.
            queue.consumer.acknowledge(&received).await?;
            assert!(left.remove(&received.request.id), "{received:?}");
        }
    }
    queue.is_empty().await
}

pub async fn many_messages_are_all_delivered(queue: Fixture) -> Verdict {
    let mut sent = BTreeSet::new();
    for n in 0..30 {
        let execution = execution_with(|request| {
            request.owner = owner(["ada", "bob", "eve"][n % 3]);
            request.priority = if n % 5 == 0 { Priority::High } else { Priority::Low };
        });
        sent.insert(execution.id());
        queue.queue.send(&Message::start(execution), None).await?;
    }
    let came: BTreeSet<ExecutionId> =
        queue.take(30).await?.iter().map(|received| received.request.id).collect();
    assert_eq!(came, sent);
    Ok(())
}

pub async fn a_high_priority_overtakes_the_others(queue: Fixture) -> Verdict {
    for priority in [Priority::Low, Priority::Medium, Priority::Medium, Priority::Low, Priority::High] {
        let execution = execution_with(|request| request.priority = priority);
        queue.queue.send(&Message::start(execution), None).await?;
    }
    let came = queue.take(5).await?;
    assert_eq!(came[0].request.priority, Priority::High);
    assert!(came[1..].iter().all(|received| received.request.priority != Priority::High));
    Ok(())
}

pub async fn a_large_message_is_delivered_as_it_was_sent(queue: Fixture) -> Verdict {
    let body = json!({"blob": "x".repeat(850_000)});
    let execution = execution_with(|request| request.spec = TaskSpec::Http(http(Some(body))));
    is_delivered(&queue, Message::start(execution)).await
}

pub async fn awkward_text_is_delivered_as_it_was_sent(queue: Fixture) -> Verdict {
    let body = json!({AWKWARD_TEXT: AWKWARD_TEXT});
    let execution = execution_with(|request| {
        request.owner = owner("ada|👩‍🔬\u{FFFF} #");
        request.spec = TaskSpec::Http(http(Some(body)));
    });
    is_delivered(&queue, Message::start(execution)).await
}

async fn is_delivered(queue: &Fixture, message: Message) -> Verdict {
    queue.queue.send(&message, None).await?;
    let received = queue.take(1).await?;
    assert_eq!(received.len(), 1, "{received:?}");
    assert!(received[0].is(&message), "{received:?}");
    Ok(())
}
