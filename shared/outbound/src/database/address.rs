//! Parses the URL of a database connection.

use std::time::Duration;

use beadle_domain::{call::DatabaseError, destination::egress::Scheme};
use beadle_values::{
    names,
    names::{Named, UnknownName},
};
use url::{Host, Url};

/// The database server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// PostgreSQL.
    Postgres,
    /// MySQL or MariaDB.
    MySql,
}

names! {
    /// The use of TLS: the modes of libpq (PostgreSQL manual, section 34.19) and of MySQL, which are the same
    /// under other names.
    pub(super) enum TlsMode {
        /// Never.
        Disable = "disable" | "disabled",
        /// If the server has it; nothing is verified.
        Prefer = "prefer" | "preferred",
        /// Always; nothing is verified.
        Require = "require" | "required",
        /// Always; the certificate has to come from a trusted issuer.
        VerifyCa = "verify-ca",
        /// Always; the certificate has to come from a trusted issuer and be for the host.
        VerifyFull = "verify-full" | "verify-identity",
    }
}

names! {
    /// What the query of a URL may say: the keywords of libpq (PostgreSQL manual, section 34.1.2) and of
    /// MySQL's clients that providers put into the URLs they hand out.
    pub(super) enum Parameter {
        /// The TLS mode.
        SslMode = "sslmode" | "ssl-mode",
        /// The certificates of the issuers to trust, in PEM, in place of the system's; `system` for those.
        SslRootCert = "sslrootcert" | "ssl-ca",
        /// Whether the login is bound to the server's certificate.
        ChannelBinding = "channel_binding",
        /// How long connecting may take, in seconds; 0 is as long as the statement.
        ConnectTimeout = "connect_timeout" | "connect-timeout",
        /// The name of the session among those of the server.
        ApplicationName = "application_name",
        /// Settings of the session, or what a provider finds the server by.
        Options = "options",
        /// That there is a pooler in between, which needs nothing here.
        Pgbouncer = "pgbouncer",
        /// How many connections a client has; a statement has one.
        ConnectionLimit = "connection_limit",
    }
}

names! {
    /// Whether the login is bound to the server's certificate (PostgreSQL manual, section 34.1.2).
    pub(super) enum Binding {
        /// Never.
        Disable = "disable",
        /// If the server can.
        Prefer = "prefer",
        /// Always.
        Require = "require",
    }
}

/// The address, credentials, TLS mode and settings of a connection.
pub(super) struct Address {
    pub kind: Kind,
    pub host: Host<String>,
    pub port: u16,
    pub user: String,
    pub password: Option<String>,
    pub database: Option<String>,
    pub tls: TlsMode,
    /// The certificates to trust in place of the system's, in PEM.
    pub roots: Option<String>,
    pub binding: Binding,
    pub connect_timeout: Option<Duration>,
    pub application_name: Option<String>,
    pub options: Option<String>,
}

impl Address {
    /// Parses a URL such as `postgres://user:password@host:5432/database?sslmode=verify-full`.
    ///
    /// # Errors
    /// [`DatabaseError::InvalidRequest`] for anything else. Of the URL, its text contains only names of
    /// parameters.
    pub fn parse(text: &str) -> Result<Self, DatabaseError> {
        let url = Url::parse(text).map_err(|_| invalid("the connection is not a URL"))?;
        let kind = match url.scheme().parse() {
            Ok(Scheme::Postgres | Scheme::Postgresql) => Kind::Postgres,
            Ok(Scheme::Mysql | Scheme::Mariadb) => Kind::MySql,
            Ok(Scheme::Http | Scheme::Https | Scheme::Smtp | Scheme::Smtps) | Err(_) => {
                return Err(invalid("the connection begins with neither postgres:// nor mysql://"));
            }
        };
        let database = decoded(url.path().strip_prefix('/').unwrap_or_default())?;
        let mut address = Self {
            kind,
            host: host(&url)?,
            port: url.port().unwrap_or(if kind == Kind::Postgres { 5432 } else { 3306 }),
            user: decoded(url.username())?,
            password: url.password().map(decoded).transpose()?,
            database: Some(database).filter(|name| !name.is_empty()),
            tls: TlsMode::Prefer,
            roots: None,
            binding: Binding::Prefer,
            connect_timeout: None,
            application_name: None,
            options: None,
        };
        for (name, value) in url.query_pairs() {
            address.set(&name, &value)?;
        }
        // As libpq does (PostgreSQL manual, section 34.19.1).
        if address.roots.is_some() && address.tls == TlsMode::Require {
            address.tls = TlsMode::VerifyCa;
        }
        Ok(address)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), DatabaseError> {
        let known = name.parse::<Parameter>().ok().filter(|parameter| match self.kind {
            Kind::Postgres => true,
            Kind::MySql => matches!(
                parameter,
                Parameter::SslMode
                    | Parameter::SslRootCert
                    | Parameter::ConnectTimeout
                    | Parameter::ConnectionLimit
            ),
        });
        let Some(parameter) = known else { return Err(unknown(name)) };
        let wrong = |why: &str| Err(invalid(format!("the connection's `{}` {why}", parameter.as_str())));
        match parameter {
            Parameter::SslMode => match value.to_ascii_lowercase().replace('_', "-").parse() {
                Ok(mode) => self.tls = mode,
                Err(UnknownName { .. }) => return wrong(&TlsMode::UNKNOWN.choices()),
            },
            Parameter::SslRootCert if value == "system" => {}
            Parameter::SslRootCert if value.contains("-----BEGIN CERTIFICATE-----") => {
                self.roots = Some(value.to_owned());
            }
            Parameter::SslRootCert => {
                return wrong("has to be certificates in PEM, such as ${secret:db#ca}; files are not read");
            }
            Parameter::ChannelBinding => match value.parse() {
                Ok(binding) => self.binding = binding,
                Err(UnknownName { .. }) => return wrong(&Binding::UNKNOWN.choices()),
            },
            Parameter::ConnectTimeout => match value.parse() {
                Ok(0) => self.connect_timeout = None,
                Ok(seconds) => self.connect_timeout = Some(Duration::from_secs(seconds)),
                Err(_) => return wrong("has to be a number of seconds"),
            },
            Parameter::ApplicationName => self.application_name = Some(value.to_owned()),
            Parameter::Options => self.options = Some(value.to_owned()),
            Parameter::Pgbouncer | Parameter::ConnectionLimit => {}
        }
        Ok(())
    }

