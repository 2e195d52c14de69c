//! The queue to the executor.

pub mod delaying;
pub mod delivering;

use std::{any::Any, collections::BTreeMap, sync::Arc, time::Duration};

use anyhow::{bail, ensure};
use async_trait::async_trait;
use beadle_application::port::{Clock, Queue};
use beadle_domain::execution::{Message, Request};

use super::adapters::sqlite::{self, Place};

/// A queue under test, empty, and its receiving end.
pub struct Fixture {
    /// The queue.
    pub queue: Arc<dyn Queue>,
    /// The receiving end.
    pub consumer: Box<dyn Consumer>,
    /// The clock of the queue.
    pub clock: Arc<dyn Clock>,
    /// Resources that must outlive the queue, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// Receives as the executor does.
#[async_trait]
pub trait Consumer: Send + Sync {
    /// The messages that can be received now or soon, the express queue first; empty if there are none.
    async fn receive(&self) -> anyhow::Result<Vec<Received>>;

    /// Acknowledges `received`.
    async fn acknowledge(&self, received: &Received) -> anyhow::Result<()>;

    /// Lets the visibility timeout of `received` expire, or reports that it was not handled.
    async fn abandon(&self, received: &Received) -> anyhow::Result<()>;

    /// Advances a stepped clock by `duration`; does nothing where time is real.
    async fn pass(&self, duration: Duration);
}

/// A message that was received.
#[derive(Debug)]
pub struct Received {
    /// The request of its execution.
    pub request: Arc<Request>,
    /// The version of its execution that it was sent for.
    pub version: u64,
    /// The number of deferrals of its execution.
    pub hops: u32,
    /// The adapter's handle of it.
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
    /// Receives until there are `count` messages, and acknowledges them.
    pub async fn take(&self, count: usize) -> anyhow::Result<Vec<Received>> {
        let mut taken = Vec::new();
        for _ in 0..PATIENCE {
            let came = self.consumer.receive().await?;
            // Messages of a bundle have their receipt in common.
            let receipts: BTreeMap<&str, &Received> =
                came.iter().map(|one| (one.receipt.as_str(), one)).collect();
            for received in receipts.into_values() {
                self.consumer.acknowledge(received).await?;
            }
            taken.extend(came);
            if taken.len() >= count {
                return Ok(taken);
            }
            tokio::task::yield_now().await;
        }
        bail!("of {count} messages only {} came", taken.len())
    }

    /// Fails if a message arrives.
    pub async fn is_empty(&self) -> anyhow::Result<()> {
        let received = self.consumer.receive().await?;
        ensure!(received.is_empty(), "something comes: {received:?}");
        Ok(())
    }
}

/// How many receive calls a message may take before it counts as lost; each may wait a second.
const PATIENCE: usize = 60;

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { queue on $fixture;
                delivering:
                    a_message_is_delivered_as_it_was_sent,
                    an_acknowledged_message_is_not_redelivered,
                    an_abandoned_message_is_redelivered,
                    many_messages_are_all_delivered,
                    messages_that_are_sent_together_are_all_delivered,
                    messages_that_are_sent_apart_are_delivered_one_by_one,
                    a_high_priority_overtakes_the_others,
                    a_large_message_is_delivered_as_it_was_sent,
                    awkward_text_is_delivered_as_it_was_sent;
                delaying:
                    a_message_is_not_delivered_before_its_time,
                    a_time_in_the_past_means_now,
                    a_later_message_does_not_block_an_earlier_one;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::queue(Place::Memory));
suite!(sqlite_file: sqlite::queue(Place::File));
