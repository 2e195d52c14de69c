//! The decision of the egress guard, for host names, literals and resolved addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use url::{Host, Url};

use super::{
    ports,
    reserved::{self, Purpose},
};
use crate::destination::EgressScope;

/// The destinations that may be called.
///
/// If a name resolves to several addresses, the rejected ones are dropped, and the call fails if none is
/// left. Names with a public and a private address stay usable, but only the public one is ever connected to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EgressPolicy {
    local: bool,
    allow: Vec<IpNet>,
}

/// Why a destination is rejected. The message contains what the caller wrote, never what a name resolved to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EgressError {
    /// The host is, or resolves only to, addresses that are not public.
    #[error("calls to private, local or reserved addresses are not allowed: {0}")]
    Address(String),
    /// A port of another kind of service.
    #[error("calls to port {0} are not allowed")]
    Port(u16),
    /// A scheme that is not supported.
    #[error("calls over `{0}` are not allowed")]
    Scheme(String),
    /// User information before the host.
    #[error("calls to addresses with user information in them are not allowed")]
    UserInformation,
    /// The config's own `egress` excludes the destination.
    #[error("the config's `egress` does not allow calls to {0}")]
    Scope(String),
}

impl EgressPolicy {
    /// The rules of production: the internet and the networks in `allow`.
    pub fn strict(allow: Vec<IpNet>) -> Self {
        Self { local: false, allow }
    }

    /// The rules of a single machine: loopback and private networks and all ports are allowed too. Metadata
    /// and reserved addresses stay blocked.
    pub fn open() -> Self {
        Self { local: true, allow: Vec::new() }
    }

    /// Whether a connection to `address` is allowed. Networks in `allow` permit everything in them except
    /// addresses that hand out credentials.
    pub fn admits(&self, address: IpAddr) -> bool {
        let reached = reserved::reached(address);
        match reserved::find(address).map(|reserved| reserved.purpose) {
            None => true,
            Some(Purpose::Metadata) => false,
            Some(Purpose::Local) if self.local => true,
            Some(_) => self.allow.iter().any(|net| net.contains(&address) || net.contains(&reached)),
        }
    }

    /// Checks an HTTP call to `url` as far as possible without resolving its host.
    ///
    /// # Errors
    /// The reason to reject the call.
    pub fn check_call(&self, url: &Url, scope: &EgressScope) -> Result<(), EgressError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(EgressError::Scheme(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(EgressError::UserInformation);
        }
        let port = url.port_or_known_default().unwrap_or_default();
        if !self.local && !ports::are_for_http(port) {
            return Err(EgressError::Port(port));
        }
        self.check_host(url.host(), port, url.scheme(), scope)
    }

    /// Checks a connection to `host` and `port` as far as possible without resolving it.
    ///
    /// # Errors
    /// The reason to reject the connection.
    pub fn check_host<S: AsRef<str>>(
        &self,
        host: Option<Host<S>>,
        port: u16,
        scheme: &str,
        scope: &EgressScope,
    ) -> Result<(), EgressError> {
        let Some(host) = host else { return Err(EgressError::Address("no host".to_owned())) };
        let admitted = match &host {
            Host::Ipv4(address) => self.admits((*address).into()),
            Host::Ipv6(address) => self.admits((*address).into()),
            Host::Domain(name) => {
                !is_loopback(name.as_ref())
                    || self.admits(Ipv4Addr::LOCALHOST.into())
                    || self.admits(Ipv6Addr::LOCALHOST.into())
            }
        };
        if !admitted {
            return Err(EgressError::Address(host.to_string()));
        }
        if scope.permits(scheme, &host.to_string(), port) {
            Ok(())
        } else {
            Err(EgressError::Scope(host.to_string()))
        }
    }

    /// The addresses of `host` that may be connected to.
    ///
    /// # Errors
    /// [`EgressError::Address`] if there are addresses, but none is allowed.
    pub fn filter<A>(
        &self,
        host: &str,
        addresses: Vec<A>,
        ip: impl Fn(&A) -> IpAddr,
    ) -> Result<Vec<A>, EgressError> {
        let any = !addresses.is_empty();
        let admitted: Vec<A> = addresses.into_iter().filter(|address| self.admits(ip(address))).collect();
        if any && admitted.is_empty() { Err(EgressError::Address(host.to_owned())) } else { Ok(admitted) }
    }
}

/// Whether `name` means this machine without being resolved (RFC 6761 section 6.3).
fn is_loopback(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests;
