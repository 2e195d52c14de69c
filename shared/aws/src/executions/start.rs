//! Starts executions: first the message, then the row. After a crash in between, the message drives the
//! execution to its end; a row never exists without a message.
//! An execution whose record is deferred has no row until it is claimed.

use async_trait::async_trait;
use beadle_application::port::{Added, StartExecutions, Started, StoreError, at_once};
use beadle_domain::execution::{Execution, Message};
use futures_util::{StreamExt, future::join_all, stream};

use super::{ExecutionStore, write::Placed};
use crate::row::execution::Mutable;

/// The number of rows written at once.
pub(super) const ROWS_AT_ONCE: usize = 16;

#[async_trait]
impl StartExecutions for ExecutionStore {
    /// If an executor claims the execution before its row is written, the result is [`Started::Existing`], as
    /// for any other existing row.
    async fn start(&self, execution: &Execution) -> Result<Started, StoreError> {
        self.send_start(execution).await?;
        self.write_start(execution).await
    }

    /// All messages are sent at the same time, so that they share bundles.
    async fn start_all(&self, executions: &[Execution]) -> Vec<Result<Started, StoreError>> {
        let sent = join_all(executions.iter().map(|execution| self.send_start(execution))).await;
        let placed: Vec<_> = executions
            .iter()
            .zip(sent)
            .map(async |(execution, sent)| {
                sent?;
                self.write_start(execution).await
            })
            .collect();
        stream::iter(placed).buffered(at_once(executions, ROWS_AT_ONCE)).collect().await
    }

    async fn record(&self, execution: &Execution) -> Result<Started, StoreError> {
        Ok(match self.put_history(execution).await? {
            Placed::Exists(item) => Started::Existing(Box::new(self.existing(item).await?)),
            Placed::Done | Placed::BatchClosed => Started::Created,
        })
    }

    async fn add_to_batch(&self, executions: &[Execution]) -> Result<Vec<Added>, StoreError> {
        self.add_members(executions).await
    }

    fn defers_records(&self) -> bool {
        true
    }
}

impl ExecutionStore {
    /// Sends the message of a start. One that has ended needs none.
    async fn send_start(&self, execution: &Execution) -> Result<(), StoreError> {
        // Progress that can't be written is rejected before its message is sent.
        Mutable::of(execution)?;
        if execution.status().is_final() {
            return Ok(());
        }
        let message = Message::start(execution.clone());
        Ok(self.queue.send(&message, message.due()).await?)
    }

    /// Writes the row of a start whose message is sent, unless that is left to whoever claims it.
    async fn write_start(&self, execution: &Execution) -> Result<Started, StoreError> {
        if execution.id().defers_its_record() {
            return Ok(Started::Created);
        }
        match self.put(execution).await? {
            Placed::Done => Ok(Started::Created),
            Placed::Exists(item) => Ok(Started::Existing(Box::new(self.existing(item).await?))),
            Placed::BatchClosed => {
                Err(StoreError::Corrupt("an execution of a closed batch was started".into()))
            }
        }
    }
}
