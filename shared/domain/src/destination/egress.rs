//! Where the calls of a config may go, beyond what the egress guard allows all of them.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Host;

use beadle_values::{
    integer::integer,
    names,
    names::Named,
    violation::{Path, Violation, Violations},
};

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

/// The most hosts, ports or schemes that a scope names.
const MOST: usize = 100;

names! {
    /// The scheme of an address that calls are made to.
    pub enum Scheme {
        /// HTTP in the clear.
        Http = "http",
        /// HTTP over TLS.
        Https = "https",
        /// PostgreSQL.
        Postgres = "postgres",
        /// PostgreSQL, under the other name that it takes.
        Postgresql = "postgresql",
        /// MySQL.
        Mysql = "mysql",
        /// MariaDB.
        Mariadb = "mariadb",
    }
}

const MEMBERS: [&str; 3] = ["hosts", "ports", "schemes"];

impl EgressScope {
    /// Reads `{"hosts": ["*.example.com"], "ports": [443], "schemes": ["https"]}`; each may be left out.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        let Some(members) = value.as_object() else {
            return Err(Violation::new(path.clone(), "type_error", "must be a JSON object").into());
        };
        let mut violations = Violations::new();
        for name in members.keys().filter(|name| !MEMBERS.contains(&name.as_str())) {
            let unknown = Violation::new(path.key(name), "unknown_field", "is not known here");
            violations.push(unknown.hint(format!("members: {}", MEMBERS.join(", "))));
        }
        let mut list = |name: &str, read: fn(&Value) -> Option<String>, fault: &str| {
            each(members.get(name), &path.key(name), read, fault, &mut violations)
        };
        let hosts = list("hosts", host, "must be a host name, an address, or *. before a host name");
        let ports = list("ports", port, "must be a whole number from 1 to 65535");
        let schemes = list("schemes", scheme, &Scheme::UNKNOWN.to_string());
        let ports = ports.iter().filter_map(|port| port.parse().ok()).collect();
        violations.into_result(Self { hosts, ports, schemes })
    }

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

/// The elements of a list in their normal form, each once.
fn each(
    value: Option<&Value>,
    path: &Path,
    read: fn(&Value) -> Option<String>,
    fault: &str,
    violations: &mut Violations,
) -> Vec<String> {
    let Some(value) = value.filter(|value| !value.is_null()) else { return Vec::new() };
    let Some(listed) = value.as_array().filter(|listed| listed.len() <= MOST) else {
        violations.add(path.clone(), "type_error", format!("must be a list of at most {MOST}"));
        return Vec::new();
    };
    let mut elements = Vec::with_capacity(listed.len());
    for (index, value) in listed.iter().enumerate() {
        match read(value) {
            Some(element) if elements.contains(&element) => {}
            Some(element) => elements.push(element),
            None => violations.add(path.index(index), "value_error", fault),
        }
    }
    elements
}

/// A host as URLs have it: in lower case, international names in their ASCII form, without the dot at the end.
fn host(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let (wildcard, name) = match text.strip_prefix("*.") {
        Some(name) => ("*.", name),
        None => ("", text),
    };
    match Host::parse(name.strip_suffix('.').unwrap_or(name)).ok()? {
        Host::Domain(name) if !name.contains('*') && !name.is_empty() => Some(format!("{wildcard}{name}")),
        Host::Domain(_) => None,
        address => wildcard.is_empty().then(|| address.to_string()),
    }
}

fn port(value: &Value) -> Option<String> {
    let port = integer(value).and_then(|number| u16::try_from(number).ok())?;
    (port > 0).then(|| port.to_string())
}

fn scheme(value: &Value) -> Option<String> {
    let scheme = value.as_str()?.to_ascii_lowercase();
    scheme.parse::<Scheme>().ok().map(|scheme| scheme.to_string())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn parse(value: Value) -> Result<EgressScope, Violations> {
        EgressScope::parse(&value, &Path::of("egress"))
    }

    #[test]
    fn a_scope_is_read_in_its_normal_form() {
        let scope = parse(json!({
            "hosts": ["API.Example.com", "*.example.ORG.", "bücher.example", "10.1.2.3", "[2001:DB8::1]", "api.example.com"],
            "ports": [443, 8443, 443], "schemes": ["HTTPS"],
        }))
        .unwrap();
        let hosts =
            ["api.example.com", "*.example.org", "xn--bcher-kva.example", "10.1.2.3", "[2001:db8::1]"];
        assert_eq!(scope.hosts, hosts);
        assert_eq!(
            (scope.ports.as_slice(), scope.schemes.as_slice()),
            (&[443, 8443][..], &["https".to_owned()][..])
        );
        let stored = serde_json::to_value(&scope).unwrap();
        assert_eq!(parse(stored).unwrap(), scope);
        assert_eq!(parse(json!({"hosts": null})).unwrap(), EgressScope::default());
    }

    #[rstest]
    #[case(json!([]), &["egress"])]
    #[case(json!({"host": "a.example"}), &["egress.host"])]
    #[case(json!({"hosts": "a.example"}), &["egress.hosts"])]
    #[case(json!({"hosts": ["", "*", "*.", "a.*.example", "*.10.0.0.1", "http://a.example", "a b", 7, "."]}),
        &["egress.hosts[0]", "egress.hosts[1]", "egress.hosts[2]", "egress.hosts[3]", "egress.hosts[4]",
          "egress.hosts[5]", "egress.hosts[6]", "egress.hosts[7]", "egress.hosts[8]"])]
    #[case(json!({"ports": [0, 65536, "443"], "schemes": ["ftp", 1]}),
        &["egress.ports[0]", "egress.ports[1]", "egress.ports[2]", "egress.schemes[0]", "egress.schemes[1]"])]
    fn every_fault_is_named_with_its_place(#[case] value: Value, #[case] places: &[&str]) {
        let violations = parse(value).unwrap_err();
        assert_eq!(violations.iter().map(|v| v.path.to_string()).collect::<Vec<_>>(), places);
    }
}
