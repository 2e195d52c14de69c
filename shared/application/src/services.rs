//! All services, and the one place that builds them from the ports.

use std::{collections::BTreeSet, sync::Arc};

use beadle_domain::{event::EventKind, policy::RateLimit, script::Scripts};

use crate::{
    PolicyDefaults,
    account::{AccountClosing, AccountEventService, AccountService},
    alert::AlertService,
    api_key::ApiKeyService,
    audit::AuditService,
    batch::BatchService,
    calendar::{CalendarService, TasksWithCalendars},
    code::Code,
    config::ConfigService,
    execution::ExecutionService,
    follow_up::FollowUpService,
    function::FunctionService,
    pause::PauseService,
    port::{
        Accounts, ApiKeys, AuditTrail, Batches, Calendars, Clock, Configs, Dependencies, EventBus,
        Executions, Functions, GateStore, Ids, NoSandbox, Probe, ProjectionStore, Queue, Rollups,
        RunExecutions, Sandbox, Scheduler, StartExecutions, Tasks, Templates, Tokens, Watches,
    },
    project::ProjectionService,
    report::ReportService,
    task::{GraphService, TaskService},
    tasktrack::NumberedTaskService,
    template::TemplateService,
    tick::TickService,
    watch::WatchService,
};

/// All ports of the store, the queue, the scheduler and the bus. A process builds them once; its services and
/// the executor take what they need.
#[derive(Clone)]
pub struct Ports {
    /// Tasks.
    pub tasks: Arc<dyn Tasks>,
    /// Dependencies between tasks.
    pub dependencies: Arc<dyn Dependencies>,
    /// Executions, as callers see them.
    pub executions: Arc<dyn Executions>,
    /// Starts executions.
    pub starter: Arc<dyn StartExecutions>,
    /// Batches of executions.
    pub batches: Arc<dyn Batches>,
    /// Runs executions.
    pub runs: Arc<dyn RunExecutions>,
    /// Configs.
    pub configs: Arc<dyn Configs>,
    /// The gates of configs.
    pub gates: Arc<dyn GateStore>,
    /// API keys.
    pub api_keys: Arc<dyn ApiKeys>,
    /// Templates.
    pub templates: Arc<dyn Templates>,
    /// Calendars.
    pub calendars: Arc<dyn Calendars>,
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
    /// The store of the projector.
    pub projections: Arc<dyn ProjectionStore>,
    /// Tokens of authorization servers.
    pub tokens: Arc<dyn Tokens>,
    /// What is expected to happen by a time.
    pub watches: Arc<dyn Watches>,
    /// The queue to the executor.
    pub queue: Arc<dyn Queue>,
    /// The scheduler.
    pub scheduler: Arc<dyn Scheduler>,
    /// The bus for domain events.
    pub bus: Arc<dyn EventBus>,
    /// What the detailed health check probes.
    pub probes: Vec<Arc<dyn Probe>>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of new ids.
    pub ids: Arc<dyn Ids>,
}

/// Declares [`WholeStore`] by the ports that it is.
macro_rules! whole_store {
    ($($port:ident),+ $(,)?) => {
        /// A store that is every port by itself, such as that of one machine.
        pub trait WholeStore: $($port +)+ 'static {}

        impl<S: $($port +)+ 'static> WholeStore for S {}
    };
}

whole_store! {
    Tasks, Dependencies, Executions, StartExecutions, RunExecutions, Batches, Configs, GateStore, ApiKeys, Templates, Calendars,
    Functions, Accounts, Rollups, AuditTrail, ProjectionStore, Tokens, Watches, Queue, Scheduler, EventBus,
}

/// What services do where a task, a request or a config says nothing.
#[derive(Debug, Clone, Default)]
pub struct Policies {
    /// The policies of executions.
    pub defaults: PolicyDefaults,
    /// The rate limit of configs.
    pub rate_limit: Option<RateLimit>,
    /// The kinds of events that are published.
    pub published: BTreeSet<EventKind>,
}

