//! Records the end of an execution whose message could not be handled.
//!
//! [`Recorder`] passes dead letters to the use case and logs the results; `lambda` reads them from the
//! dead-letter queue.

#[cfg(feature = "lambda")]
pub mod lambda;

use std::sync::Arc;

use beadle_application::{
    dead_letter::{DeadLetter, DeadLetterService, Recorded},
    port::{Clock, StoreError},
};
use beadle_values::cause::Chain;

/// Records dead letters.
#[derive(Clone)]
pub struct Recorder {
    letters: DeadLetterService,
    clock: Arc<dyn Clock>,
}

impl Recorder {
    /// A recorder that hands dead letters to this service.
    pub fn new(letters: DeadLetterService, clock: Arc<dyn Clock>) -> Self {
        Self { letters, clock }
    }

    /// Records the end of the execution that `letter` concerns.
    ///
    /// # Errors
    /// [`StoreError`] when the letter must be redelivered, as also after [`Recorded::Later`] and [`Recorded::OnlyLetter`].
    pub async fn handle(&self, letter: DeadLetter<'_>) -> Result<Recorded, StoreError> {
        let result = self.letters.record(letter, self.clock.now()).await;
        match &result {
            Ok(Recorded::Failed(id)) => {
                tracing::error!(execution.id = %id, letter.deliveries, "execution failed: undeliverable");
            }
            Ok(Recorded::Settled(id)) => {
                tracing::info!(execution.id = %id, "dead letter of an execution that has ended");
            }
            Ok(Recorded::Later { id, until }) => {
                tracing::warn!(execution.id = %id, %until, "dead letter of an execution that is still claimed");
            }
            Ok(Recorded::OnlyLetter(id)) => {
                tracing::error!(execution.id = %id, bytes = letter.body.len(), "unreadable dead letter of an execution without a record is kept");
            }
            Ok(Recorded::Unreadable { fingerprint }) => {
                tracing::error!(%fingerprint, bytes = letter.body.len(), "unreadable dead letter");
            }
            Err(error) => tracing::error!(error = %Chain(error), "dead letter will be redelivered"),
        }
        result
    }
}
