//! Projects the change stream: counters, rollups, domain events and the audit trail.
//!
//! [`Projector`] hands changes to the use case and tells the log what became of them; `lambda` reads them from the table's
//! stream.

#[cfg(feature = "lambda")]
pub mod lambda;

use std::{collections::BTreeSet, sync::Arc};

use beadle_domain::{
    event::EventKind,
    port::{EventBus, ProjectionStore},
    projection::ChangeRecord,
    usecase::project::{ProjectError, Projected, project},
};

/// Projects changes.
#[derive(Clone)]
pub struct Projector {
    store: Arc<dyn ProjectionStore>,
    bus: Arc<dyn EventBus>,
    kinds: BTreeSet<EventKind>,
}

impl Projector {
    /// Projects into `store` and publishes events of these `kinds` on `bus`.
    pub fn new(store: Arc<dyn ProjectionStore>, bus: Arc<dyn EventBus>, kinds: BTreeSet<EventKind>) -> Self {
        Self { store, bus, kinds }
    }

    /// Projects `records`, which follow one another in their shards.
    ///
    /// # Errors
    /// [`ProjectError`] with the first change that has to come again.
    pub async fn handle(&self, records: &[ChangeRecord]) -> Result<Projected, ProjectError> {
        let result = project(&*self.store, &*self.bus, &self.kinds, records).await;
        match &result {
            Ok(done) if done.repeated > 0 => {
                tracing::info!(done.applied, done.repeated, done.published, "changes had come before");
            }
            Ok(done) => tracing::debug!(done.applied, done.published, "changes projected"),
            Err(error) => tracing::error!(%error, "changes have to come again"),
        }
        result
    }
}
