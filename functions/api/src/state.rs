//! What the routes need.

use std::sync::Arc;

use beadle_application::{
    Call, PolicyDefaults, Ports, Services,
    account::{AccountEventService, AccountService},
    api_key::ApiKeyService,
    audit::AuditService,
    config::ConfigService,
    execution::ExecutionService,
    function::FunctionService,
    port::{Clock, Ids, Probe},
    report::ReportService,
    task::{GraphService, TaskService},
    tasktrack::NumberedTaskService,
    template::TemplateService,
};
use beadle_domain::{
    access::Principal,
    policy::{RateLimit, RunDefaults},
};

use tokio_util::sync::CancellationToken;

use crate::http::{auth::Auth, layer::Cors, limiter::RequestLimiter};

/// The ports and settings from which the API is built.
pub struct Setup {
    /// The ports of the services.
    pub ports: Ports,
    /// The policies that apply where a request states none.
    pub defaults: PolicyDefaults,
    /// The rate limit of configs that state none.
    pub rate_limit: Option<RateLimit>,
    /// The dependencies that the detailed health check probes.
    pub probes: Vec<Arc<dyn Probe>>,
    /// How callers authenticate.
    pub auth: Auth,
    /// How many requests a caller may send.
    pub limiter: RequestLimiter,
    /// Which web sites may call from browsers.
    pub cors: Cors,
    /// The name of this deployment.
    pub service: String,
    /// The version of this build.
    pub version: &'static str,
    /// Cancelled when the process is about to stop: requests that wait for the end of an execution then respond at once.
    pub stopping: CancellationToken,
}

/// The services and settings of the API.
pub(crate) struct Api {
    pub(crate) tasks: TaskService,
    pub(crate) graphs: GraphService,
    pub(crate) numbered_tasks: NumberedTaskService,
    pub(crate) executions: ExecutionService,
    pub(crate) configs: ConfigService,
    pub(crate) api_keys: ApiKeyService,
    pub(crate) templates: TemplateService,
    pub(crate) functions: FunctionService,
    pub(crate) accounts: AccountService,
    pub(crate) account_events: AccountEventService,
    pub(crate) reports: ReportService,
    pub(crate) audit: AuditService,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) probes: Vec<Arc<dyn Probe>>,
    pub(crate) task_defaults: RunDefaults,
    pub(crate) auth: Auth,
    pub(crate) limiter: RequestLimiter,
    pub(crate) cors: Cors,
    pub(crate) service: String,
    pub(crate) version: &'static str,
    pub(crate) stopping: CancellationToken,
}

impl Api {
    /// A call by `by` now.
    pub(crate) fn call<'a>(&self, by: &'a Principal) -> Call<'a> {
        Call::new(by, self.clock.now())
    }
}

impl From<Setup> for Api {
    fn from(setup: Setup) -> Self {
        let Setup { ports, defaults, rate_limit, probes, auth, limiter, cors, service, version, stopping } =
            setup;
        let services = Services::new(&ports, defaults, rate_limit);
        Self {
            tasks: services.tasks,
            graphs: services.graphs,
            numbered_tasks: services.numbered_tasks,
            executions: services.executions,
            configs: services.configs,
            api_keys: services.api_keys,
            templates: services.templates,
            functions: services.functions,
            accounts: services.accounts,
            account_events: services.account_events,
            reports: services.reports,
            audit: services.audit,
            clock: ports.clock,
            ids: ports.ids,
            probes,
            task_defaults: defaults.task,
            auth,
            limiter,
            cors,
            service,
            version,
            stopping,
        }
    }
}
