//! Stands between callers and the network.

use std::{net::SocketAddr, sync::Arc};

use beadle_domain::{
    destination::EgressScope,
    egress::{EgressError, EgressPolicy},
};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Judges where calls go, and resolves names to nothing but addresses that may be called.
#[derive(Clone)]
pub struct Guard {
    policy: Arc<EgressPolicy>,
    resolver: Arc<dyn Resolve>,
}

/// Why there is no address to connect to.
#[derive(Debug, thiserror::Error)]
pub enum LookupError {
    /// The guard refuses what there is.
    #[error(transparent)]
    Refused(#[from] EgressError),
    /// There is none.
    #[error("the name can't be resolved")]
    Unknown,
}

impl Guard {
    /// A guard that asks `resolver` for addresses and `policy` about them.
    pub fn new(policy: EgressPolicy, resolver: Arc<dyn Resolve>) -> Self {
        Self { policy: Arc::new(policy), resolver }
    }

    /// Judges an HTTP call before it is made.
    ///
    /// # Errors
    /// A [`EgressError`].
    pub fn check_call(&self, url: &Url, scope: &EgressScope) -> Result<(), EgressError> {
        self.policy.check_call(url, scope)
    }

    /// Judges a connection to `host` as far as that is possible without resolving it.
    ///
    /// # Errors
    /// A [`EgressError`].
    pub fn check_host(
        &self,
        host: &Host<String>,
        port: u16,
        scheme: &str,
        scope: &EgressScope,
    ) -> Result<(), LookupError> {
        Ok(self.policy.check_host(Some(host.clone()), port, scheme, scope)?)
    }

    /// The addresses of `host` to connect to, every one of them judged.
    ///
    /// # Errors
    /// [`LookupError`] when there is none that may be.
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
        let found = self.resolver.resolve(name.parse().map_err(|_| LookupError::Unknown)?).await;
        let found: Vec<SocketAddr> = found.map_err(|_| LookupError::Unknown)?.collect();
        let mut addresses = self.policy.filter(name, found, SocketAddr::ip)?;
        addresses.iter_mut().for_each(|address| address.set_port(port));
        if addresses.is_empty() { Err(LookupError::Unknown) } else { Ok(addresses) }
    }
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
