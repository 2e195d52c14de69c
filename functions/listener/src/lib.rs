//! Handles events of other services about users: [`payload`] reads what EventBridge delivers, [`Listener`]
//! passes it to the use cases and logs the result.

pub mod payload;
#[cfg(test)]
mod tests;

use beadle_application::{Error, account::AccountEventService};
use beadle_domain::account_event::AccountEvent;
use beadle_values::cause::Chain;
use jiff::Timestamp;

/// Handles events about users.
#[derive(Clone)]
pub struct Listener {
    events: AccountEventService,
}

/// Why an event must be redelivered.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The service failed.
    #[error(transparent)]
    Failed(#[from] Error),
    /// Time ran out before everything was done; a redelivery continues.
    #[error("time ran out before everything was done; a redelivery continues")]
    Unfinished,
}

impl Listener {
    /// A listener that hands events to this service.
    pub fn new(events: AccountEventService) -> Self {
        Self { events }
    }

    /// Handles `event` until `until` at the latest. Handling it again continues where this stopped.
    ///
    /// # Errors
    /// [`ListenError`] when the event must be redelivered.
    pub async fn handle(&self, event: &AccountEvent, until: Timestamp) -> Result<(), ListenError> {
        let result = match self.events.handle(event, until).await {
            Ok(outcome) => {
                tracing::info!(user.id = %event.user(), ?outcome, "user event handled");
                if outcome.is_finished() { Ok(()) } else { Err(ListenError::Unfinished) }
            }
            Err(error) => Err(error.into()),
        };
        if let Err(error) = &result {
            tracing::error!(user.id = %event.user(), error = %Chain(error), "user event will be redelivered");
        }
        result
    }
}
