//! Records the end of an execution whose message could not be handled.
//!
//! [`Recorder`] passes dead letters to the use case and logs the results; `lambda` reads them from the
//! dead-letter queue.

#[cfg(feature = "lambda")]
pub mod lambda;

use std::sync::Arc;

use beadle_application::{
    abandon::{Abandoned, DeadLetter, abandon},
    port::{Clock, Executions, RunExecutions, StoreError},
};

/// Records dead letters.
#[derive(Clone)]
pub struct Recorder {
    reader: Arc<dyn Executions>,
    runner: Arc<dyn RunExecutions>,
    clock: Arc<dyn Clock>,
}

impl Recorder {
    /// A recorder over these ports.
    pub fn new(reader: Arc<dyn Executions>, runner: Arc<dyn RunExecutions>, clock: Arc<dyn Clock>) -> Self {
        Self { reader, runner, clock }
    }

    /// Records the end of the execution that `letter` concerns.
    ///
    /// # Errors
    /// [`StoreError`] when the letter must be redelivered, as also after [`Abandoned::Later`].
    pub async fn handle(&self, letter: DeadLetter<'_>) -> Result<Abandoned, StoreError> {
        let result = abandon(&*self.reader, &*self.runner, letter, self.clock.now()).await;
        match &result {
            Ok(Abandoned::Failed(id)) => {
                tracing::error!(execution.id = %id, letter.deliveries, "execution failed: undeliverable");
            }
            Ok(Abandoned::Settled(id)) => {
                tracing::info!(execution.id = %id, "dead letter of an execution that has ended");
            }
            Ok(Abandoned::Later { id, until }) => {
                tracing::warn!(execution.id = %id, %until, "dead letter of an execution that is still claimed");
            }
            Ok(Abandoned::Unreadable { fingerprint }) => {
                tracing::error!(%fingerprint, bytes = letter.body.len(), "unreadable dead letter");
            }
            Err(error) => tracing::error!(%error, "dead letter will be redelivered"),
        }
        result
    }
}
