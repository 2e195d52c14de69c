//! Configures the HTTP client.

use std::{sync::Arc, time::Duration};

use beadle_domain::egress::EgressPolicy;
use reqwest::{Client, dns::Resolve, redirect::Policy};

use crate::{
    caller::ReqwestCaller,
    egress::{Guard, SystemResolver},
    room::Room,
};

/// How long an idle connection stays open: less than the minute after which load balancers commonly close
/// it.
const IDLE: Duration = Duration::from_secs(50);

/// How many headers a response may have; with more it is not HTTP to the client.
pub(crate) const MAX_HEADERS: usize = 256;

/// How many idle connections stay open per destination.
const IDLE_PER_DESTINATION: usize = 256;

/// How many bytes of large bodies a process holds at a time unless it is told.
const BODIES: usize = 256 * 1024 * 1024;

/// Builds a [`ReqwestCaller`].
pub struct Builder {
    policy: EgressPolicy,
    resolver: Arc<dyn Resolve>,
    bodies: usize,
}

impl Builder {
    /// A builder for a caller with the egress policy `policy`.
    pub fn new(policy: EgressPolicy) -> Self {
        Self { policy, resolver: Arc::new(SystemResolver), bodies: BODIES }
    }

    /// Resolves names with `resolver` in place of the system's. A host that is an address is not resolved.
    #[must_use]
    pub fn resolver(mut self, resolver: Arc<dyn Resolve>) -> Self {
        self.resolver = resolver;
        self
    }

    /// Holds at most `bytes` of large bodies at a time; further ones wait until others are evaluated.
    #[must_use]
    pub fn bodies(mut self, bytes: usize) -> Self {
        self.bodies = bytes;
        self
    }

    /// Builds the caller.
    ///
    /// # Errors
    /// [`BuildError`] if the system has no trusted certificates.
    pub fn build(self) -> Result<ReqwestCaller, BuildError> {
        let guard = Guard::new(self.policy, self.resolver);
        Client::builder()
            // A proxy would resolve names itself and so bypass the guard.
            .no_proxy()
            .dns_resolver(Arc::new(guard.clone()))
            .redirect(Policy::none())
            .referer(false)
            .http1_only()
            .http1_max_headers(MAX_HEADERS)
            .tcp_nodelay(true)
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(IDLE_PER_DESTINATION)
            .build()
            .map(|client| ReqwestCaller::with(client, guard, Room::of(self.bodies)))
            .map_err(BuildError)
    }
}

/// Why the HTTP client could not be built.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client can't be set up; are the system's CA certificates installed?")]
pub struct BuildError(#[source] reqwest::Error);
