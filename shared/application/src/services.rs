//! All services that callers use, and the ports that they need.

use std::sync::Arc;

use beadle_domain::{policy::RateLimit, script::Scripts};

use crate::{
    PolicyDefaults,
    account::{AccountClosing, AccountEventService, AccountService},
    api_key::ApiKeyService,
    audit::AuditService,
    code::Code,
    config::ConfigService,
    execution::ExecutionService,
    function::FunctionService,
    port::{
        Accounts, ApiKeys, AuditTrail, Clock, Configs, Dependencies, Executions, Functions, GateStore, Ids,
        NoSandbox, Rollups, Sandbox, Scheduler, StartExecutions, Tasks, Templates,
    },
    report::ReportService,
    task::{GraphService, TaskService},
    tasktrack::NumberedTaskService,
    template::TemplateService,
};

/// The ports of all services that callers use.
#[derive(Clone)]
pub struct Ports {
    /// Tasks.
    pub tasks: Arc<dyn Tasks>,
    /// Dependencies between tasks.
    pub dependencies: Arc<dyn Dependencies>,
    /// Executions.
    pub executions: Arc<dyn Executions>,
    /// Starts executions.
    pub starter: Arc<dyn StartExecutions>,
    /// Configs.
    pub configs: Arc<dyn Configs>,
    /// The gates of configs.
    pub gates: Arc<dyn GateStore>,
    /// API keys.
    pub api_keys: Arc<dyn ApiKeys>,
    /// Templates.
    pub templates: Arc<dyn Templates>,
    /// Functions.
    pub functions: Arc<dyn Functions>,
    /// Parses and tries functions.
    pub sandbox: Arc<dyn Sandbox>,
    /// The operator's list of commands.
    pub scripts: Arc<Scripts>,
    /// Accounts.
    pub accounts: Arc<dyn Accounts>,
    /// The aggregates of the projector.
    pub rollups: Arc<dyn Rollups>,
    /// The audit trail.
    pub audit: Arc<dyn AuditTrail>,
    /// The scheduler.
    pub scheduler: Arc<dyn Scheduler>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of new ids.
    pub ids: Arc<dyn Ids>,
}

impl Ports {
    /// One store that is every port, with this clock and source of ids, without a sandbox and without commands.
    pub fn over<S>(store: &Arc<S>, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Self
    where
        S: Tasks
            + Dependencies
            + Executions
            + StartExecutions
            + Configs
            + GateStore
            + ApiKeys
            + Templates
            + Functions
            + Accounts
            + Rollups
            + AuditTrail
            + Scheduler
            + 'static,
    {
        Self {
            tasks: store.clone(),
            dependencies: store.clone(),
            executions: store.clone(),
            starter: store.clone(),
            configs: store.clone(),
            gates: store.clone(),
            api_keys: store.clone(),
            templates: store.clone(),
            functions: store.clone(),
            sandbox: Arc::new(NoSandbox),
            scripts: Arc::new(Scripts::none("the settings of the API")),
            accounts: store.clone(),
            rollups: store.clone(),
            audit: store.clone(),
            scheduler: store.clone(),
            clock,
            ids,
        }
    }
}

/// All services that callers use.
#[derive(Clone)]
pub struct Services {
    /// Tasks.
    pub tasks: TaskService,
    /// The graphs of their dependencies.
    pub graphs: GraphService,
    /// Numbered tasks.
    pub numbered_tasks: NumberedTaskService,
    /// Executions.
    pub executions: ExecutionService,
    /// Configs.
    pub configs: ConfigService,
    /// API keys.
    pub api_keys: ApiKeyService,
    /// Templates.
    pub templates: TemplateService,
    /// Functions.
    pub functions: FunctionService,
    /// Accounts.
    pub accounts: AccountService,
    /// What other services report about users.
    pub account_events: AccountEventService,
    /// Reports.
    pub reports: ReportService,
    /// The audit trail.
    pub audit: AuditService,
}

impl Services {
    /// The services over `ports`; `defaults` and `rate_limit` apply where a request or a config states none.
    pub fn new(ports: &Ports, defaults: PolicyDefaults, rate_limit: Option<RateLimit>) -> Self {
        let ports = ports.clone();
        let code = Code { scripts: ports.scripts, functions: Some(ports.functions.clone()) };
        let tasks = TaskService {
            code: code.clone(),
            tasks: ports.tasks.clone(),
            configs: ports.configs.clone(),
            scheduler: ports.scheduler,
            accounts: ports.accounts.clone(),
            ids: ports.ids.clone(),
        };
        let executions = ExecutionService {
            code,
            executions: ports.executions.clone(),
            starter: ports.starter,
            tasks: ports.tasks.clone(),
            configs: ports.configs.clone(),
            gates: ports.gates.clone(),
            accounts: ports.accounts.clone(),
            audit: ports.audit.clone(),
            ids: ports.ids.clone(),
            defaults,
            rate_limit,
        };
        let accounts = AccountService {
            accounts: ports.accounts.clone(),
            tasks: tasks.clone(),
            executions: ports.executions.clone(),
        };
        let closing = AccountClosing {
            tasks: tasks.clone(),
            executions: ports.executions,
            configs: ports.configs.clone(),
            api_keys: ports.api_keys.clone(),
            audit: ports.audit.clone(),
            clock: ports.clock,
        };
        Self {
            graphs: GraphService { tasks: ports.tasks, dependencies: ports.dependencies },
            numbered_tasks: NumberedTaskService { tasks: tasks.clone(), executions: executions.clone() },
            configs: ConfigService {
                configs: ports.configs,
                gates: ports.gates,
                audit: ports.audit.clone(),
                ids: ports.ids.clone(),
                rate_limit,
            },
            api_keys: ApiKeyService { api_keys: ports.api_keys },
            functions: FunctionService {
                functions: ports.functions,
                sandbox: ports.sandbox,
                ids: ports.ids.clone(),
            },
            templates: TemplateService {
                templates: ports.templates,
                accounts: ports.accounts,
                ids: ports.ids,
            },
            account_events: AccountEventService { closing, accounts: accounts.clone() },
            reports: ReportService { rollups: ports.rollups },
            audit: AuditService { trail: ports.audit },
            tasks,
            executions,
            accounts,
        }
    }
}
