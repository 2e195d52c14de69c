//! Checks every connection before it is made.

use std::{error::Error, net::SocketAddr, sync::Arc};

use beadle_domain::{
    destination::EgressScope,
    egress::{EgressError, EgressPolicy},
};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Checks where calls go, and resolves names only to addresses that may be called.
#[derive(Clone)]
pub struct Guard {
    policy: Arc<EgressPolicy>,
    resolver: Arc<dyn Resolve>,
}

/// Why there is no address to connect to.
#[derive(Debug, thiserror::Error)]
pub enum LookupError {
    /// The policy refuses the address.
    #[error(transparent)]
    Refused(#[from] EgressError),
    /// The name has no address.
    #[error("the name can't be resolved")]
    Unresolved(#[source] Option<Box<dyn Error + Send + Sync>>),
}

impl Guard {
    /// A guard that resolves names with `resolver` and checks addresses with `policy`.
    pub fn new(policy: EgressPolicy, resolver: Arc<dyn Resolve>) -> Self {
        Self { policy: Arc::new(policy), resolver }
    }

    /// Checks an HTTP call before it is made.
    ///
    /// # Errors
    /// [`EgressError`] if the policy refuses it.
    pub fn check_call(&self, url: &Url, scope: &EgressScope) -> Result<(), EgressError> {
        self.policy.check_call(url, scope)
    }

    /// Checks a connection to `host` as far as possible without resolving it.
    ///
    /// # Errors
    /// [`LookupError::Refused`] if the policy refuses it.
    pub fn check_host(
        &self,
        host: &Host<String>,
        port: u16,
        scheme: &str,
        scope: &EgressScope,
    ) -> Result<(), LookupError> {
        Ok(self.policy.check_host(Some(host.clone()), port, scheme, scope)?)
    }

    /// The addresses of `host` that may be connected to.
    ///
    /// # Errors
    /// [`LookupError`] if there is none.
    pub async fn addresses(
        &self,
        host: &Host<String>,
        port: u16,
        scheme: &str,
        scope: &EgressScope,
    ) -> Result<Vec<SocketAddr>, LookupError> {
        self.check_host(host, port, scheme, scope)?;
        let name = match host {
            Host::Ipv4(address) => return Ok(vec![((*address), port).into()]),
            Host::Ipv6(address) => return Ok(vec![((*address), port).into()]),
            Host::Domain(name) => name,
        };
        let found = self.resolver.resolve(name.parse().map_err(unresolved)?).await;
        let found: Vec<SocketAddr> = found.map_err(unresolved)?.collect();
        let mut addresses = self.policy.filter(name, found, SocketAddr::ip)?;
        addresses.iter_mut().for_each(|address| address.set_port(port));
        if addresses.is_empty() { Err(LookupError::Unresolved(None)) } else { Ok(addresses) }
    }
}

fn unresolved(source: impl Into<Box<dyn Error + Send + Sync>>) -> LookupError {
    LookupError::Unresolved(Some(source.into()))
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (policy, host) = (Arc::clone(&self.policy), name.as_str().to_owned());
        let resolving = self.resolver.resolve(name);
        Box::pin(async move {
            let found: Vec<SocketAddr> = resolving.await?.collect();
            let admitted = policy.filter(&host, found, SocketAddr::ip)?;
            Ok(Box::new(admitted.into_iter()) as Addrs)
        })
    }
}
