//! Moving what an owner has from one service to another: records are exported page by page, and imported one by one.
//!
//! A record that is imported is written by the rules of what a caller creates. Importing it again changes nothing: each answers
//! whether it was created, is there already, or differs from what is there.

mod executions;
mod export;
mod import;
mod mapping;
mod position;

use std::sync::Arc;

use crate::{
    Services,
    alert::AlertService,
    calendar::CalendarService,
    config::ConfigService,
    execution::ExecutionService,
    function::FunctionService,
    port::{ApiKeys, AuditTrail, Batches, Dependencies, GateStore},
    task::TaskService,
    template::TemplateService,
};

pub use self::import::{ImportOptions, Imported, ImportedRecord};

/// Exports and imports what an owner has.
#[derive(Clone)]
pub struct TransferService {
    /// The tasks.
    pub tasks: TaskService,
    /// What the tasks were last released by.
    pub dependencies: Arc<dyn Dependencies>,
    /// The configs.
    pub configs: ConfigService,
    /// Their pauses, which are not moved.
    pub gates: Arc<dyn GateStore>,
    /// The calendars.
    pub calendars: CalendarService,
    /// The functions.
    pub functions: FunctionService,
    /// The templates.
    pub templates: TemplateService,
    /// The rules of alerts.
    pub alerts: AlertService,
    /// The batches.
    pub batches: Arc<dyn Batches>,
    /// The executions.
    pub executions: ExecutionService,
    /// The API keys, which are not moved.
    pub api_keys: Arc<dyn ApiKeys>,
    /// The audit trail.
    pub audit: Arc<dyn AuditTrail>,
}

impl Services {
    /// Exports and imports of what owners have, over the other services and their ports.
    pub fn transfers(&self) -> TransferService {
        TransferService {
            tasks: self.tasks.clone(),
            dependencies: self.ports.dependencies.clone(),
            configs: self.configs.clone(),
            gates: self.ports.gates.clone(),
            calendars: self.calendars.clone(),
            functions: self.functions.clone(),
            templates: self.templates.clone(),
            alerts: self.alerts.clone(),
            batches: self.ports.batches.clone(),
            executions: self.executions.clone(),
            api_keys: self.ports.api_keys.clone(),
            audit: self.ports.audit.clone(),
        }
    }
}
