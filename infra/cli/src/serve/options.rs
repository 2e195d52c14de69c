//! The options of `beadle serve`, and what only it reads from environment variables; options take precedence.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use beadle_api::{Auth, DeniedRate, RequestRate};
use beadle_runtime::{
    Environment,
    env::{EnvError, Reader},
};
use beadle_values::duration;
use clap::Args;
use ipnet::IpNet;

use crate::{
    data_dir::DataDir,
    machine::{Preset, Settings, server::TrustedProxies},
};

const DEFAULT_ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// Shorter than what service managers wait before they kill: systemd 90 seconds, Kubernetes 30.
const DEFAULT_GRACE: Duration = Duration::from_secs(25);

/// The longest attempt takes 15 minutes.
const MAX_GRACE: Duration = Duration::from_secs(20 * 60);

/// More than a person or a program makes by mistake.
const DENIED_RATE: DeniedRate = DeniedRate::PerMinute(60);

/// The options of `beadle serve`.
#[derive(Debug, Default, Args)]
pub struct Options {
    /// The address and the port to listen on, such as `0.0.0.0:8080` or `[::]:8443`. Also `LISTEN`; `127.0.0.1:8080` by default.
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<SocketAddr>,
    #[command(flatten)]
    data_dir: DataDir,
    /// The certificate of this server in PEM, those of its issuers after it. SIGHUP reads it again. Also `TLS_CERT`.
    #[arg(long, value_name = "FILE")]
    tls_cert: Option<PathBuf>,
    /// The private key of the certificate, in PEM. Also `TLS_KEY`.
    #[arg(long, value_name = "FILE")]
    tls_key: Option<PathBuf>,
    /// A network of proxies whose `Forwarded` or `X-Forwarded-For` is believed; may be repeated. Also `TRUST_PROXY`, separated by
    /// commas.
    #[arg(long, value_name = "CIDR", value_parser = TrustedProxies::network)]
    trust_proxy: Vec<IpNet>,
    /// How long what runs may take once the server is asked to stop, such as `25s`. Also `SHUTDOWN_GRACE`; 25 seconds by default.
    #[arg(long, value_name = "DURATION", value_parser = grace)]
    grace: Option<Duration>,
    /// Run scripts and functions even where this system lacks a layer of the sandbox. What they do then is not contained.
    #[arg(long)]
    unsafe_scripts: bool,
}

/// Where and how a server listens.
#[derive(Debug)]
pub(super) struct Listening {
    pub(super) address: SocketAddr,
    /// The files of the certificate and of its key.
    pub(super) tls: Option<(PathBuf, PathBuf)>,
    pub(super) proxies: TrustedProxies,
    pub(super) grace: Duration,
}

/// All settings of a server.
#[derive(Debug)]
pub(super) struct Serving {
    pub(super) listening: Listening,
    pub(super) denied_rate: DeniedRate,
    pub(super) settings: Settings,
}

impl Options {
    /// The settings. Where nothing verifies tokens, API keys are the only credentials.
    ///
    /// # Errors
    /// [`EnvError`] naming every variable with a wrong value.
    pub(super) fn read(&self, environment: &Environment) -> Result<Serving, EnvError> {
        environment.read(|env| {
            let strict_egress = env.flag("STRICT_EGRESS", true);
            let preset = Preset {
                data_dir: self.data_dir.folder(environment),
                strict_egress,
                unsafe_scripts: self.unsafe_scripts,
                auth: Auth::ApiKeys,
                request_rate: RequestRate::ByLevel,
            };
            Serving {
                listening: self.listening(env),
                denied_rate: DeniedRate::from_environment(env, DENIED_RATE),
                settings: Settings::read(env, preset),
            }
        })
    }

    fn listening(&self, env: &mut Reader<'_>) -> Listening {
        let accepts = "an address and a port, such as 0.0.0.0:8080 or [::]:8443";
        let address = env.parsed_or("LISTEN", DEFAULT_ADDRESS, accepts);
        let accepts = "a duration of at most 20 minutes, such as 25s";
        let longest = env.parsed("SHUTDOWN_GRACE", DEFAULT_GRACE, accepts, grace);
        Listening {
            address: self.listen.unwrap_or(address),
            tls: self.tls(env),
            proxies: self.proxies(env),
            grace: self.grace.unwrap_or(longest),
        }
    }

