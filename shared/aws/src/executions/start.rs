//! Starting: the message first, then the row. Whatever stops in between, the message drives the execution to its end; a
//! row without a message never is.

use async_trait::async_trait;
use beadle_application::port::{StartExecutions, Started, StoreError};
use beadle_domain::execution::{Execution, Message};

use super::ExecutionStore;
use crate::{errors::Written, row::execution::Mutable};

#[async_trait]
impl StartExecutions for ExecutionStore {
    /// One that an executor was quick enough to claim before its row was written answers as
    /// [`Started::Existing`], like any other that is there already.
    async fn start(&self, execution: &Execution) -> Result<Started, StoreError> {
        // What could not be written is refused before its message is on the way.
        Mutable::of(&execution.progress)?;
        let message = Message::start(execution.clone());
        self.queue.send(&message, message.due()).await?;
        match self.put(execution).await? {
            Written::Done(()) => Ok(Started::Created),
            Written::Refused(Some(item)) => Ok(Started::Existing(Box::new(self.read(item).await?))),
            Written::Refused(None) => {
                Err(StoreError::Unavailable("the row is said to be there, but is not shown".to_owned()))
            }
        }
    }
}
