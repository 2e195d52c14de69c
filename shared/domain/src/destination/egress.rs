//! Where the calls of a config may go, beyond what the egress guard allows all of them.

use beadle_values::{
    body,
    body::{Schemas, Shape, custom, list, one_of, otherwise},
    integer, names,
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Host;

/// The most hosts, ports or schemes that a scope names.
const MAX_ELEMENTS: usize = 100;

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
        /// SMTP, in the clear until STARTTLS.
        Smtp = "smtp",
        /// SMTP over TLS.
        Smtps = "smtps",
    }
}

/// What is spoken to the address of a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// HTTP.
    Http,
    /// The protocol of a database.
    Database,
    /// SMTP.
    Smtp,
}

body! {
    /// Where calls may go; what is empty restricts nothing.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct EgressScope as "Egress" {
        /// Host names, in lower case; `*.example.com` is every name below `example.com`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub hosts: Vec<String> = otherwise(elements("hosts", custom(host, |_| json!({"type": "string"}))), Vec::new),
        /// Ports.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub ports: Vec<u16> = otherwise(elements("ports", custom(port, port_schema)), Vec::new),
        /// Schemes, in lower case, such as `https`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub schemes: Vec<String> = otherwise(elements("schemes", custom(scheme, |schemas| one_of::<Scheme>().schema(schemas))), Vec::new),
    }
    example {"hosts": ["*.example.com"], "ports": [443], "schemes": ["https"]}
}

impl Scheme {
    /// What is spoken to its addresses.
    pub fn protocol(self) -> Protocol {
        match self {
            Self::Http | Self::Https => Protocol::Http,
            Self::Postgres | Self::Postgresql | Self::Mysql | Self::Mariadb => Protocol::Database,
            Self::Smtp | Self::Smtps => Protocol::Smtp,
        }
    }
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

/// A list of elements in their normal form, each once.
fn elements<S: Shape<Value: PartialEq>>(what: &'static str, element: S) -> impl Shape<Value = Vec<S::Value>> {
    list(what, element).max(MAX_ELEMENTS).once().hiding(&["maxItems"])
}

fn refused<T>(path: &Path, message: &str) -> Result<T, Violations> {
    Err(Violation::new(path.clone(), "value_error", message).into())
}

/// A host as URLs have it: in lower case, international names in their ASCII form, without the dot at the end.
fn host(value: &Value, path: &Path) -> Result<String, Violations> {
    let text = value.as_str().unwrap_or_default();
    let (wildcard, name) = match text.strip_prefix("*.") {
        Some(name) => ("*.", name),
        None => ("", text),
    };
    match Host::parse(name.strip_suffix('.').unwrap_or(name)) {
        Ok(Host::Domain(name)) if !name.contains('*') && !name.is_empty() => Ok(format!("{wildcard}{name}")),
        Ok(address @ (Host::Ipv4(_) | Host::Ipv6(_))) if wildcard.is_empty() => Ok(address.to_string()),
        _ => refused(path, "must be a host name, an address, or *. before a host name"),
    }
}

fn port(value: &Value, path: &Path) -> Result<u16, Violations> {
    match integer::integer(value).and_then(|number| u16::try_from(number).ok()) {
        Some(port) if port > 0 => Ok(port),
        _ => refused(path, "must be a whole number from 1 to 65535"),
    }
}

fn port_schema(schemas: &mut Schemas) -> Value {
    schemas.named("Port", |_| {
        json!({"type": "integer", "format": "int32", "description": "A port.", "minimum": 1, "maximum": u16::MAX})
    })
}

fn scheme(value: &Value, path: &Path) -> Result<String, Violations> {
    let scheme = value.as_str().unwrap_or_default().to_ascii_lowercase();
    match scheme.parse::<Scheme>() {
        Ok(scheme) => Ok(scheme.to_string()),
        Err(unknown) => refused(path, &unknown.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

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
