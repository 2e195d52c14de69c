//! The bus for domain events.

use async_trait::async_trait;

use beadle_domain::event::DomainEvent;
use beadle_values::cause::Cause;

/// Publishes domain events, at least once each; repeats have the same id.
#[async_trait]
pub trait EventBus: Send + Sync {
    /// Publishes `events`, all of them or an error.
    ///
    /// # Errors
    /// [`EventBusError`] when some may not have been published.
    async fn publish(&self, events: &[DomainEvent]) -> Result<(), EventBusError>;
}

/// Why events were not published.
#[derive(Debug, thiserror::Error)]
#[error("the event bus is unavailable")]
pub struct EventBusError(#[source] pub Cause);
