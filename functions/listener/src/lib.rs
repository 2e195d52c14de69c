//! Does what follows from what other services tell about users: [`payload`] reads what EventBridge delivers, [`Listener`]
//! hands it to the use cases and tells the log what became of it.

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

/// What the listener needs of the world.
#[derive(Clone)]
pub struct Ports {
    /// The tasks, to look at.
    pub tasks: Arc<dyn Tasks>,
    /// The tasks, to delete.
    pub task_writer: Arc<dyn Tasks>,
    /// The configs, to look at.
    pub configs: Arc<dyn Configs>,
    /// The configs, to remove.
    pub config_writer: Arc<dyn Configs>,
    /// The executions, to look at.
    pub executions: Arc<dyn Executions>,
    /// The executions, to cancel.
    pub changer: Arc<dyn Executions>,
    /// The scheduler, to disarm.
    pub scheduler: Arc<dyn Scheduler>,
    /// The accounts, whose level changes.
    pub accounts: Arc<dyn Accounts>,
    /// How much owners use.
    pub usage: Arc<dyn Accounts>,
    /// The audit trail, for what no row tells.
    pub audit_log: Arc<dyn AuditTrail>,
    /// The API keys, to revoke.
    pub api_keys: Arc<dyn ApiKeys>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// Handles what is told.
#[derive(Clone)]
pub struct Listener {
    ports: Ports,
}

/// Why an event has to come again.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Something could not be done.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is more to do than there was time for; a repeat goes on.
    #[error("time was up before everything was done; a repeat goes on")]
    Unfinished,
}

impl Listener {
    /// Listens over these ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Does what follows from `event`, until `until` at the latest. Whatever is not done is found by a repeat.
    ///
    /// # Errors
    /// [`ListenError`] when the event has to come again.
    pub async fn handle(&self, event: &AccountEvent, until: Timestamp) -> Result<(), ListenError> {
        let result = match hear(self.ports(), event, until).await {
            Ok(heard) => {
                tracing::info!(user.id = %event.user(), ?heard, "heard about a user");
                if heard.is_finished() { Ok(()) } else { Err(ListenError::Unfinished) }
            }
            Err(refusal) => Err(refusal.into()),
        };
        if let Err(error) = &result {
            tracing::error!(user.id = %event.user(), %error, "what was told has to come again");
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