    fn tls(&self, env: &mut Reader<'_>) -> Option<(PathBuf, PathBuf)> {
        let given = |option: &Option<PathBuf>, variable| {
            option.clone().or_else(|| env.get(variable).map(PathBuf::from))
        };
        match (given(&self.tls_cert, "TLS_CERT"), given(&self.tls_key, "TLS_KEY")) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) => None,
            (None, Some(_)) => {
                env.reject("TLS_CERT", "must be set to the file of the certificate that TLS_KEY belongs to");
                None
            }
            (Some(_), None) => {
                env.reject("TLS_KEY", "must be set to the file of the private key of TLS_CERT");
                None
            }
        }
    }

    fn proxies(&self, env: &mut Reader<'_>) -> TrustedProxies {
        let accepts = "networks separated by commas, such as 10.1.0.0/16, fd12::/48";
        let named = env.parsed("TRUST_PROXY", Vec::new(), accepts, |text| {
            let named = text.split(',').map(str::trim).filter(|network| !network.is_empty());
            named.map(TrustedProxies::network).collect::<Result<_, _>>()
        });
        TrustedProxies::new(if self.trust_proxy.is_empty() { named } else { self.trust_proxy.clone() })
    }
}

fn grace(text: &str) -> Result<Duration, &'static str> {
    let longest = duration::parse_text(text).filter(|grace| *grace <= MAX_GRACE);
    longest.ok_or("must be a duration of at most 20 minutes, such as 25s")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(options: &Options, variables: &[(&str, &str)]) -> Result<Serving, EnvError> {
        options.read(&Environment::of(variables.iter().copied()))
    }

    #[test]
    fn by_default_it_listens_on_loopback_and_lets_nothing_private_be_called() {
        let Serving { listening, settings, .. } = read(&Options::default(), &[]).unwrap();
        assert_eq!(listening.address.to_string(), "127.0.0.1:8080");
        assert!(listening.tls.is_none() && listening.proxies.is_empty());
        assert!(matches!(settings.auth, Auth::ApiKeys));
        assert!(!settings.egress.admits(Ipv4Addr::LOCALHOST.into()));
        assert_eq!(settings.request_rate, RequestRate::ByLevel);
    }

    #[test]
    fn options_win_over_variables() {
        let variables = [("LISTEN", "[::]:8443"), ("SHUTDOWN_GRACE", "1m"), ("TRUST_PROXY", "10.0.0.1, ::1")];
        let listening = read(&Options::default(), &variables).unwrap().listening;
        assert_eq!((listening.address.to_string(), listening.grace.as_secs()), ("[::]:8443".to_owned(), 60));
        assert!(!listening.proxies.is_empty());
        let options = Options {
            listen: Some(DEFAULT_ADDRESS),
            grace: Some(Duration::from_secs(1)),
            ..Options::default()
        };
        let listening = read(&options, &variables).unwrap().listening;
        assert_eq!((listening.address, listening.grace.as_secs()), (DEFAULT_ADDRESS, 1));
    }

    #[test]
    fn every_wrong_variable_is_named() {
        let variables = [
            ("LISTEN", "8080"),
            ("SHUTDOWN_GRACE", "1h"),
            ("TRUST_PROXY", "proxy.example"),
            ("TLS_CERT", "/etc/beadle/cert.pem"),
            ("DENIED_RATE_LIMIT", "0"),
            ("STRICT_EGRESS", "perhaps"),
        ];
        let error = read(&Options::default(), &variables).unwrap_err().to_string();
        for named in
            ["LISTEN", "SHUTDOWN_GRACE", "TRUST_PROXY", "TLS_KEY", "DENIED_RATE_LIMIT", "STRICT_EGRESS"]
        {
            assert!(error.lines().any(|line| line.starts_with(named)), "{named}: {error}");
        }
    }
}