impl Ports {
    /// One store that is every port, with this clock and source of ids, without probes, a sandbox and commands.
    pub fn over<S: WholeStore>(store: &Arc<S>, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Self {
        Self {
            tasks: TasksWithCalendars::over(store.clone(), store.clone()),
            dependencies: store.clone(),
            executions: store.clone(),
            starter: store.clone(),
            batches: store.clone(),
            runs: store.clone(),
            configs: store.clone(),
            gates: store.clone(),
            api_keys: store.clone(),
            templates: store.clone(),
            calendars: store.clone(),
            functions: store.clone(),
            sandbox: Arc::new(NoSandbox),
            scripts: Arc::new(Scripts::none("the settings of the API")),
            accounts: store.clone(),
            rollups: store.clone(),
            audit: store.clone(),
            projections: store.clone(),
            tokens: store.clone(),
            watches: store.clone(),
            queue: store.clone(),
            scheduler: store.clone(),
            bus: store.clone(),
            probes: Vec::new(),
            clock,
            ids,
        }
    }

    /// The services over these ports: the only place that decides which service gets which port.
    pub fn services(self, policies: Policies) -> Services {
        let ports = self;
        let Policies { defaults, rate_limit, published } = policies;
        let code = Code { scripts: ports.scripts.clone(), functions: ports.functions.clone() };
        let tasks = TaskService {
            code: code.clone(),
            tasks: ports.tasks.clone(),
            calendars: ports.calendars.clone(),
            configs: ports.configs.clone(),
            scheduler: ports.scheduler.clone(),
            accounts: ports.accounts.clone(),
            ids: ports.ids.clone(),
        };
        let executions = ExecutionService {
            code: code.clone(),
            executions: ports.executions.clone(),
            starter: ports.starter.clone(),
            batches: ports.batches.clone(),
            tasks: ports.tasks.clone(),
            configs: ports.configs.clone(),
            gates: ports.gates.clone(),
            accounts: ports.accounts.clone(),
            audit: ports.audit.clone(),
            clock: ports.clock.clone(),
            ids: ports.ids.clone(),
            defaults,
            rate_limit: rate_limit.clone(),
        };
        let accounts = AccountService {
            accounts: ports.accounts.clone(),
            tasks: tasks.clone(),
            executions: ports.executions.clone(),
        };
        let alerts = AlertService {
            watches: ports.watches.clone(),
            accounts: ports.accounts.clone(),
            tasks: ports.tasks.clone(),
            configs: ports.configs.clone(),
            executions: ports.executions.clone(),
            starter: ports.starter.clone(),
            audit: ports.audit.clone(),
            clock: ports.clock.clone(),
            defaults,
        };
        let closing = AccountClosing {
            alerts: alerts.clone(),
            tasks: tasks.clone(),
            executions: ports.executions.clone(),
            configs: ports.configs.clone(),
            api_keys: ports.api_keys.clone(),
            audit: ports.audit.clone(),
            clock: ports.clock.clone(),
        };
        let watches = WatchService {
            alerts: alerts.clone(),
            watches: ports.watches.clone(),
            tasks: ports.tasks.clone(),
            executions: ports.executions.clone(),
            starter: ports.starter.clone(),
            bus: ports.bus.clone(),
            clock: ports.clock.clone(),
            defaults,
            publishes: WatchService::publishes(&published),
        };
        let follow_up = FollowUpService {
            watches: watches.clone(),
            dependencies: ports.dependencies.clone(),
            tasks: ports.tasks.clone(),
            executions: ports.executions.clone(),
            configs: ports.configs.clone(),
            gates: ports.gates.clone(),
            batches: ports.batches.clone(),
            starter: ports.starter.clone(),
            bus: ports.bus.clone(),
            clock: ports.clock.clone(),
            defaults,
        };
        Services {
            graphs: GraphService { tasks: ports.tasks.clone(), dependencies: ports.dependencies.clone() },
            batches: BatchService {
                batches: ports.batches.clone(),
                tasks: ports.tasks.clone(),
                executions: executions.clone(),
            },
            numbered_tasks: NumberedTaskService { tasks: tasks.clone(), executions: executions.clone() },
            configs: ConfigService {
                configs: ports.configs.clone(),
                gates: ports.gates.clone(),
                audit: ports.audit.clone(),
                code,
                ids: ports.ids.clone(),
                rate_limit,
            },
            pauses: PauseService {
                gates: ports.gates.clone(),
                configs: ports.configs.clone(),
                executions: ports.executions.clone(),
            },
            api_keys: ApiKeyService { api_keys: ports.api_keys.clone() },
            calendars: CalendarService { calendars: ports.calendars.clone(), tasks: ports.tasks.clone() },
            functions: FunctionService {
                functions: ports.functions.clone(),
                tasks: ports.tasks.clone(),
                configs: ports.configs.clone(),
                sandbox: ports.sandbox.clone(),
                ids: ports.ids.clone(),
            },
            templates: TemplateService {
                templates: ports.templates.clone(),
                accounts: ports.accounts.clone(),
                ids: ports.ids.clone(),
            },
            account_events: AccountEventService { closing, accounts: accounts.clone() },
            reports: ReportService { rollups: ports.rollups.clone(), executions: executions.clone() },
            audit: AuditService { trail: ports.audit.clone() },
            ticks: TickService {
                tasks: ports.tasks.clone(),
                executions: ports.runs.clone(),
                starter: ports.starter.clone(),
                scheduler: ports.scheduler.clone(),
                clock: ports.clock.clone(),
                defaults: defaults.task,
            },
            projections: ProjectionService {
                projections: ports.projections.clone(),
                accounts: ports.accounts.clone(),
                follow_up,
                kinds: published,
            },
            alerts,
            watches,
            tasks,
            executions,
            accounts,
            ports,
        }
    }
}

/// All services. A process uses those of its part: each holds no other ports than its own.
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
    /// Batches of executions.
    pub batches: BatchService,
    /// Configs.
    pub configs: ConfigService,
    /// Pauses of configs, of accounts and of everything.
    pub pauses: PauseService,
    /// API keys.
    pub api_keys: ApiKeyService,
    /// Templates.
    pub templates: TemplateService,
    /// Calendars.
    pub calendars: CalendarService,
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
    /// Ticks of the scheduler.
    pub ticks: TickService,
    /// Projections of changes, and what follows from them.
    pub projections: ProjectionService,
    /// The alerts of owners.
    pub alerts: AlertService,
    /// Watches, and the watchdog.
    pub watches: WatchService,
    /// The ports that the services were built over.
    pub ports: Ports,
}
