//! Timeouts and retries.

pub mod breaker;
pub mod rate_limit;
pub mod retry;

use std::time::Duration;

use beadle_values::{
    duration,
    violation::{Path, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::{
    breaker::BreakerPolicy,
    rate_limit::{RateLimit, RateStrategy},
    retry::{Backoff, RetryDecision, RetryOn, RetryPolicy, RetryStrategy},
};
use crate::spec::SimulatedDefaults;

/// The minimum timeout of an attempt.
pub const MIN_TIMEOUT: Duration = Duration::from_millis(1);

/// The maximum timeout of an attempt, which is that of a Lambda invocation.
pub const MAX_TIMEOUT: Duration = Duration::from_secs(15 * 60);

/// The policy of an execution, resolved when it is started.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunPolicy {
    /// The timeout of one attempt.
    #[serde(rename = "timeout_ms", with = "duration::as_millis")]
    pub timeout: Duration,
    /// Whether and when to retry.
    pub retry: RetryPolicy,
    /// The settings that a config can't change.
    #[serde(rename = "stated", default, skip_serializing_if = "Overrides::is_empty")]
    pub overrides: Overrides,
}

/// Which settings the task or the request has itself. Set only if there is a config.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overrides {
    /// The timeout.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub timeout: bool,
    /// The retries.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retry: bool,
}

impl Overrides {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl RunPolicy {
    /// The timeout of [`Self::under`].
    pub fn timeout_under(&self, config: &StatedPolicy) -> Duration {
        config.timeout.filter(|_| !self.overrides.timeout).map_or(self.timeout, |stated| stated.0)
    }

    /// The effective policy of an attempt: settings of the task or the request take precedence over those of
    /// the config, and these over the defaults.
    pub fn under(&self, config: &StatedPolicy) -> Self {
        Self {
            timeout: self.timeout_under(config),
            retry: config.retry.as_ref().filter(|_| !self.overrides.retry).unwrap_or(&self.retry).clone(),
            overrides: self.overrides,
        }
    }
}

/// The policy settings of a task or an ad-hoc request; the rest comes from [`RunDefaults`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StatedPolicy {
    /// The timeout of one attempt, in milliseconds when stored.
    #[serde(default, rename = "timeout_ms", skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Milliseconds>,
    /// Whether and when to retry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<RetryPolicy>,
}

/// A duration that is stored as whole milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Milliseconds(#[serde(with = "duration::as_millis")] pub Duration);

/// The default settings: `DEFAULT_TIMEOUT` and `MAX_RETRIES` for ad-hoc requests (seed 001),
/// `TASK_DEFAULT_TIMEOUT` and `TASK_MAX_RETRIES` for saved tasks (seed 002).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunDefaults {
    /// The timeout of one attempt.
    pub timeout: Duration,
    /// The number of retries.
    pub max_retries: u32,
    /// The behaviour of simulated tasks.
    pub simulated: SimulatedDefaults,
}

impl RunDefaults {
    /// Ad-hoc requests: 30 seconds, 3 retries (seed 001).
    pub const AD_HOC: Self =
        Self { timeout: Duration::from_secs(30), max_retries: 3, simulated: SimulatedDefaults::DEFAULT };
    /// Saved tasks: 300 seconds, 3 retries (seed 002).
    pub const TASK: Self = Self { timeout: Duration::from_secs(300), ..Self::AD_HOC };
}

impl StatedPolicy {
    /// The members of a policy: `timeout` or `timeout_ms`, and `retry` or `retries` (or seed 002's
    /// `maxRetries`).
    pub const MEMBERS: [&'static str; 5] = ["timeout", "timeout_ms", "retry", "retries", "max_retries"];

    /// Parses the policy members of `body`.
    ///
    /// # Errors
    /// Every violation.
    pub fn parse(body: &Map<String, Value>, path: &Path) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let timeout = timeout(body, path, &mut violations);
        let retry = retry(body, path, &mut violations);
        violations.into_result(Self { timeout: timeout.map(Milliseconds), retry })
    }

    /// The effective policy: these settings or else the defaults. With a config (`with_config`) it also
    /// records which settings are the task's own, so that the config can change the others.
    pub fn resolve(&self, defaults: &RunDefaults, with_config: bool) -> RunPolicy {
        RunPolicy {
            timeout: self.timeout.map_or(defaults.timeout, |stated| stated.0),
            retry: self.retry.clone().unwrap_or_else(|| RetryPolicy::with_retries(defaults.max_retries)),
            overrides: Overrides {
                timeout: with_config && self.timeout.is_some(),
                retry: with_config && self.retry.is_some(),
            },
        }
    }
}

fn timeout(body: &Map<String, Value>, path: &Path, violations: &mut Violations) -> Option<Duration> {
    let (name, value) = one_of(body, &["timeout", "timeout_ms"], path, violations)?;
    let parsed = duration::parse_within(value, MIN_TIMEOUT, MAX_TIMEOUT, &path.key(name));
    violations.take(parsed.map_err(Violations::from))
}

fn retry(body: &Map<String, Value>, path: &Path, violations: &mut Violations) -> Option<RetryPolicy> {
    let (name, value) = one_of(body, &["retry", "retries", "max_retries"], path, violations)?;
    let path = path.key(name);
    let parsed = match name {
        "retry" => RetryPolicy::parse(value, &path),
        _ => retry::parse_max_retries(value, &path).map(RetryPolicy::with_retries).map_err(Violations::from),
    };
    violations.take(parsed)
}

/// The member among `names` that is present and not null. Two of them are a violation, because they are
/// synonyms.
fn one_of<'b>(
    body: &'b Map<String, Value>,
    names: &[&'static str],
    path: &Path,
    violations: &mut Violations,
) -> Option<(&'static str, &'b Value)> {
    let mut given = names
        .iter()
        .filter_map(|name| body.get(*name).filter(|value| !value.is_null()).map(|value| (*name, value)));
    let first = given.next();
    if let (Some((first, _)), Some((second, _))) = (first, given.next()) {
        violations.add(path.key(second), "conflict", format!("says the same as `{first}`: give one of them"));
    }
    first
}
