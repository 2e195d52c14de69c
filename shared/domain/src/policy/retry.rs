//! Decides whether and when to retry. The caller does the waiting.

mod parse;
mod rule;
mod ruling;
#[cfg(test)]
mod tests;

use std::time::Duration;

use beadle_values::{duration, names};
use serde::{Deserialize, Serialize};

pub(crate) use self::parse::{max_retries, retry};
pub use self::ruling::{Ruling, RulingRecord};
use crate::{
    execution::failure::{Failure, FailureCode},
    expression::{EvaluationError, Expression},
    function::RuleFunction,
};

/// The maximum number of retries.
pub const MAX_RETRIES: u32 = 100;

/// The maximum delay, and the maximum `Retry-After` that is honoured.
pub const MAX_DELAY: Duration = Duration::from_secs(24 * 60 * 60);

const DEFAULT_DELAY: Duration = Duration::from_secs(1);
const DEFAULT_MAX_DELAY: Duration = Duration::from_secs(5 * 60);
const DEFAULT_MULTIPLIER: f64 = 2.0;
const DEFAULT_MAX_RETRIES: u32 = 3;

/// The number of retries, the failures to retry, and the delays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RetryPolicy {
    /// The number of attempts after the first one: 3 means four attempts.
    pub max_retries: u32,
    /// The delays.
    #[serde(flatten)]
    pub backoff: Backoff,
    /// The failures to retry instead of the default ones; `None` for the defaults.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_on: Option<Vec<RetryOn>>,
    /// When to give up although attempts are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop_when: Option<Expression>,
}

names! {
    /// How the delay grows from retry to retry.
    pub enum RetryStrategy {
        /// See [`Backoff::Fixed`].
        Fixed = "fixed",
        /// See [`Backoff::Linear`].
        Linear = "linear",
        /// See [`Backoff::Exponential`].
        Exponential = "exponential",
        /// See [`Backoff::Custom`].
        Custom = "custom",
    }
}

/// How the delay grows from retry to retry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "strategy", rename_all = "snake_case")]
pub enum Backoff {
    /// A constant delay.
    Fixed {
        /// The delay, in milliseconds when stored.
        #[serde(rename = "delay_ms", with = "duration::as_millis")]
        delay: Duration,
    },
    /// `delay × n` before retry `n`.
    Linear {
        /// The first delay.
        #[serde(rename = "delay_ms", with = "duration::as_millis")]
        delay: Duration,
        /// The maximum delay.
        #[serde(rename = "max_delay_ms", with = "duration::as_millis")]
        max_delay: Duration,
    },
    /// `delay × multiplierⁿ⁻¹` before retry `n`; with jitter a random part of that ("full jitter",
    /// <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>).
    Exponential {
        /// The first delay.
        #[serde(rename = "delay_ms", with = "duration::as_millis")]
        delay: Duration,
        /// The maximum delay.
        #[serde(rename = "max_delay_ms", with = "duration::as_millis")]
        max_delay: Duration,
        /// The growth from one delay to the next, at least 1.
        multiplier: f64,
        /// Whether the delay is random between zero and its full length.
        jitter: bool,
    },
    /// A delay for each retry, an expression of it, or a function that says it.
    Custom {
        /// The delays, first retry first; the last one also applies to all following retries.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        delays: Vec<crate::policy::Milliseconds>,
        /// The delay in seconds, in place of a list.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        delay: Option<Expression>,
        /// The function that says the delay or to give up, in place of both. It is asked by the executor
        /// ([`RetryPolicy::ruled`]); where nobody asks it the default delays apply.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        function: Option<Box<RuleFunction>>,
    },
}

/// A failure that is retried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RetryOn {
    /// An HTTP status.
    Status(u16),
    /// A kind of failure.
    Code(FailureCode),
}

/// What to do after a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryDecision {
    /// Retry after this delay.
    After(Duration),
    /// Give up.
    Stop,
}

