//! The way to the executor.

pub mod delaying;
pub mod delivering;

use std::{any::Any, sync::Arc, time::Duration};

use anyhow::{bail, ensure};
use async_trait::async_trait;
use beadle_application::port::{Clock, Queue};
use beadle_domain::execution::{Message, Request};

use super::adapters::sqlite::{self, Place};

/// A queue under test, empty, and its far end.
pub struct Fixture {
    /// The queue.
    pub queue: Arc<dyn Queue>,
    /// The far end.
    pub consumer: Box<dyn Consumer>,
    /// The time that the queue goes by.
    pub clock: Arc<dyn Clock>,
    /// What has to outlive the queue, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// Receives as the executor does.
#[async_trait]
pub trait Consumer: Send + Sync {
    /// What can be received now, or soon, the express lane first; empty when nothing comes.
    async fn receive(&self) -> anyhow::Result<Vec<Received>>;

    /// Tells the queue that `received` was handled.
    async fn acknowledge(&self, received: &Received) -> anyhow::Result<()>;

    /// Lets the time pass that the queue gives for handling `received`, or tells the queue that it was not handled.
    async fn abandon(&self, received: &Received) -> anyhow::Result<()>;

    /// Lets `duration` pass where the clock is stepped; nothing where time passes by itself.
    async fn pass(&self, duration: Duration);
}

/// A message that was received.
#[derive(Debug)]
pub struct Received {
    /// What is asked of its execution.
    pub request: Arc<Request>,
    /// The version of its execution that it was sent for.
    pub version: u64,
    /// How often its execution was put off.
    pub hops: u32,
    /// What the adapter knows it by.
    pub receipt: String,
}

impl Received {
    /// Whether it is `message`.
    pub fn is(&self, message: &Message) -> bool {
        let Message::Run { execution, hops } = message;
        (&self.request, self.version, self.hops) == (&execution.request, execution.version(), *hops)
    }
}

impl Fixture {
    /// Receives until `count` messages are there and acknowledges them.
    pub async fn take(&self, count: usize) -> anyhow::Result<Vec<Received>> {
        let mut taken = Vec::new();
        for _ in 0..PATIENCE {
            for received in self.consumer.receive().await? {
                self.consumer.acknowledge(&received).await?;
                taken.push(received);
            }
            if taken.len() >= count {
                return Ok(taken);
            }
            tokio::task::yield_now().await;
        }
        bail!("of {count} messages only {} came", taken.len())
    }

    /// Makes sure that nothing comes.
    pub async fn is_empty(&self) -> anyhow::Result<()> {
        let received = self.consumer.receive().await?;
        ensure!(received.is_empty(), "something comes: {received:?}");
        Ok(())
    }
}

/// How often a consumer asks before a message counts as lost; it may wait a second each time.
const PATIENCE: usize = 60;

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { queue on $fixture;
                delivering:
                    a_message_is_delivered_as_it_was_sent,
                    an_acknowledged_message_does_not_come_again,
                    an_abandoned_message_comes_again,
                    many_messages_are_all_delivered,
                    a_high_priority_overtakes_the_others,
                    a_large_message_is_delivered_as_it_was_sent,
                    awkward_text_is_delivered_as_it_was_sent;
                delaying:
                    a_message_is_not_delivered_before_its_time,
                    a_time_in_the_past_is_now,
                    a_later_message_does_not_hold_up_an_earlier_one;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::queue(Place::Memory));
suite!(sqlite_file: sqlite::queue(Place::File));
