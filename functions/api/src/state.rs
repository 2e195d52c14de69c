//! The ports and settings of the API.

use std::sync::Arc;

use beadle_application::{
    self,
    account::{AccountPorts, LevelPorts, ReleasePorts},
    close_account::CloseAccountPorts,
    config::ConfigPorts,
    execution::{ExplainPorts, ReplayPorts},
    numbered::NumberedPorts,
    port::{
        Accounts, ApiKeys, AuditLog, AwaitExecutions, ChangeExecutions, Clock, GateStore, Ids, Probe,
        ReadAudit, ReadConfigs, ReadDependencies, ReadExecutions, ReadRollups, ReadTasks, ReadUsage,
        Scheduler, StartExecutions, TaskNumbers, Templates, WriteConfigs, WriteTasks,
    },
    task::TaskPorts,
};
use beadle_domain::{
    access::Principal,
    policy::{RateLimit, RunDefaults},
    projection::{
        AuditEntry,
        audit::{AuditAction, Subject, Verb},
    },
};
use beadle_values::id::{OwnerId, TaskId};

use serde_json::{Map, Value};

use crate::http::{auth::Auth, layer::Cors, limiter::RequestLimiter};

/// The ports and settings of the API.
pub struct Api {
    /// Starts executions.
    pub starter: Arc<dyn StartExecutions>,
    /// Changes executions.
    pub changer: Arc<dyn ChangeExecutions>,
    /// Reads executions.
    pub executions: Arc<dyn ReadExecutions>,
    /// Waits for executions.
    pub awaiter: Arc<dyn AwaitExecutions>,
    /// Reads tasks.
    pub tasks: Arc<dyn ReadTasks>,
    /// Reads the dependencies of tasks.
    pub dependencies: Arc<dyn ReadDependencies>,
    /// Writes tasks.
    pub task_writer: Arc<dyn WriteTasks>,
    /// Reads configs.
    pub configs: Arc<dyn ReadConfigs>,
    /// Writes configs.
    pub config_writer: Arc<dyn WriteConfigs>,
    /// Reads and resets gates.
    pub gates: Arc<dyn GateStore>,
    /// Stores API keys.
    pub api_keys: Arc<dyn ApiKeys>,
    /// Assigns numbers to tasks, for the dialect that identifies them by integers.
    pub numbers: Arc<dyn TaskNumbers>,
    /// Stores templates.
    pub templates: Arc<dyn Templates>,
    /// Stores accounts.
    pub accounts: Arc<dyn Accounts>,
    /// Reads the usage of accounts.
    pub usage: Arc<dyn ReadUsage>,
    /// Reads the rollups of the projector.
    pub rollups: Arc<dyn ReadRollups>,
    /// Appends to the audit trail.
    pub audit_log: Arc<dyn AuditLog>,
    /// Reads the audit trail.
    pub audit_trail: Arc<dyn ReadAudit>,
    /// Arms the schedules of tasks.
    pub scheduler: Arc<dyn Scheduler>,
    /// Probes of the detailed health check.
    pub probes: Vec<Arc<dyn Probe>>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Generates ids.
    pub ids: Arc<dyn Ids>,
    /// Defaults of ad-hoc requests.
    pub ad_hoc_defaults: RunDefaults,
    /// Defaults of saved tasks.
    pub task_defaults: RunDefaults,
    /// Rate limit of configs without one.
    pub rate_limit: Option<RateLimit>,
    /// Authentication.
    pub auth: Auth,
    /// Rate limiter of callers.
    pub limiter: RequestLimiter,
    /// CORS settings.
    pub cors: Cors,
    /// Name of the deployment.
    pub service: String,
    /// Version of the build.
    pub version: &'static str,
}

impl Api {
    /// Records an action of `by` on `subject` in the audit trail, for actions that the store's changes do not
    /// show.
    pub(crate) async fn note(
        &self,
        (subject_kind, verb): (Subject, Verb),
        by: &Principal,
        owner: Option<&OwnerId>,
        subject: impl ToString,
        task_id: Option<TaskId>,
    ) {
        let action = AuditAction { subject: subject_kind, verb };
        let entry = AuditEntry::of_deed(action, &by.owner, owner, subject, task_id, self.clock.now());
        beadle_application::audit::note(&*self.audit_log, &entry).await;
    }

    /// Records a change by `by` to the members of `subject` in the audit trail, for changes that the store's
    /// changes do not show.
    pub(crate) async fn note_edit(
        &self,
        kind: Subject,
        by: &Principal,
        owner: Option<&OwnerId>,
        subject: impl ToString,
        members: (&Map<String, Value>, &Map<String, Value>),
    ) {
        let now = self.clock.now();
        if let Some(entry) = AuditEntry::of_edit(kind, &by.owner, owner, subject, members, now) {
            beadle_application::audit::note(&*self.audit_log, &entry).await;
        }
    }

    pub(crate) fn task_ports(&self) -> TaskPorts<'_> {
        TaskPorts {
            reader: &*self.tasks,
            writer: &*self.task_writer,
            configs: &*self.configs,
            scheduler: &*self.scheduler,
            accounts: self.account_ports(),
        }
    }

    pub(crate) fn numbered_ports(&self) -> NumberedPorts<'_> {
        NumberedPorts {
            tasks: self.task_ports(),
            numbers: &*self.numbers,
            executions: &*self.starter,
            ids: &*self.ids,
        }
    }

    pub(crate) fn account_ports(&self) -> AccountPorts<'_> {
        AccountPorts { accounts: &*self.accounts, usage: &*self.usage }
    }

    pub(crate) fn release_ports(&self) -> ReleasePorts<'_> {
        ReleasePorts { executions: &*self.executions, changer: &*self.changer }
    }

    pub(crate) fn level_ports(&self) -> LevelPorts<'_> {
        let (tasks, executions) = (self.task_ports(), self.release_ports());
        LevelPorts { tasks, executions, audit_log: &*self.audit_log }
    }

    pub(crate) fn replay_ports(&self) -> ReplayPorts<'_> {
        ReplayPorts { tasks: &*self.tasks, accounts: self.account_ports(), executions: &*self.executions }
    }

    pub(crate) fn explain_ports(&self) -> ExplainPorts<'_> {
        ExplainPorts {
            executions: &*self.executions,
            tasks: &*self.tasks,
            configs: &*self.configs,
            gates: &*self.gates,
            accounts: self.account_ports(),
            rate_limit: self.rate_limit,
        }
    }

    pub(crate) fn close_account_ports(&self) -> CloseAccountPorts<'_> {
        CloseAccountPorts {
            tasks: self.task_ports(),
            executions: &*self.executions,
            changer: &*self.changer,
            config_writer: &*self.config_writer,
            api_keys: &*self.api_keys,
            audit_log: &*self.audit_log,
            clock: &*self.clock,
        }
    }

    pub(crate) fn config_ports(&self) -> ConfigPorts<'_> {
        ConfigPorts { reader: &*self.configs, writer: &*self.config_writer }
    }
}
