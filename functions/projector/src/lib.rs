//! Projects the change stream: counters, rollups, domain events and the audit trail. Then does the follow-up
//! work: releases dependents and sends notifications.
//!
//! [`Projector`] passes changes to the use case and logs the results; `lambda` reads them from the table's
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

/// The projector's ports.
#[derive(Clone)]
pub struct Ports {
    /// Stores counters, rollups and checkpoints.
    pub store: Arc<dyn ProjectionStore>,
    /// Settles the credits of executions.
    pub accounts: Arc<dyn Accounts>,
    /// Publishes events.
    pub bus: Arc<dyn EventBus>,
    /// Reads which tasks run after which.
    pub dependencies: Arc<dyn Dependencies>,
    /// Stores releases.
    pub releases: Arc<dyn Dependencies>,
    /// Reads the tasks to release.
    pub tasks: Arc<dyn Tasks>,
    /// Starts their executions, and those of notifications.
    pub starter: Arc<dyn StartExecutions>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
}

/// The projector's settings.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The kinds of events that are published.
    pub kinds: BTreeSet<EventKind>,
    /// The defaults of saved tasks.
    pub task_defaults: RunDefaults,
    /// The defaults of notifications.
    pub ad_hoc_defaults: RunDefaults,
}

/// Projects changes.
#[derive(Clone)]
pub struct Projector {
    ports: Ports,
    settings: Settings,
}

impl Projector {
    /// A projector over these ports.
    pub fn new(ports: Ports, settings: Settings) -> Self {
        Self { ports, settings }
    }

    /// Settles the credits of the executions that ended in `records`. A repeated batch settles them again,
    /// which has no effect.
    async fn settle(&self, records: &[ChangeRecord]) -> Result<(), ProjectError> {
        let Some(first) = records.first() else { return Ok(()) };
        account::settle(&*self.ports.accounts, records)
            .await
            .map_err(|error| ProjectError { first_undone: first.sequence.clone(), cause: error.into() })
    }

    /// Projects `records`, which must be consecutive in their shards.
    ///
    /// # Errors
    /// [`ProjectError`] with the first change that must be redelivered.
    pub async fn handle(&self, records: &[ChangeRecord]) -> Result<Projected, ProjectError> {
        let result = match self.settle(records).await {
            Ok(()) => project(&*self.ports.store, self.follow_ports(), &self.settings.kinds, records).await,
            Err(error) => Err(error),
        };
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
            Err(error) => tracing::error!(%error, "changes will be redelivered"),
        }
        result
    }

    fn follow_ports(&self) -> FollowPorts<'_> {
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
