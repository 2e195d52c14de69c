//! Starts executions: first the message, then the row. After a crash in between, the message drives the
//! execution to its end; a row never exists without a message.

use async_trait::async_trait;
use beadle_application::port::{StartExecutions, Started, StoreError};
use beadle_domain::execution::{Execution, Message};

use super::ExecutionStore;
use crate::{errors::Conditional, row::execution::Mutable};

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
            Conditional::Done(()) => Ok(Started::Created),
            Conditional::ConditionFailed(Some(item)) => {
                Ok(Started::Existing(Box::new(self.read(item).await?)))
            }
            Conditional::ConditionFailed(None) => {
                Err(StoreError::Unavailable("a write found a row that a read does not find".into()))
            }
        }
    }
}
