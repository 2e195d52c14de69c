//! Handles events of other services about users: [`payload`] reads what EventBridge delivers, [`Listener`]
//! passes it to the use cases and logs the result.

pub mod payload;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use beadle_application::{
    Refusal,
    account::AccountPorts,
    account_event::hear,
    close_account::CloseAccountPorts,
    port::{Accounts, ApiKeys, AuditTrail, Clock, Configs, Executions, Scheduler, Tasks},
    task::TaskPorts,
};
use beadle_domain::account_event::AccountEvent;
use jiff::Timestamp;

/// The listener's ports.
#[derive(Clone)]
pub struct Ports {
    /// Reads tasks.
    pub tasks: Arc<dyn Tasks>,
    /// Deletes tasks.
    pub task_writer: Arc<dyn Tasks>,
    /// Reads configs.
    pub configs: Arc<dyn Configs>,
    /// Removes configs.
    pub config_writer: Arc<dyn Configs>,
    /// Reads executions.
    pub executions: Arc<dyn Executions>,
    /// Cancels executions.
    pub changer: Arc<dyn Executions>,
    /// Disarms schedules.
    pub scheduler: Arc<dyn Scheduler>,
    /// The accounts, whose levels change.
    pub accounts: Arc<dyn Accounts>,
    /// The owners' usage.
    pub usage: Arc<dyn Accounts>,
    /// The audit trail, for changes that no row contains.
    pub audit_log: Arc<dyn AuditTrail>,
    /// Revokes API keys.
    pub api_keys: Arc<dyn ApiKeys>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
}

/// Handles events about users.
#[derive(Clone)]
pub struct Listener {
    ports: Ports,
}

/// Why an event must be redelivered.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// A use case failed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Time ran out before everything was done; a redelivery continues.
    #[error("time ran out before everything was done; a redelivery continues")]
    Unfinished,
}

impl Listener {
    /// A listener over these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Handles `event` until `until` at the latest. Handling it again continues where this stopped.
    ///
    /// # Errors
    /// [`ListenError`] when the event must be redelivered.
    pub async fn handle(&self, event: &AccountEvent, until: Timestamp) -> Result<(), ListenError> {
        let result = match hear(self.ports(), event, until).await {
            Ok(outcome) => {
                tracing::info!(user.id = %event.user(), ?outcome, "user event handled");
                if outcome.is_finished() { Ok(()) } else { Err(ListenError::Unfinished) }
            }
            Err(refusal) => Err(refusal.into()),
        };
        if let Err(error) = &result {
            tracing::error!(user.id = %event.user(), %error, "user event will be redelivered");
        }
        result
    }

    fn ports(&self) -> CloseAccountPorts<'_> {
        let Ports { tasks, task_writer, configs, scheduler, accounts, usage, .. } = &self.ports;
        CloseAccountPorts {
            tasks: TaskPorts {
                reader: &**tasks,
                writer: &**task_writer,
                configs: &**configs,
                scheduler: &**scheduler,
                accounts: AccountPorts { accounts: &**accounts, usage: &**usage },
            },
            executions: &*self.ports.executions,
            changer: &*self.ports.changer,
            config_writer: &*self.ports.config_writer,
            api_keys: &*self.ports.api_keys,
            audit_log: &*self.ports.audit_log,
            clock: &*self.ports.clock,
        }
    }
}
