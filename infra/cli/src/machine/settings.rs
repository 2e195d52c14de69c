//! The settings that all machines read from the same environment variables.

use std::{
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
    env::Reader,
    settings,
    spans::{self, Collector},
};
use tracing::Level;

const EXECUTION_RETENTION_DAYS: u32 = 30;
const AUDIT_RETENTION_DAYS: u32 = 365;

/// What a subcommand has decided before the variables that all of them share are read.
#[derive(Debug)]
pub struct Preset {
    /// The data folder.
    pub data_dir: PathBuf,
    /// Whether calls may reach public addresses only, and what `EGRESS_ALLOW` names.
    pub strict_egress: bool,
    /// Whether scripts and functions run where the sandbox lacks a layer.
    pub unsafe_scripts: bool,
    /// How callers authenticate where no variable configures it.
    pub auth: Auth,
    /// The request rate per caller where `CALLER_RATE_LIMIT` is not set.
    pub request_rate: RequestRate,
}

/// The settings of a machine.
#[derive(Debug)]
pub struct Settings {
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
    /// Where callbacks reach this process, if that is stated.
    pub public_url: Option<String>,
    /// The file that lists the commands which scripts may run, and whether it was given.
    pub scripts_file: (PathBuf, bool),
    /// Whether scripts and functions run where the sandbox lacks a layer.
    pub unsafe_scripts: bool,
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

    /// Reads the settings; variables with wrong values are rejected by `env`.
    pub fn read(env: &mut Reader<'_>, preset: Preset) -> Self {
        Self {
            scripts_file: scripts_file(&preset.data_dir, env),
            data_dir: preset.data_dir,
            collector: spans::collector(env),
            ad_hoc: settings::ad_hoc_defaults(env),
            tasks: settings::task_defaults(env),
            events: settings::published_events(env),
            egress: egress(preset.strict_egress, env),
            rate_limit: settings::rate_limit(env),
            secrets_file: env.get("SECRETS_FILE").map(PathBuf::from),
            callback_keys: settings::callback_keys(env),
            public_url: settings::public_url(env),
            unsafe_scripts: preset.unsafe_scripts,
            auth: auth(env).unwrap_or(preset.auth),
            request_rate: RequestRate::from_environment(env, preset.request_rate),
            cors: Cors::from_environment(env),
            execution_retention: retention(env, "EXECUTION_RETENTION", EXECUTION_RETENTION_DAYS),
            audit_retention: retention(env, "AUDIT_RETENTION", AUDIT_RETENTION_DAYS),
            log_level: settings::log_level(env),
        }
    }
}

/// `SCRIPTS_FILE`, or `scripts.json` beside the data folder.
fn scripts_file(data_dir: &Path, env: &Reader<'_>) -> (PathBuf, bool) {
    match env.get("SCRIPTS_FILE") {
        Some(file) => (file.into(), true),
        None => (data_dir.with_file_name("scripts.json"), false),
    }
}

/// As on AWS if any of its variables is set.
fn auth(env: &mut Reader<'_>) -> Option<Auth> {
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
    judged.into_iter().any(|variable| env.get(variable).is_some()).then(|| Auth::from_environment(env))
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

fn egress(strict: bool, env: &mut Reader<'_>) -> EgressPolicy {
    let allow = settings::egress_allow(env);
    if strict { EgressPolicy::strict(allow) } else { EgressPolicy::open() }
}

#[cfg(test)]
mod tests {
    use beadle_runtime::{Environment, env::EnvError};

    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Settings, EnvError> {
        let preset = Preset {
            data_dir: PathBuf::from(".beadle"),
            strict_egress: true,
            unsafe_scripts: false,
            auth: Auth::Local,
            request_rate: RequestRate::Unlimited,
        };
        Environment::of(variables.iter().copied()).read(|env| Settings::read(env, preset))
    }

    #[test]
    fn executions_are_kept_for_a_month_and_the_audit_trail_for_a_year_or_as_configured() {
        let days = |days: u64| Some(Duration::from_secs(days * 86_400));
        let kept = |variables: &[(&str, &str)]| {
            read(variables).map(|settings| (settings.execution_retention, settings.audit_retention))
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
        assert!(matches!(read(&[]).unwrap().auth, Auth::Local));
        let key = ("JWT_SECRET", "a secret of thirty-two bytes or so");
        assert!(matches!(read(&[key]).unwrap().auth, Auth::Jwt { .. }));
        let trust = ("TRUST_GATEWAY_IDENTITY", "true");
        assert!(matches!(read(&[trust, ("GATEWAY_SECRET", key.1)]).unwrap().auth, Auth::Gateway(_)));
        let error = read(&[trust]).unwrap_err().to_string();
        assert!(error.starts_with("GATEWAY_SECRET:"), "{error}");
        let error = read(&[("JWT_ALGORITHM", "HS256")]).unwrap_err().to_string();
        assert!(error.contains("JWT_SECRET"), "{error}");
        for alone in ["JWT_ISSUER", "JWT_AUDIENCE"] {
            let error = read(&[(alone, "https://issuer.example")]).unwrap_err().to_string();
            assert!(error.contains("JWT_SECRET"), "{alone}: {error}");
        }
        for empty in ["JWT_SECRET", "JWT_ALGORITHM", "JWT_JWKS_URL", "JWT_ISSUER", "JWT_AUDIENCE"] {
            for value in ["", " "] {
                let error = read(&[(empty, value)]).unwrap_err().to_string();
                assert_eq!(error, format!("{empty}: must not be empty"));
            }
        }
    }
}
