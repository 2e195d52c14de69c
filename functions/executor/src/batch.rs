//! Runs the messages of one invocation concurrently. Waiting for slow destinations overlaps, and each
//! message fails on its own.
//!
//! A record may be a bundle ([`bundle`]). It is delivered again if one of its messages failed; the others find that they are
//! done. From its second delivery on it is taken apart, so that a message that ends the process takes no other with it
//! into the dead-letter queue.

use std::collections::BTreeSet;

use beadle_domain::execution::{Message, bundle};
use beadle_values::cause::Chain;
use futures_util::{StreamExt, stream};
use jiff::Timestamp;

use crate::{Executor, HandleError};

/// A message or a tick as the queue delivers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// Its id in the queue.
    pub id: &'a str,
    /// Its body.
    pub body: &'a str,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// The number of its deliveries, this one included.
    pub deliveries: u32,
}

impl Executor {
    /// Handles `records` and returns the ids of those that the queue is to deliver again.
    pub async fn handle_batch(&self, records: &[Record<'_>], deadline: Option<Timestamp>) -> Vec<String> {
        let parts: Vec<Part<'_>> = records.iter().flat_map(Part::of).collect();
        let concurrency = self.concurrency.min(parts.len()).max(1);
        let failed: BTreeSet<&str> = stream::iter(parts)
            .map(|part| self.handle_part(part, deadline))
            .buffer_unordered(concurrency)
            .filter_map(std::future::ready)
            .collect()
            .await;
        self.ports.gates.release_idle().await;
        self.ports.metrics.flush();
        self.ports.spans.flush();
        failed.into_iter().map(str::to_owned).collect()
    }

    /// Handles a part, and returns the id of its record if that is to be delivered again.
    async fn handle_part<'a>(&self, part: Part<'a>, deadline: Option<Timestamp>) -> Option<&'a str> {
        let (Part::Message(record) | Part::Again(record, _)) = part;
        let handled = match &part {
            Part::Message(record) => self.handle_record(record, deadline).await,
            Part::Again(_, messages) => {
                self.ports.queue.send_apart(messages).await.map_err(HandleError::from)
            }
        };
        let error = handled.err()?;
        tracing::error!(
            message.id = record.id, error.code = error.code(), error = %Chain(&error), "message will be redelivered"
        );
        Some(record.id)
    }
}

/// What is handled by itself.
enum Part<'a> {
    /// A message, with the properties of its record.
    Message(Record<'a>),
    /// A bundle that is taken apart, and its messages.
    Again(Record<'a>, Vec<Message>),
}

impl<'a> Part<'a> {
    fn of(record: &Record<'a>) -> Vec<Self> {
        let bodies = bundle::messages(record.body);
        if bodies.len() > 1 && record.deliveries > 1 {
            // One that can't be read keeps the record, with which it moves to the dead-letter queue.
            let read: Result<Vec<Message>, _> =
                bodies.iter().map(|body| serde_json::from_str(body)).collect();
            if let Ok(messages) = read {
                return vec![Self::Again(*record, messages)];
            }
        }
        bodies.into_iter().map(|body| Self::Message(Record { body, ..*record })).collect()
    }
}
