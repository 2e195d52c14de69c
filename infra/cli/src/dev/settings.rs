//! The settings of `beadle dev`, from its options and environment variables; options take precedence.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use beadle_api::{Auth, Cors, RequestRate};
use beadle_application::{Policies, PolicyDefaults};
use beadle_domain::{
    callback::CallbackKeys,
    egress::EgressPolicy,
    event::EventKind,
    policy::{RateLimit, RunDefaults},
};
use beadle_runtime::{
    Environment,
    env::{EnvError, Reader},
    settings,
    spans::{self, Collector},
};
use clap::{Args, ValueEnum};
use tracing::Level;

use crate::data_dir::DataDir;

const DEFAULT_PORT: u16 = 8080;
const EXECUTION_RETENTION_DAYS: u32 = 30;
const AUDIT_RETENTION_DAYS: u32 = 365;

/// The options of `beadle dev`.
#[derive(Debug, Args)]
pub struct Options {
    /// The port to listen on; 0 selects a free one. Also `PORT` or `HTTP_PORT`; 8080 by default.
    #[arg(long)]
    port: Option<u16>,
    #[command(flatten)]
    data_dir: DataDir,
    /// Reject calls to loopback and private networks, as on AWS, except those that `EGRESS_ALLOW` names. Also
    /// `STRICT_EGRESS`.
    #[arg(long)]
    strict_egress: bool,
    /// Run scripts and functions even where this system lacks a layer of the sandbox. What they do then is not contained.
    #[arg(long)]
    unsafe_scripts: bool,
    /// The clock: `manual` stands still until `POST /dev/clock/advance` moves it, for tests of tasks.
    #[arg(long, value_enum, default_value_t)]
    clock: ClockKind,
}

/// Which clock decides what is due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ClockKind {
    /// The clock of the system.
    #[default]
    System,
    /// One that is moved by hand.
    Manual,
}

/// The settings of `beadle dev`.
#[derive(Debug)]
pub struct Settings {
    /// The loopback address it listens on.
    pub address: SocketAddr,
    /// The data folder.
    pub data_dir: PathBuf,
    /// Where spans are sent, if anywhere.
    pub collector: Option<Collector>,
    /// The defaults of ad-hoc requests.
    pub ad_hoc: RunDefaults,
    /// The defaults of saved tasks.
    pub tasks: RunDefaults,
    /// The kinds of events that are published.
    pub events: std::collections::BTreeSet<EventKind>,
    /// The networks that calls may reach.
    pub egress: EgressPolicy,
    /// The rate limit of configs that set none.
    pub rate_limit: Option<RateLimit>,
    /// The file of secrets, in addition to environment variables.
    pub secrets_file: Option<PathBuf>,
    /// The keys of callbacks; without them there is one beside the data.
    pub callback_keys: Option<CallbackKeys>,
    /// Where callbacks reach this process; the address it listens on unless it is stated.
    pub public_url: Option<String>,
    /// The file that lists the commands which scripts may run, and whether it was given.
    pub scripts_file: (PathBuf, bool),
    /// Whether scripts and functions run where the sandbox lacks a layer.
    pub unsafe_scripts: bool,
    /// The clock.
    pub clock: ClockKind,
    /// How callers authenticate.
    pub auth: Auth,
    /// The request rate per caller.
    pub request_rate: RequestRate,
    /// The web sites that may call from browsers.
    pub cors: Cors,
    /// How long an execution is kept after its end; `None` for ever.
    pub execution_retention: Option<Duration>,
    /// How long an entry of the audit trail is kept; `None` for ever.
    pub audit_retention: Option<Duration>,
    /// The level of the log.
    pub log_level: Level,
}

impl Settings {
    /// The policies that apply where a task or a request states none.
    pub fn defaults(&self) -> PolicyDefaults {
        PolicyDefaults { task: self.tasks, ad_hoc: self.ad_hoc }
    }

    /// What services do where nothing is stated.
    pub fn policies(&self) -> Policies {
        Policies {
            defaults: self.defaults(),
            rate_limit: self.rate_limit.clone(),
            published: self.events.clone(),
        }
    }

