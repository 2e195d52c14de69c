//! Runs the messages of one invocation concurrently. Waiting for slow destinations overlaps, and each
//! message fails on its own.

use beadle_values::cause::Chain;
use futures_util::{StreamExt, stream};
use jiff::Timestamp;

use crate::Executor;

/// A message as the queue delivers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// Its id in the queue.
    pub id: &'a str,
    /// Its body.
    pub body: &'a str,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
}

impl Executor {
    /// Handles `records` and returns the ids of those that the queue is to deliver again.
    pub async fn handle_batch(&self, records: &[Record<'_>], deadline: Option<Timestamp>) -> Vec<String> {
        let concurrency = self.concurrency.min(records.len()).max(1);
        let failed = stream::iter(records)
            .map(|record| self.handle_record(*record, deadline))
            .buffer_unordered(concurrency)
            .filter_map(std::future::ready)
            .collect()
            .await;
        self.ports.gates.release_idle().await;
        self.ports.metrics.flush();
        self.ports.spans.flush();
        failed
    }

    async fn handle_record(&self, record: Record<'_>, deadline: Option<Timestamp>) -> Option<String> {
        let error = self.handle_raw(record.body, record.sent_at, deadline).await.err()?;
        tracing::error!(
            message.id = record.id, error.code = error.code(), error = %Chain(&error), "message will be redelivered"
        );
        Some(record.id.to_owned())
    }
}
