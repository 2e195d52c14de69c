//! The queue to the executor.

use async_trait::async_trait;
use jiff::Timestamp;

use beadle_domain::execution::{Execution, Message};
use beadle_values::cause::Cause;

/// Sends messages to the executor. Every message is delivered at least once; one that can't be handled after
/// several deliveries reaches the dead-letter queue.
#[async_trait]
pub trait Queue: Send + Sync {
    /// Sends `message`, to be delivered at `not_before` or as soon as possible. It may be delivered early if
    /// the wait is longer than the queue can delay a message; the executor then sends it again.
    ///
    /// High priority takes the express queue; within a queue owners are served fairly.
    ///
    /// # Errors
    /// [`QueueError`] when the message is not safely in the queue.
    async fn send(&self, message: &Message, not_before: Option<Timestamp>) -> Result<(), QueueError>;

    /// Sends each of `messages`, which came in one bundle and were not all handled, so that it is delivered without the
    /// others: one that ends its process each time would otherwise take them with it.
    ///
    /// # Errors
    /// [`QueueError`] when not all are safely in the queue. Some may be.
    async fn send_apart(&self, messages: &[Message]) -> Result<(), QueueError> {
        for message in messages {
            self.send(message, message.due()).await?;
        }
        Ok(())
    }
}

/// Why a message was not sent.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// The queue can't be reached or is overloaded.
    #[error("the queue is unavailable")]
    Unavailable(#[source] Cause),
    /// The message is larger than the queue allows.
    #[error("the message is too large")]
    TooLarge(#[source] Cause),
}

impl From<QueueError> for super::StoreError {
    fn from(error: QueueError) -> Self {
        match error {
            QueueError::Unavailable(cause) => Self::Unavailable(cause),
            QueueError::TooLarge(cause) => Self::TooLarge(cause),
        }
    }
}

/// A delivery to the executor.
#[derive(Debug, Clone, PartialEq)]
pub enum Delivery {
    /// A message; its execution is yet to be claimed.
    Message(Box<Message>),
    /// An execution that was claimed in the transaction that made it due: one write less on one machine.
    Claimed {
        /// The execution, `running`; its version is the fence.
        execution: Box<Execution>,
        /// How often it was deferred.
        hops: u32,
    },
}
