//! Projects the change stream: counters, rollups, domain events and the audit trail. Then does the follow-up
//! work: releases dependents and sends notifications.
//!
//! [`Projector`] passes changes to the use case and logs the results; `lambda` reads them from the table's
//! stream.

#[cfg(feature = "lambda")]
pub mod lambda;

use beadle_application::project::{ProjectError, Projected, ProjectionService};
use beadle_domain::projection::ChangeRecord;
use beadle_values::cause::Chain;

/// Projects changes.
#[derive(Clone)]
pub struct Projector {
    projections: ProjectionService,
}

impl Projector {
    /// A projector that hands changes to this service.
    pub fn new(projections: ProjectionService) -> Self {
        Self { projections }
    }

    /// Projects `records`, which must be consecutive in their shards.
    ///
    /// # Errors
    /// [`ProjectError`] with the first change that must be redelivered.
    pub async fn handle(&self, records: &[ChangeRecord]) -> Result<Projected, ProjectError> {
        let result = self.projections.handle(records).await;
        match &result {
            Ok(done) if done.repeated > 0 => {
                tracing::info!(
                    done.applied,
                    done.repeated,
                    done.published,
                    done.released,
                    "changes projected, some again"
                );
            }
            Ok(done) => {
                tracing::debug!(
                    done.applied,
                    done.published,
                    done.released,
                    done.notified,
                    "changes projected"
                );
            }
            Err(error) => tracing::error!(error = %Chain(error), "changes will be redelivered"),
        }
        result
    }
}
