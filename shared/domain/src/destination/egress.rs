//! Where the calls of a config may go, beyond what the egress guard allows all of them.

use serde::{Deserialize, Serialize};

/// Narrows where calls may go; what is empty narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EgressScope {
    /// Host names, in lower case; `*.example.com` stands for every name below `example.com`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// Ports.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ports: Vec<u16>,
    /// Schemes, in lower case, such as `https`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schemes: Vec<String>,
}

impl EgressScope {
    /// Whether a connection over `scheme` to `host` (a name or an address as a URL writes it) and `port` is inside.
    pub fn permits(&self, scheme: &str, host: &str, port: u16) -> bool {
        let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
        (self.schemes.is_empty() || self.schemes.iter().any(|known| known == scheme))
            && (self.ports.is_empty() || self.ports.contains(&port))
            && (self.hosts.is_empty() || self.hosts.iter().any(|pattern| is_named_by(&host, pattern)))
    }
}

fn is_named_by(host: &str, pattern: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(parent) => {
            host.strip_suffix(parent).and_then(|child| child.strip_suffix('.')).is_some_and(|c| !c.is_empty())
        }
        None => host == pattern,
    }
}
