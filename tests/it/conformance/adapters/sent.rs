//! The receiving end of a queue that keeps its messages, for stores that send through a queue.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use beadle_application::port::{Delivery, Queue, QueueError};
use beadle_domain::execution::Message;
use jiff::Timestamp;

use crate::conformance::executions::Outbox;

/// Messages that were sent and not yet delivered.
#[derive(Debug, Default)]
pub struct SentMessages(Mutex<Vec<(Option<Timestamp>, Message)>>);

#[async_trait]
impl Queue for SentMessages {
    async fn send(&self, message: &Message, not_before: Option<Timestamp>) -> Result<(), QueueError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((not_before, message.clone()));
        Ok(())
    }
}

#[async_trait]
impl Outbox for std::sync::Arc<SentMessages> {
    async fn delivered_by(&self, time: Timestamp) -> anyhow::Result<Vec<Delivery>> {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let due =
            sent.extract_if(.., |(not_before, _)| not_before.is_none_or(|not_before| not_before <= time));
        Ok(due.map(|(_, message)| Delivery::Message(Box::new(message))).collect())
    }
}
