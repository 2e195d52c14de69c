//! Who may be called: the guard's one decision, for names, literals and resolved addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use url::{Host, Url};

use super::{
    ports,
    reserved::{self, Purpose},
};
use crate::destination::EgressScope;

/// Where calls may go.
///
/// Names that resolve to several addresses lose those that are refused; nothing is called when none is left. That keeps
/// names with a public and a private address usable, and only the public one is ever connected to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EgressPolicy {
    local: bool,
    allow: Vec<IpNet>,
}

/// Why something is not called. The text names what the caller named, never what a name resolved to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The host is, or resolves to nothing but, addresses that are no destination.
    #[error("calls to private, local or reserved addresses are not allowed: {0}")]
    Address(String),
    /// A port of another kind of service.
    #[error("calls to port {0} are not allowed")]
    Port(u16),
    /// A scheme that is not called.
    #[error("calls over `{0}` are not allowed")]
    Scheme(String),
    /// User information in front of the host.
    #[error("calls to addresses with user information in them are not allowed")]
    UserInformation,
    /// The config's own `egress` leaves it out.
    #[error("the config's `egress` does not allow calls to {0}")]
    Scope(String),
}

impl EgressPolicy {
    /// The rules of production: the internet, and the networks of `allow`.
    pub fn strict(allow: Vec<IpNet>) -> Self {
        Self { local: false, allow }
    }

    /// The rules of one machine: loopback and private networks and every port are open too. Metadata and reserved
    /// addresses stay closed.
    pub fn open() -> Self {
        Self { local: true, allow: Vec::new() }
    }

    /// Whether a connection to `address` may be made. A network of `allow` opens what is in it, but for addresses that
    /// hand out credentials.
    pub fn admits(&self, address: IpAddr) -> bool {
        let reached = reserved::reached(address);
        match reserved::find(address).map(|reserved| reserved.purpose) {
            None => true,
            Some(Purpose::Metadata) => false,
            Some(Purpose::Local) if self.local => true,
            Some(_) => self.allow.iter().any(|net| net.contains(&address) || net.contains(&reached)),
        }
    }

    /// Judges an HTTP call to `url` as far as that is possible without resolving its host.
    ///
    /// # Errors
    /// A [`Refusal`].
    pub fn check_call(&self, url: &Url, scope: &EgressScope) -> Result<(), Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Scheme(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::UserInformation);
        }
        let port = url.port_or_known_default().unwrap_or_default();
        if !self.local && !ports::are_for_http(port) {
            return Err(Refusal::Port(port));
        }
        self.check_host(url.host(), port, url.scheme(), scope)
    }

    /// Judges a connection to `host` and `port` as far as that is possible without resolving it.
    ///
    /// # Errors
    /// A [`Refusal`].
    pub fn check_host<S: AsRef<str>>(
        &self,
        host: Option<Host<S>>,
        port: u16,
        scheme: &str,
        scope: &EgressScope,
    ) -> Result<(), Refusal> {
        let Some(host) = host else { return Err(Refusal::Address("no host".to_owned())) };
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
            return Err(Refusal::Address(host.to_string()));
        }
        if scope.permits(scheme, &host.to_string(), port) {
            Ok(())
        } else {
            Err(Refusal::Scope(host.to_string()))
        }
    }

    /// The addresses of `host` that may be connected to.
    ///
    /// # Errors
    /// [`Refusal::Address`] when there are addresses, and none of them may be.
    pub fn filter<A>(
        &self,
        host: &str,
        addresses: Vec<A>,
        ip: impl Fn(&A) -> IpAddr,
    ) -> Result<Vec<A>, Refusal> {
        let any = !addresses.is_empty();
        let admitted: Vec<A> = addresses.into_iter().filter(|address| self.admits(ip(address))).collect();
        if any && admitted.is_empty() { Err(Refusal::Address(host.to_owned())) } else { Ok(admitted) }
    }
}

/// Whether `name` stands for this machine without being asked for (RFC 6761 section 6.3).
fn is_loopback(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests;
