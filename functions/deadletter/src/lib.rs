//! Records the end of an execution whose message could not be handled.
//!
//! [`Recorder`] hands dead letters to the use case and tells the log what became of them; `lambda` reads them from the
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
    /// Records over these ports.
    pub fn new(reader: Arc<dyn Executions>, runner: Arc<dyn RunExecutions>, clock: Arc<dyn Clock>) -> Self {
        Self { reader, runner, clock }
    }

    /// Records the end of the execution that `letter` is about.
    ///
    /// # Errors
    /// [`StoreError`] when it has to come again; so it has after [`Abandoned::Later`].
    pub async fn handle(&self, letter: DeadLetter<'_>) -> Result<Abandoned, StoreError> {
        let result = abandon(&*self.reader, &*self.runner, letter, self.clock.now()).await;
        match &result {
            Ok(Abandoned::Failed(id)) => {
                tracing::error!(execution.id = %id, letter.deliveries, "execution failed: undeliverable");
            }
            Ok(Abandoned::Settled(id)) => {
                tracing::info!(execution.id = %id, "dead letter of an execution that has its outcome");
            }
            Ok(Abandoned::Later { id, until }) => {
                tracing::warn!(execution.id = %id, %until, "dead letter of an execution in someone's hands");
            }
            Ok(Abandoned::Unreadable { fingerprint }) => {
                tracing::error!(%fingerprint, bytes = letter.body.len(), "dead letter that names no execution");
            }
            Err(error) => tracing::error!(%error, "dead letter has to come again"),
        }
        result
    }
}