    /// Reads the settings.
    ///
    /// # Errors
    /// [`EnvError`] naming every variable with a wrong value.
    pub fn read(options: &Options, environment: &Environment) -> Result<Self, EnvError> {
        environment.read(|env| Self {
            address: SocketAddr::new(host(env), port(options, env)),
            data_dir: options.data_dir.folder(environment),
            collector: spans::collector(env),
            ad_hoc: settings::ad_hoc_defaults(env),
            tasks: settings::task_defaults(env),
            events: settings::published_events(env),
            egress: egress(options, env),
            rate_limit: settings::rate_limit(env),
            secrets_file: env.get("SECRETS_FILE").map(PathBuf::from),
            callback_keys: settings::callback_keys(env),
            public_url: settings::public_url(env),
            unsafe_scripts: options.unsafe_scripts,
            clock: options.clock,
            scripts_file: scripts_file(&options.data_dir.folder(environment), env),
            auth: auth(env),
            request_rate: RequestRate::from_environment(env, RequestRate::Unlimited),
            cors: Cors::from_environment(env),
            execution_retention: retention(env, "EXECUTION_RETENTION", EXECUTION_RETENTION_DAYS),
            audit_retention: retention(env, "AUDIT_RETENTION", AUDIT_RETENTION_DAYS),
            log_level: settings::log_level(env),
        })
    }
}

fn host(env: &mut Reader<'_>) -> IpAddr {
    let accepts =
        "a loopback address (127.0.0.1, ::1 or localhost): there, and only there, no credentials are needed";
    env.parsed("HTTP_HOST", Ipv4Addr::LOCALHOST.into(), accepts, |text| match text {
        "localhost" => Ok(Ipv4Addr::LOCALHOST.into()),
        "[::1]" => Ok(Ipv6Addr::LOCALHOST.into()),
        _ => text.parse().ok().filter(IpAddr::is_loopback).ok_or(()),
    })
}

fn port(options: &Options, env: &mut Reader<'_>) -> u16 {
    let accepts = "a port number from 0 to 65535";
    let general = env.parsed_or("HTTP_PORT", DEFAULT_PORT, accepts);
    let own = env.parsed_or("PORT", general, accepts);
    options.port.unwrap_or(own)
}

/// `SCRIPTS_FILE`, or `scripts.json` beside the data folder.
fn scripts_file(data_dir: &Path, env: &mut Reader<'_>) -> (PathBuf, bool) {
    match env.get("SCRIPTS_FILE") {
        Some(file) => (file.into(), true),
        None => (data_dir.with_file_name("scripts.json"), false),
    }
}

/// As on AWS if any of its variables is set; otherwise the loopback address is the only protection.
fn auth(env: &mut Reader<'_>) -> Auth {
    let judged = [
        "JWT_ALGORITHM",
        "JWT_SECRET",
        "JWT_JWKS_URL",
        "JWT_ISSUER",
        "JWT_AUDIENCE",
        "TRUST_GATEWAY_IDENTITY",
        "GATEWAY_SECRET",
    ];
    for variable in judged {
        env.not_empty(variable);
    }
    if judged.into_iter().any(|variable| env.get(variable).is_some()) {
        Auth::from_environment(env)
    } else {
        Auth::Local
    }
}

/// A retention: days, as on AWS, or `None` for ever.
fn retention(env: &mut Reader<'_>, name: &str, default: u32) -> Option<Duration> {
    let days = |days: u32| Duration::from_secs(u64::from(days) * 86_400);
    let accepts = "`none` or a number of days, 1 or more";
    env.parsed(name, Some(days(default)), accepts, |text| match text {
        "none" => Ok(None),
        _ => text.parse().ok().filter(|number| *number > 0).map(|number| Some(days(number))).ok_or(()),
    })
}