    /// Its scheme, as a config's `egress` names it.
    pub fn scheme(&self) -> &'static str {
        match self.kind {
            Kind::Postgres => Scheme::Postgres.as_str(),
            Kind::MySql => Scheme::Mysql.as_str(),
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

fn unknown(name: &str) -> DatabaseError {
    let name: String = name.chars().filter(|c| c.is_alphanumeric() || "_-".contains(*c)).take(40).collect();
    let known: Vec<&str> = Parameter::ALL.into_iter().map(Parameter::as_str).collect();
    invalid(format!(
        "the connection's parameter `{name}` is not supported; those that are: {}",
        known.join(", ")
    ))
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
    #[case("postgres://u@a.example/app?sslrootcert=/etc/a.example.pem")]
    #[case("postgres://u@a.example/app?channel_binding=a.example")]
    #[case("postgres://u@a.example/app?connect_timeout=a.example")]
    #[case("mysql://u@a.example/app?options=-cstatement_timeout%3D0")]
    #[case("mysql://u@a.example/app?socket=/run/mysqld.sock")]
    #[case("postgres://u@a.example/app?sslmode=maybe")]
    #[case("host=a.example user=u")]
    #[case("http://u@a.example/")]
    fn other_urls_are_rejected_without_revealing_them(#[case] url: &str) {
        let Err(DatabaseError::InvalidRequest(text)) = Address::parse(url) else { panic!("{url}") };
        assert!(!text.contains("a.example") && !text.contains("127.0.0.1"), "{text}");
    }

    #[rstest]
    #[case::neon(
        "postgresql://u:p@ep-cool-1.eu-central-1.aws.neon.tech/db?sslmode=require&channel_binding=require"
    )]
    #[case::neon_pooled(
        "postgresql://u:p@ep-cool-1-pooler.aws.neon.tech/db?sslmode=require&connect_timeout=15"
    )]
    #[case::neon_endpoint(
        "postgres://u:p@ep-cool-1.aws.neon.tech/db?sslmode=require&options=endpoint%3Dep-cool-1"
    )]
    #[case::supabase(
        "postgresql://postgres.ref:p@aws-0-eu.pooler.supabase.com:6543/postgres?pgbouncer=true&connection_limit=1"
    )]
    #[case::rds(
        "postgres://u:p@db.eu.rds.amazonaws.com:5432/db?sslmode=verify-full&application_name=x&sslrootcert=-----BEGIN%20CERTIFICATE-----%0AA"
    )]
    #[case::rds_mysql(
        "mysql://u:p@db.eu.rds.amazonaws.com:3306/db?ssl-mode=VERIFY_CA&ssl-ca=-----BEGIN%20CERTIFICATE-----%0AA"
    )]
    #[case::aiven("postgres://avnadmin:p@pg-x.aivencloud.com:12691/defaultdb?sslmode=require")]
    #[case::aiven_mysql("mysql://avnadmin:p@mysql-x.aivencloud.com:12691/defaultdb?ssl-mode=REQUIRED")]
    fn the_urls_of_providers_are_parsed(#[case] url: &str) {
        let address = Address::parse(url).map_err(|error| error.to_string()).unwrap();
        assert_eq!(address.binding == Binding::Require, url.contains("channel_binding"));
        assert_eq!(
            address.connect_timeout.map(|limit| limit.as_secs()),
            url.contains("connect_timeout").then_some(15)
        );
        assert_eq!(address.options.as_deref(), url.contains("endpoint").then_some("endpoint=ep-cool-1"));
        assert_eq!(address.application_name.as_deref(), url.contains("application_name").then_some("x"));
        assert_eq!(address.roots.is_some(), url.contains("CERTIFICATE"));
    }

    #[test]
    fn requiring_tls_with_issuers_verifies_them() {
        let url = "postgres://u@h/?sslmode=require&sslrootcert=-----BEGIN%20CERTIFICATE-----";
        assert_eq!(Address::parse(url).unwrap().tls, TlsMode::VerifyCa);
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
