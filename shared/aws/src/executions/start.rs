//! Starts executions: first the message, then the row. After a crash in between, the message drives the
//! execution to its end; a row never exists without a message.

use async_trait::async_trait;
use beadle_application::port::{Added, StartExecutions, Started, StoreError};
use beadle_domain::execution::{Execution, Message};

use super::{ExecutionStore, write::Placed};
use crate::row::execution::Mutable;

#[async_trait]
impl StartExecutions for ExecutionStore {
    /// If an executor claims the execution before its row is written, the result is [`Started::Existing`], as
    /// for any other existing row.
    async fn start(&self, execution: &Execution) -> Result<Started, StoreError> {
        // Progress that can't be written is rejected before its message is sent.
        Mutable::of(&execution.progress)?;
        if !execution.status().is_final() {
            let message = Message::start(execution.clone());
            self.queue.send(&message, message.due()).await?;
        }
        match self.put(execution).await? {
            Placed::Done => Ok(Started::Created),
            Placed::Exists(item) => Ok(Started::Existing(Box::new(self.existing(item).await?))),
            Placed::BatchClosed => {
                Err(StoreError::Corrupt("an execution of a closed batch was started".into()))
            }
        }
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
}