impl RetryPolicy {
    /// The default policy with `max_retries`: exponential from one second, doubling up to five minutes, full
    /// jitter.
    pub fn with_retries(max_retries: u32) -> Self {
        Self { max_retries, backoff: Backoff::default(), retry_on: None, stop_when: None }
    }

    /// Decides after attempt `attempt` (counted from 1) failed. `jitter` is a random fraction in `0.0..1.0`.
    ///
    /// A `Retry-After` of the destination lengthens the delay, up to [`MAX_DELAY`], and never shortens it.
    pub fn decide(&self, attempt: u32, failure: &Failure, jitter: f64) -> RetryDecision {
        if attempt > self.max_retries || !self.covers(failure) {
            return RetryDecision::Stop;
        }
        let facts = rule::facts(attempt, failure);
        if self.stop_when.as_ref().is_some_and(|stop| rule::holds(stop, &facts, jitter) == Ok(true)) {
            return RetryDecision::Stop;
        }
        let delay = match &self.backoff {
            Backoff::Custom { delay: Some(rule), .. } => rule::delay(rule, &facts, jitter)
                .unwrap_or_else(|_| Backoff::default().delay(attempt, jitter)),
            Backoff::Custom { function: Some(_), .. } => Backoff::default().delay(attempt, jitter),
            backoff => backoff.delay(attempt, jitter),
        };
        let asked = failure.retry_after.unwrap_or_default().min(MAX_DELAY);
        RetryDecision::After(delay.max(asked))
    }

    /// What is wrong with an expression of the policy after attempt `attempt` failed: then the default delays apply, and
    /// nothing stops it early.
    pub fn fault(&self, attempt: u32, failure: &Failure, jitter: f64) -> Option<EvaluationError> {
        let facts = rule::facts(attempt, failure);
        let stop = self.stop_when.as_ref().and_then(|stop| rule::holds(stop, &facts, jitter).err());
        stop.or_else(|| match &self.backoff {
            Backoff::Custom { delay: Some(rule), .. } => rule::delay(rule, &facts, jitter).err(),
            _ => None,
        })
    }

    /// Whether it tries again after `failure`. What was answered and could only not be transformed is never asked for again.
    pub(crate) fn covers(&self, failure: &Failure) -> bool {
        if failure.code == FailureCode::Transform {
            return false;
        }
        match &self.retry_on {
            None => failure.is_retryable(),
            Some(listed) => listed.iter().any(|on| match on {
                RetryOn::Status(status) => failure.http_status == Some(*status),
                RetryOn::Code(code) => failure.code == *code,
            }),
        }
    }
}

impl Default for Backoff {
    fn default() -> Self {
        Self::Exponential {
            delay: DEFAULT_DELAY,
            max_delay: DEFAULT_MAX_DELAY,
            multiplier: DEFAULT_MULTIPLIER,
            jitter: true,
        }
    }
}

impl Backoff {
    /// The delay before retry `retry` (counted from 1).
    pub fn delay(&self, retry: u32, jitter: f64) -> Duration {
        match self {
            Self::Fixed { delay } => *delay,
            Self::Linear { delay, max_delay } => delay.saturating_mul(retry).min(*max_delay),
            Self::Exponential { delay, max_delay, multiplier, jitter: full } => {
                let exponent = i32::try_from(retry.saturating_sub(1)).unwrap_or(i32::MAX);
                let grown = delay.as_secs_f64() * multiplier.powi(exponent);
                let capped = grown.min(max_delay.as_secs_f64());
                Duration::from_secs_f64(if *full { capped * jitter.clamp(0.0, 1.0) } else { capped })
            }
            Self::Custom { delays, .. } => {
                let index = usize::try_from(retry.saturating_sub(1)).unwrap_or(usize::MAX);
                delays.get(index).or_else(|| delays.last()).map_or(Duration::ZERO, |delay| delay.0)
            }
        }
    }
}
