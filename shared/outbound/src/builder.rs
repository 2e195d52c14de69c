//! How the HTTP client is set up.

use std::{sync::Arc, time::Duration};

use beadle_domain::egress::EgressPolicy;
use reqwest::{Client, dns::Resolve, redirect::Policy};

use crate::{
    caller::ReqwestCaller,
    egress::{Guard, SystemResolver},
};

/// How long a connection without work stays open: less than the minute after which load balancers commonly close it.
const IDLE: Duration = Duration::from_secs(50);

/// How many connections without work stay open to one destination.
const IDLE_PER_DESTINATION: usize = 256;

/// Sets up a [`ReqwestCaller`].
pub struct Builder {
    policy: EgressPolicy,
    resolver: Arc<dyn Resolve>,
}

impl Builder {
    /// A caller that goes where `policy` lets it.
    pub fn new(policy: EgressPolicy) -> Self {
        Self { policy, resolver: Arc::new(SystemResolver) }
    }

    /// Takes the addresses of names from `resolver`, not from the system. A host that is an address is not asked for.
    #[must_use]
    pub fn resolver(mut self, resolver: Arc<dyn Resolve>) -> Self {
        self.resolver = resolver;
        self
    }

    /// The caller.
    ///
    /// # Errors
    /// [`BuildError`] when the system has no certificates to trust.
    pub fn build(self) -> Result<ReqwestCaller, BuildError> {
        let guard = Guard::new(self.policy, self.resolver);
        Client::builder()
            // A proxy would resolve names itself, past the guard.
            .no_proxy()
            .dns_resolver(Arc::new(guard.clone()))
            .redirect(Policy::none())
            .referer(false)
            .http1_only()
            .tcp_nodelay(true)
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(IDLE_PER_DESTINATION)
            .build()
            .map(|client| ReqwestCaller::with(client, guard))
            .map_err(BuildError)
    }
}

/// Why there is no HTTP client.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client can't be set up; are the system's CA certificates installed?")]
pub struct BuildError(#[source] reqwest::Error);
