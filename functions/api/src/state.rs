//! What the routes need.

use std::sync::Arc;

use beadle_application::{
    Call, Policies, PolicyDefaults, Ports, Services,
    callback::CallbackService,
    hook::HookService,
    port::{ExecutionFeeds, Secrets},
};
use beadle_domain::{
    access::Principal,
    callback::CallbackKeys,
    policy::{RateLimit, RunDefaults},
};
use jiff::Timestamp;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::{
    hooks::HookLimiter,
    http::{auth::Auth, layer::Cors, limiter::RequestLimiter, metrics::Exposition},
};

/// The most event streams at once. Each holds a connection, of which a process on one machine has 1,024 at most.
const MAX_STREAMS: usize = 256;

/// The ports and settings from which the API is built.
pub struct Setup {
    /// The ports of the services.
    pub ports: Ports,
    /// The policies that apply where a request states none.
    pub defaults: PolicyDefaults,
    /// The rate limit of configs that state none.
    pub rate_limit: Option<RateLimit>,
    /// The keys of the tokens of callbacks; `None` where callbacks are not configured.
    pub callback_keys: Option<CallbackKeys>,
    /// The secrets that the senders of callbacks and webhooks sign with.
    pub secrets: Arc<dyn Secrets>,
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
    /// The metrics that `/metrics` answers with; `None` where they are published elsewhere.
    pub metrics: Option<Arc<dyn Exposition>>,
    /// Follows executions, where responses can be streamed.
    pub feeds: Option<Arc<dyn ExecutionFeeds>>,
    /// Cancelled when the process is about to stop: requests that wait for the end of an execution then respond at once.
    pub stopping: CancellationToken,
}

/// The services and settings of the API.
pub(crate) struct Api {
    pub(crate) services: Services,
    pub(crate) callbacks: CallbackService,
    pub(crate) hooks: HookService,
    pub(crate) hook_limiter: HookLimiter,
    pub(crate) task_defaults: RunDefaults,
    pub(crate) auth: Auth,
    pub(crate) limiter: RequestLimiter,
    pub(crate) cors: Cors,
    pub(crate) service: String,
    pub(crate) version: &'static str,
    pub(crate) metrics: Option<Arc<dyn Exposition>>,
    pub(crate) feeds: Option<Arc<dyn ExecutionFeeds>>,
    /// The event streams that may be open at once.
    pub(crate) streams: Arc<Semaphore>,
    pub(crate) stopping: CancellationToken,
}

impl Api {
    /// The current time.
    pub(crate) fn now(&self) -> Timestamp {
        self.services.ports.clock.now()
    }

    /// A call by `by` now.
    pub(crate) fn call<'a>(&self, by: &'a Principal) -> Call<'a> {
        Call::new(by, self.now())
    }
}

impl From<Setup> for Api {
    fn from(setup: Setup) -> Self {
        let Setup {
            ports,
            defaults,
            rate_limit,
            callback_keys,
            secrets,
            auth,
            limiter,
            cors,
            service,
            version,
            metrics,
            feeds,
            stopping,
        } = setup;
        let policies = Policies { defaults, rate_limit, ..Policies::default() };
        let callbacks = CallbackService {
            executions: ports.executions.clone(),
            keys: callback_keys,
            secrets: secrets.clone(),
        };
        let hooks = HookService {
            tasks: ports.tasks.clone(),
            executions: ports.executions.clone(),
            starter: ports.starter.clone(),
            secrets,
            ids: ports.ids.clone(),
            defaults: defaults.task,
        };
        Self {
            services: ports.services(policies),
            callbacks,
            hooks,
            hook_limiter: HookLimiter::default(),
            task_defaults: defaults.task,
            auth,
            limiter,
            cors,
            service,
            version,
            metrics,
            feeds,
            streams: Arc::new(Semaphore::new(MAX_STREAMS)),
            stopping,
        }
    }
}