fn egress(options: &Options, env: &mut Reader<'_>) -> EgressPolicy {
    let allow = settings::egress_allow(env);
    let strict = env.flag("STRICT_EGRESS", false) || options.strict_egress;
    if strict { EgressPolicy::strict(allow) } else { EgressPolicy::open() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(options: &Options, variables: &[(&str, &str)]) -> Result<Settings, EnvError> {
        Settings::read(options, &Environment::of(variables.iter().copied()))
    }

    const NONE: Options = Options {
        port: None,
        data_dir: DataDir { data_dir: None },
        strict_egress: false,
        unsafe_scripts: false,
        clock: ClockKind::System,
    };

    #[test]
    fn the_defaults_are_port_8080_and_a_local_folder() {
        let settings = read(&NONE, &[]).unwrap();
        assert_eq!(settings.address.to_string(), "127.0.0.1:8080");
        assert_eq!(settings.data_dir, PathBuf::from(".beadle"));
    }

    #[test]
    fn options_win_over_variables() {
        let variables = [("PORT", "9001"), ("HTTP_PORT", "9002"), ("TASK_DATA_DIR", "/tmp/a")];
        let settings = read(&NONE, &variables).unwrap();
        assert_eq!((settings.address.port(), settings.data_dir), (9001, PathBuf::from("/tmp/a")));
        let options =
            Options { port: Some(9003), data_dir: DataDir { data_dir: Some("/tmp/b".into()) }, ..NONE };
        let settings = read(&options, &variables).unwrap();
        assert_eq!((settings.address.port(), settings.data_dir), (9003, PathBuf::from("/tmp/b")));
    }

    #[test]
    fn calls_to_loopback_are_allowed_by_default() {
        let reaches = |options: &Options, variables: &[(&str, &str)]| {
            read(options, variables).unwrap().egress.admits(Ipv4Addr::LOCALHOST.into())
        };
        let strict = Options { strict_egress: true, ..NONE };
        assert!(reaches(&NONE, &[]));
        assert!(!reaches(&strict, &[]));
        assert!(!reaches(&NONE, &[("STRICT_EGRESS", "true")]));
        assert!(reaches(&strict, &[("EGRESS_ALLOW", "127.0.0.0/8")]));
    }

    #[test]
    fn executions_are_kept_for_a_month_and_the_audit_trail_for_a_year_or_as_configured() {
        let days = |days: u64| Some(Duration::from_secs(days * 86_400));
        let kept = |variables: &[(&str, &str)]| {
            read(&NONE, variables).map(|settings| (settings.execution_retention, settings.audit_retention))
        };
        assert_eq!(kept(&[]).unwrap(), (days(30), days(365)));
        let variables = ["EXECUTION_RETENTION", "AUDIT_RETENTION"];
        assert_eq!(kept(&variables.map(|name| (name, "7"))).unwrap(), (days(7), days(7)));
        assert_eq!(kept(&variables.map(|name| (name, "none"))).unwrap(), (None, None));
        for (name, wrong) in variables.map(|name| [(name, "0"), (name, "a year")]).concat() {
            assert!(kept(&[(name, wrong)]).unwrap_err().to_string().contains(name), "{name} {wrong}");
        }
    }

    #[test]
    fn tokens_are_required_once_their_key_is_set() {
        assert!(matches!(read(&NONE, &[]).unwrap().auth, Auth::Local));
        let key = ("JWT_SECRET", "a secret of thirty-two bytes or so");
        assert!(matches!(read(&NONE, &[key]).unwrap().auth, Auth::Jwt { .. }));
        let trust = ("TRUST_GATEWAY_IDENTITY", "true");
        assert!(matches!(read(&NONE, &[trust, ("GATEWAY_SECRET", key.1)]).unwrap().auth, Auth::Gateway(_)));
        let error = read(&NONE, &[trust]).unwrap_err().to_string();
        assert!(error.starts_with("GATEWAY_SECRET:"), "{error}");
        let error = read(&NONE, &[("JWT_ALGORITHM", "HS256")]).unwrap_err().to_string();
        assert!(error.contains("JWT_SECRET"), "{error}");
        for alone in ["JWT_ISSUER", "JWT_AUDIENCE"] {
            let error = read(&NONE, &[(alone, "https://issuer.example")]).unwrap_err().to_string();
            assert!(error.contains("JWT_SECRET"), "{alone}: {error}");
        }
        for empty in ["JWT_SECRET", "JWT_ALGORITHM", "JWT_JWKS_URL", "JWT_ISSUER", "JWT_AUDIENCE"] {
            for value in ["", " "] {
                let error = read(&NONE, &[(empty, value)]).unwrap_err().to_string();
                assert_eq!(error, format!("{empty}: must not be empty"));
            }
        }
    }

    #[test]
    fn only_loopback_is_listened_on() {
        assert_eq!(read(&NONE, &[("HTTP_HOST", "::1")]).unwrap().address.to_string(), "[::1]:8080");
        let error = read(&NONE, &[("HTTP_HOST", "0.0.0.0"), ("PORT", "99999")]).unwrap_err().to_string();
        assert!(error.contains("HTTP_HOST: must be a loopback address"), "{error}");
        assert!(error.contains("PORT: must be a port number"), "{error}");
    }
}
