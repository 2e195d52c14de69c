//! Parses the URL of a database connection.

use beadle_domain::call::DatabaseError;
use url::{Host, Url};

/// The database server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// PostgreSQL.
    Postgres,
    /// MySQL or MariaDB.
    MySql,
}

/// How TLS is used. These are the modes of libpq (PostgreSQL manual, section 34.19), which MySQL has under
/// other names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TlsMode {
    /// Never.
    Disable,
    /// If the server supports it; the certificate is not verified.
    Prefer,
    /// Always; the certificate is not verified.
    Require,
    /// Always; the certificate must come from a trusted issuer.
    VerifyCa,
    /// Always; the certificate must come from a trusted issuer and be valid for the host.
    VerifyFull,
}

/// The address, credentials and TLS mode of a connection.
pub(super) struct Address {
    pub kind: Kind,
    pub host: Host<String>,
    pub port: u16,
    pub user: String,
    pub password: Option<String>,
    pub database: Option<String>,
    pub tls: TlsMode,
}

impl Address {
    /// Parses a URL such as `postgres://user:password@host:5432/database?sslmode=verify-full`.
    ///
    /// # Errors
    /// [`DatabaseError::InvalidRequest`] for anything else. Of the URL, its text contains only names of
    /// parameters.
    pub fn parse(text: &str) -> Result<Self, DatabaseError> {
        let url = Url::parse(text).map_err(|_| invalid("the connection is not a URL"))?;
        let kind = match url.scheme() {
            "postgres" | "postgresql" => Kind::Postgres,
            "mysql" | "mariadb" => Kind::MySql,
            _ => return Err(invalid("the connection begins with neither postgres:// nor mysql://")),
        };
        let database = decoded(url.path().strip_prefix('/').unwrap_or_default())?;
        Ok(Self {
            kind,
            host: host(&url)?,
            port: url.port().unwrap_or(if kind == Kind::Postgres { 5432 } else { 3306 }),
            user: decoded(url.username())?,
            password: url.password().map(decoded).transpose()?,
            database: Some(database).filter(|name| !name.is_empty()),
            tls: tls_mode(&url)?,
        })
    }

    /// Its scheme, as a config's `egress` names it.
    pub fn scheme(&self) -> &'static str {
        match self.kind {
            Kind::Postgres => "postgres",
            Kind::MySql => "mysql",
        }
    }

    /// The host as certificates name it.
    pub fn name(&self) -> String {
        match &self.host {
            Host::Domain(name) => name.clone(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        }
    }
}

/// The one host. URLs of these schemes allow any text as their host (WHATWG URL section 4.4, "opaque host"),
/// so it is parsed again by the rules of HTTP. That rejects lists of hosts and socket paths, and decodes
/// addresses written as numbers.
fn host(url: &Url) -> Result<Host<String>, DatabaseError> {
    let text = url.host_str().unwrap_or_default();
    if text.is_empty() || text.contains(',') {
        return Err(invalid("the connection has to name one host"));
    }
    Host::parse(text).map_err(|_| invalid("the connection's host is neither a name nor an address"))
}

fn tls_mode(url: &Url) -> Result<TlsMode, DatabaseError> {
    let mut mode = TlsMode::Prefer;
    for (name, value) in url.query_pairs() {
        if !matches!(&*name, "sslmode" | "ssl-mode") {
            let name: String =
                name.chars().filter(|c| c.is_alphanumeric() || "_-".contains(*c)).take(40).collect();
            return Err(invalid(format!(
                "the connection's parameter `{name}` is unknown; only `sslmode` is supported"
            )));
        }
        mode = match value.to_ascii_lowercase().replace('_', "-").as_str() {
            "disable" | "disabled" => TlsMode::Disable,
            "prefer" | "preferred" => TlsMode::Prefer,
            "require" | "required" => TlsMode::Require,
            "verify-ca" => TlsMode::VerifyCa,
            "verify-full" | "verify-identity" => TlsMode::VerifyFull,
            _ => {
                return Err(invalid(
                    "the connection's `sslmode` must be one of disable, prefer, require, \
                     verify-ca, verify-full",
                ));
            }
        };
    }
    Ok(mode)
}

fn decoded(text: &str) -> Result<String, DatabaseError> {
    let text = percent_encoding::percent_decode_str(text).decode_utf8();
    text.map(Into::into).map_err(|_| invalid("the connection is not UTF-8"))
}

fn invalid(what: impl Into<String>) -> DatabaseError {
    DatabaseError::InvalidRequest(what.into())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn a_url_is_parsed_completely() {
        let address =
            Address::parse("postgresql://ad%40a:p%2Fw@db.example:6432/my%20app?sslmode=verify-full").unwrap();
        assert_eq!(address.kind, Kind::Postgres);
        assert_eq!((address.name().as_str(), address.port), ("db.example", 6432));
        assert_eq!((address.user.as_str(), address.password.as_deref()), ("ad@a", Some("p/w")));
        assert_eq!((address.database.as_deref(), address.tls), (Some("my app"), TlsMode::VerifyFull));
        let address = Address::parse("mariadb://ada@db.example").unwrap();
        assert_eq!((address.kind, address.port, address.tls), (Kind::MySql, 3306, TlsMode::Prefer));
        assert_eq!((address.database, address.password), (None, None));
    }

    #[rstest]
    #[case("postgres://u@2130706433/", "127.0.0.1")]
    #[case("postgres://u@0x7f.1/", "127.0.0.1")]
    #[case("mysql://u@[::ffff:10.0.0.1]/", "::ffff:10.0.0.1")]
    #[case("mysql://u@LOCALHOST/", "localhost")]
    fn a_host_is_parsed_as_in_http(#[case] url: &str, #[case] host: &str) {
        assert_eq!(Address::parse(url).unwrap().name(), host);
    }

    #[rstest]
    #[case("postgres://u@/app")]
    #[case("postgres:///app?host=/var/run/postgresql")]
    #[case("postgres://u@%2Fvar%2Frun%2Fpostgresql/app")]
    #[case("postgres://u@a.example,b.example/app")]
    #[case("postgres://u@a.example:5432,b.example:5432/app")]
    #[case("postgres://u@a.example/app?host=127.0.0.1")]
    #[case("postgres://u@a.example/app?hostaddr=127.0.0.1")]
    #[case("postgres://u@a.example/app?options=-cstatement_timeout%3D0")]
    #[case("mysql://u@a.example/app?socket=/run/mysqld.sock")]
    #[case("postgres://u@a.example/app?sslmode=maybe")]
    #[case("host=a.example user=u")]
    #[case("http://u@a.example/")]
    fn other_urls_are_rejected_without_revealing_them(#[case] url: &str) {
        let Err(DatabaseError::InvalidRequest(text)) = Address::parse(url) else { panic!("{url}") };
        assert!(!text.contains("a.example") && !text.contains("127.0.0.1"), "{text}");
    }

    #[rstest]
    #[case("disable", TlsMode::Disable)]
    #[case("PREFERRED", TlsMode::Prefer)]
    #[case("require", TlsMode::Require)]
    #[case("VERIFY_CA", TlsMode::VerifyCa)]
    #[case("verify_identity", TlsMode::VerifyFull)]
    fn tls_modes_have_two_names(#[case] name: &str, #[case] mode: TlsMode) {
        assert_eq!(Address::parse(&format!("mysql://u@a.example/?ssl-mode={name}")).unwrap().tls, mode);
    }
}
