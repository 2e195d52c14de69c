//! How long and how often to try.

pub mod breaker;
pub mod rate_limit;
pub mod retry;

use std::time::Duration;

use beadle_values::{
    body,
    body::{Shape, length, optional},
    duration,
};
use serde::{Deserialize, Serialize};

pub use self::{
    breaker::BreakerPolicy,
    rate_limit::{RateLimit, RateStrategy},
    retry::{Backoff, RetryDecision, RetryOn, RetryPolicy, RetryStrategy},
};
use crate::spec::SimulatedDefaults;

/// The shortest timeout of an attempt.
pub const MIN_TIMEOUT: Duration = Duration::from_millis(1);

/// The longest timeout of an attempt: what Lambda can give one invocation.
pub const MAX_TIMEOUT: Duration = Duration::from_secs(15 * 60);

/// The policies an execution runs under, resolved when it is started.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunPolicy {
    /// How long one attempt may take.
    #[serde(rename = "timeout_ms", with = "duration::as_millis")]
    pub timeout: Duration,
    /// Whether and when to try again.
    pub retry: RetryPolicy,
    /// What of it is stated; a config may say otherwise about the rest.
    #[serde(default, skip_serializing_if = "Stated::is_nothing")]
    pub stated: Stated,
}

/// What of a policy is stated by the task or the request itself. Noted only where a config is named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// Its timeout.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub timeout: bool,
    /// Its retries.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retry: bool,
}

impl Stated {
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl RunPolicy {
    /// The timeout of [`Self::under`].
    pub fn timeout_under(&self, config: &StatedPolicy) -> Duration {
        config.timeout.filter(|_| !self.stated.timeout).map_or(self.timeout, |stated| stated.0)
    }

    /// The policy in force for an attempt whose config states `config`: what the task or the request states itself wins,
    /// then the config, then the defaults.
    pub fn under(&self, config: &StatedPolicy) -> Self {
        Self {
            timeout: self.timeout_under(config),
            retry: config.retry.as_ref().filter(|_| !self.stated.retry).unwrap_or(&self.retry).clone(),
            stated: self.stated,
        }
    }
}

body! {
    /// The policies that a task, a request or a config states; the rest comes from [`RunDefaults`].
    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    pub struct StatedPolicy {
        /// How long one attempt may take, 1 ms to 15 minutes.
        #[serde(default, rename = "timeout_ms", skip_serializing_if = "Option::is_none")]
        pub timeout: Option<Milliseconds> =
            optional(length(MIN_TIMEOUT, MAX_TIMEOUT).map(Milliseconds)).alias("timeout_ms"),
        /// Whether and when to try again: a policy, or a number of retries.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub retry: Option<RetryPolicy> = optional(retry::retry())
            .alias_as("retries", retry::max_retries().map(RetryPolicy::with_retries))
            .alias_as("max_retries", retry::max_retries().map(RetryPolicy::with_retries)),
    }
}

/// A duration that is stored as whole milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Milliseconds(#[serde(with = "duration::as_millis")] pub Duration);

/// What holds where nothing is stated: `DEFAULT_TIMEOUT` and `MAX_RETRIES` for ad-hoc requests (seed 001),
/// `TASK_DEFAULT_TIMEOUT` and `TASK_MAX_RETRIES` for saved tasks (seed 002).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunDefaults {
    /// How long one attempt may take.
    pub timeout: Duration,
    /// How often to try again.
    pub max_retries: u32,
    /// What simulated tasks do.
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
    /// The policy in force: what is stated, else the defaults. For an execution that names a config (`with_config`) it
    /// notes what is stated, so that the config may say otherwise about the rest.
    pub fn resolve(&self, defaults: &RunDefaults, with_config: bool) -> RunPolicy {
        RunPolicy {
            timeout: self.timeout.map_or(defaults.timeout, |stated| stated.0),
            retry: self.retry.clone().unwrap_or_else(|| RetryPolicy::with_retries(defaults.max_retries)),
            stated: Stated {
                timeout: with_config && self.timeout.is_some(),
                retry: with_config && self.retry.is_some(),
            },
        }
    }
}
