//! Timeouts and retries.

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
    retry::{Backoff, RetryDecision, RetryOn, RetryPolicy, RetryStrategy, Ruling, RulingRecord},
};
use crate::spec::SimulatedDefaults;

/// The minimum timeout of an attempt.
pub const MIN_TIMEOUT: Duration = Duration::from_millis(1);

/// The maximum timeout of an attempt, which is that of a Lambda invocation.
pub const MAX_TIMEOUT: Duration = Duration::from_secs(15 * 60);

/// The longest time for all attempts of an execution.
pub const MAX_GIVE_UP_AFTER: Duration = Duration::from_secs(365 * 86_400);

/// The policy of an execution, resolved when it is started.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunPolicy {
    /// The timeout of one attempt.
    #[serde(rename = "timeout_ms", with = "duration::as_millis")]
    pub timeout: Duration,
    /// Whether and when to retry.
    pub retry: RetryPolicy,
    /// How long all attempts may take together, from the beginning of the first; `None` for as long as they do.
    #[serde(rename = "give_up_after_ms", default, skip_serializing_if = "Option::is_none")]
    pub give_up_after: Option<Milliseconds>,
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
    /// The time for all attempts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub give_up_after: bool,
}

impl Overrides {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl RunPolicy {
    /// The policy with the answer of its retry function in place of it.
    #[must_use]
    pub fn ruled(&self, ruling: &Ruling) -> Self {
        Self { retry: self.retry.clone().ruled(ruling), ..self.clone() }
    }

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
            give_up_after: config
                .give_up_after
                .filter(|_| !self.overrides.give_up_after)
                .or(self.give_up_after),
            overrides: self.overrides,
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
        /// How long all attempts may take together with the delays between them, 1 ms to 365 days from the beginning of
        /// the first; without it, as long as the retries take.
        #[serde(default, rename = "give_up_after_ms", skip_serializing_if = "Option::is_none")]
        pub give_up_after: Option<Milliseconds> =
            optional(length(MIN_TIMEOUT, MAX_GIVE_UP_AFTER).map(Milliseconds)).alias("give_up_after_ms"),
    }
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
    /// The policy in force: what is stated, else the defaults. For an execution that names a config (`with_config`) it
    /// notes what is stated, so that the config may say otherwise about the rest.
    pub fn resolve(&self, defaults: &RunDefaults, with_config: bool) -> RunPolicy {
        RunPolicy {
            timeout: self.timeout.map_or(defaults.timeout, |stated| stated.0),
            retry: self.retry.clone().unwrap_or_else(|| RetryPolicy::with_retries(defaults.max_retries)),
            give_up_after: self.give_up_after,
            overrides: Overrides {
                timeout: with_config && self.timeout.is_some(),
                retry: with_config && self.retry.is_some(),
                give_up_after: with_config && self.give_up_after.is_some(),
            },
        }
    }
}
