//! Projects the change stream: counters, rollups, domain events and the audit trail; and does what follows from it:
//! releases what waited for what has ended, and tells those who want to be told.
//!
//! [`Projector`] hands changes to the use case and tells the log what became of them; `lambda` reads them from the table's
//! stream.

#[cfg(feature = "lambda")]
pub mod lambda;

use std::{collections::BTreeSet, sync::Arc};

use beadle_application::{
    account,
    follow::FollowPorts,
    port::{Accounts, Clock, Dependencies, EventBus, ProjectionStore, StartExecutions, Tasks},
    project::{ProjectError, Projected, project},
};
use beadle_domain::{event::EventKind, policy::RunDefaults, projection::ChangeRecord};

/// What the projector asks of the world.
#[derive(Clone)]
pub struct Ports {
    /// Keeps what is derived.
    pub store: Arc<dyn ProjectionStore>,
    /// Settles what executions cost.
    pub accounts: Arc<dyn Accounts>,
    /// Publishes events.
    pub bus: Arc<dyn EventBus>,
    /// Knows what runs after what.
    pub dependencies: Arc<dyn Dependencies>,
    /// Keeps the releases.
    pub releases: Arc<dyn Dependencies>,
    /// Reads the tasks that are released.
    pub tasks: Arc<dyn Tasks>,
    /// Starts their executions, and those of notifications.
    pub starter: Arc<dyn StartExecutions>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

/// What it goes by.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The kinds of events that are published.
    pub kinds: BTreeSet<EventKind>,
    /// What holds for saved tasks that state nothing.
    pub task_defaults: RunDefaults,
    /// What holds for notifications.
    pub ad_hoc_defaults: RunDefaults,
}

/// Projects changes.
#[derive(Clone)]
pub struct Projector {
    ports: Ports,
    settings: Settings,
}

impl Projector {
    /// A projector.
    pub fn new(ports: Ports, settings: Settings) -> Self {
        Self { ports, settings }
    }

    /// Settles the credits of what ended in `records`. What is settled before the checkpoint moves may be settled again, which
    /// changes nothing.
    async fn settle(&self, records: &[ChangeRecord]) -> Result<(), ProjectError> {
        let Some(first) = records.first() else { return Ok(()) };
        account::settle(&*self.ports.accounts, records)
            .await
            .map_err(|error| ProjectError { first_undone: first.sequence.clone(), cause: error.into() })
    }

    /// Projects `records`, which follow one another in their shards.
    ///
    /// # Errors
    /// [`ProjectError`] with the first change that has to come again.
    pub async fn handle(&self, records: &[ChangeRecord]) -> Result<Projected, ProjectError> {
        let result = match self.settle(records).await {
            Ok(()) => project(&*self.ports.store, self.following(), &self.settings.kinds, records).await,
            Err(error) => Err(error),
        };
        match &result {
            Ok(done) if done.repeated > 0 => {
                tracing::info!(
                    done.applied,
                    done.repeated,
                    done.published,
                    done.released,
                    "changes had come before"
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
            Err(error) => tracing::error!(%error, "changes have to come again"),
        }
        result
    }

    fn following(&self) -> FollowPorts<'_> {
        let Ports { bus, dependencies, releases, tasks, starter, clock, .. } = &self.ports;
        FollowPorts {
            dependencies: &**dependencies,
            releases: &**releases,
            tasks: &**tasks,
            starter: &**starter,
            bus: &**bus,
            clock: &**clock,
            task_defaults: &self.settings.task_defaults,
            ad_hoc_defaults: &self.settings.ad_hoc_defaults,
        }
    }
}
