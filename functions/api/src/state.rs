//! What the routes need.

use std::sync::Arc;

use beadle_application::{
    self,
    account::{AccountPorts, LevelPorts, ReleasePorts},
    close_account::CloseAccountPorts,
    config::ConfigPorts,
    execution::{ExplainPorts, ReplayPorts},
    numbered::NumberedPorts,
    port::{
        Accounts, ApiKeys, AuditTrail, Clock, Configs, Dependencies, Executions, GateStore, Ids, Probe,
        Rollups, Scheduler, StartExecutions, Tasks, Templates,
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

/// The API's ports and settings.
pub struct Api {
    /// Starts executions.
    pub starter: Arc<dyn StartExecutions>,
    /// Changes executions.
    pub changer: Arc<dyn Executions>,
    /// Reads executions.
    pub executions: Arc<dyn Executions>,
    /// Waits for executions.
    pub awaiter: Arc<dyn Executions>,
    /// Reads tasks.
    pub tasks: Arc<dyn Tasks>,
    /// Reads how tasks hang together.
    pub dependencies: Arc<dyn Dependencies>,
    /// Writes tasks.
    pub task_writer: Arc<dyn Tasks>,
    /// Reads configs.
    pub configs: Arc<dyn Configs>,
    /// Writes configs.
    pub config_writer: Arc<dyn Configs>,
    /// Reads gates, and opens them by hand.
    pub gates: Arc<dyn GateStore>,
    /// Keeps API keys.
    pub api_keys: Arc<dyn ApiKeys>,
    /// Numbers tasks, for the dialect that knows them by integers.
    pub numbers: Arc<dyn Tasks>,
    /// Keeps templates.
    pub templates: Arc<dyn Templates>,
    /// Keeps accounts.
    pub accounts: Arc<dyn Accounts>,
    /// Tells what their owners use.
    pub usage: Arc<dyn Accounts>,
    /// Reads what the projector has added up.
    pub rollups: Arc<dyn Rollups>,
    /// Appends to the audit trail.
    pub audit_log: Arc<dyn AuditTrail>,
    /// Reads the audit trail.
    pub audit_trail: Arc<dyn AuditTrail>,
    /// Ticks for tasks.
    pub scheduler: Arc<dyn Scheduler>,
    /// The dependencies that the detailed health check asks.
    pub probes: Vec<Arc<dyn Probe>>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn Ids>,
    /// What holds for ad-hoc requests that state nothing.
    pub ad_hoc_defaults: RunDefaults,
    /// What holds for saved tasks that state nothing.
    pub task_defaults: RunDefaults,
    /// The rate limit of configs that state none.
    pub rate_limit: Option<RateLimit>,
    /// Who may call.
    pub auth: Auth,
    /// How many requests a caller may send.
    pub limiter: RequestLimiter,
    /// Which web sites may call from browsers.
    pub cors: Cors,
    /// What this deployment calls itself.
    pub service: String,
    /// The version of this build.
    pub version: &'static str,
}

impl Api {
    /// Notes in the audit trail what `by` did to `subject`, which belongs to `owner` where that is known, and no row tells.
    pub(crate) async fn note(
        &self,
        (subject_kind, verb): (Subject, Verb),
        by: &Principal,
        owner: Option<&OwnerId>,
        subject: impl ToString,
        task_id: Option<TaskId>,
    ) {
        let action = AuditAction { subject: subject_kind, verb };
        let entry = AuditEntry::new(action, &by.owner, owner, subject, task_id, self.clock.now());
        beadle_application::audit::note(&*self.audit_log, &entry).await;
    }

    /// Notes in the audit trail what `by` did to the members of `subject`, which belongs to `owner` if to anyone, where no row
    /// tells.
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
