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
