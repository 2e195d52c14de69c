//! Whether to try again, and when. The policy only decides; whoever asks does the waiting.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    duration,
    execution::failure::{Failure, FailureCode},
    violation::{Path, Violation, Violations},
};

/// The most retries that may be asked for.
pub const MAX_RETRIES: u32 = 100;

/// The longest delay that may be asked for, and the longest `Retry-After` that is honoured.
pub const LONGEST_DELAY: Duration = Duration::from_secs(24 * 60 * 60);

const DEFAULT_DELAY: Duration = Duration::from_secs(1);
const DEFAULT_MAX_DELAY: Duration = Duration::from_secs(5 * 60);
const DEFAULT_MULTIPLIER: f64 = 2.0;

/// How often to try again, after what, and how long to wait before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RetryPolicy {
    /// How many attempts may follow the first: 3 means four attempts.
    pub max_retries: u32,
    /// How long to wait before each.
    #[serde(flatten)]
    pub backoff: Backoff,
    /// The failures worth another attempt, in place of the usual ones; `None` for the usual ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_on: Option<Vec<RetryOn>>,
}

/// How the delay grows from retry to retry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "strategy", rename_all = "snake_case")]
pub enum Backoff {
    /// Always the same delay.
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
        /// The longest delay.
        #[serde(rename = "max_delay_ms", with = "duration::as_millis")]
        max_delay: Duration,
    },
    /// `delay × multiplierⁿ⁻¹` before retry `n`; with jitter a random part of that ("full jitter",
    /// <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>).
    Exponential {
        /// The first delay.
        #[serde(rename = "delay_ms", with = "duration::as_millis")]
        delay: Duration,
        /// The longest delay.
        #[serde(rename = "max_delay_ms", with = "duration::as_millis")]
        max_delay: Duration,
        /// The growth from one delay to the next, at least 1.
        multiplier: f64,
        /// Whether the delay is drawn between zero and its full length.
        jitter: bool,
    },
    /// A delay for each retry; the last one stands for all that follow.
    Custom {
        /// The delays, first retry first.
        delays: Vec<crate::policy::Milliseconds>,
    },
}

/// A failure that is worth another attempt.
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
    /// Try again after this long.
    After(Duration),
    /// Give up.
    Stop,
}

impl RetryPolicy {
    /// The default policy with `max_retries`: exponential from one second, doubling up to five minutes, full jitter.
    pub fn with_retries(max_retries: u32) -> Self {
        let backoff = Backoff::Exponential {
            delay: DEFAULT_DELAY,
            max_delay: DEFAULT_MAX_DELAY,
            multiplier: DEFAULT_MULTIPLIER,
            jitter: true,
        };
        Self { max_retries, backoff, retry_on: None }
    }

    /// Decides after attempt `attempt` (counted from 1) failed. `jitter` is a random fraction in `0.0..1.0`.
    ///
    /// A `Retry-After` of the destination lengthens the delay, up to [`LONGEST_DELAY`], and never shortens it.
    pub fn decide(&self, attempt: u32, failure: &Failure, jitter: f64) -> RetryDecision {
        if attempt > self.max_retries || !self.covers(failure) {
            return RetryDecision::Stop;
        }
        let delay = self.backoff.delay(attempt, jitter);
        let asked = failure.retry_after.unwrap_or_default().min(LONGEST_DELAY);
        RetryDecision::After(delay.max(asked))
    }

    fn covers(&self, failure: &Failure) -> bool {
        match &self.retry_on {
            None => failure.is_retryable(),
            Some(listed) => listed.iter().any(|on| match on {
                RetryOn::Status(status) => failure.http_status == Some(*status),
                RetryOn::Code(code) => failure.code == *code,
            }),
        }
    }

    /// Reads a policy object, or a number of retries.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        match value {
            Value::Number(_) => Ok(Self::with_retries(parse_max_retries(value, path)?)),
            Value::Object(members) => parse_object(members, path),
            _ => Err(Violation::new(path.clone(), "type_error", "is not a retry policy")
                .hint("write a number of retries, or an object with `strategy` and `max_retries`")
                .into()),
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
            Self::Custom { delays } => {
                let index = usize::try_from(retry.saturating_sub(1)).unwrap_or(usize::MAX);
                delays.get(index).or_else(|| delays.last()).map_or(Duration::ZERO, |delay| delay.0)
            }
        }
    }
}

/// Reads a number of retries, 0 to [`MAX_RETRIES`].
///
/// # Errors
/// A violation at `path` for anything else.
pub fn parse_max_retries(value: &Value, path: &Path) -> Result<u32, Violation> {
    value
        .as_u64()
        .and_then(|number| u32::try_from(number).ok())
        .filter(|number| *number <= MAX_RETRIES)
        .ok_or_else(|| {
            let message = format!("must be a whole number from 0 to {MAX_RETRIES}");
            Violation::new(path.clone(), "out_of_range", message)
        })
}

fn parse_object(members: &Map<String, Value>, path: &Path) -> Result<RetryPolicy, Violations> {
    let mut reader = Reader { members, path, violations: Violations::new() };
    let custom_by_list = members.contains_key("delays");
    let strategy = match members.get("strategy") {
        None if custom_by_list => "custom",
        None => "exponential",
        Some(value) => value.as_str().unwrap_or(""),
    };
    let allowed: &[&str] = match strategy {
        "fixed" => &["delay", "delay_ms"],
        "linear" => &["delay", "delay_ms", "max_delay", "max_delay_ms"],
        "exponential" => &["delay", "delay_ms", "max_delay", "max_delay_ms", "multiplier", "jitter"],
        "custom" => &["delays"],
        _ => {
            let hint = "strategies: fixed, linear, exponential, custom";
            let violation = Violation::new(path.key("strategy"), "enum", "is no retry strategy").hint(hint);
            return Err(violation.into());
        }
    };
    for name in members.keys() {
        let general = ["strategy", "max_retries", "retry_on"].contains(&name.as_str());
        if !general && !allowed.contains(&name.as_str()) {
            let message = format!("is not a member of a {strategy} retry policy");
            reader.violations.add(path.key(name), "unknown_field", message);
        }
    }
    let max_delay = reader.delay("max_delay", "max_delay_ms").unwrap_or(DEFAULT_MAX_DELAY);
    let delay = reader.delay("delay", "delay_ms").unwrap_or(DEFAULT_DELAY);
    let backoff = match strategy {
        "fixed" => Backoff::Fixed { delay },
        "linear" => Backoff::Linear { delay, max_delay },
        "custom" => Backoff::Custom { delays: reader.delays() },
        _ => Backoff::Exponential {
            delay,
            max_delay,
            multiplier: reader.multiplier(),
            jitter: reader.jitter(),
        },
    };
    let listed = match &backoff {
        Backoff::Custom { delays } => u32::try_from(delays.len()).unwrap_or(MAX_RETRIES),
        _ => 3,
    };
    let max_retries = match members.get("max_retries") {
        None => listed,
        Some(value) => {
            let parsed = parse_max_retries(value, &path.key("max_retries"));
            reader.violations.take(parsed.map_err(Violations::from)).unwrap_or_default()
        }
    };
    let retry_on = reader.retry_on();
    reader.violations.into_result(RetryPolicy { max_retries, backoff, retry_on })
}

/// Reads the members of a policy object and collects their faults.
struct Reader<'a> {
    members: &'a Map<String, Value>,
    path: &'a Path,
    violations: Violations,
}

impl Reader<'_> {
    /// A delay by its name, or by the name that answers give it.
    fn delay(&mut self, name: &str, answered: &str) -> Option<Duration> {
        match (self.members.get(name), self.members.get(answered)) {
            (Some(_), Some(_)) => {
                let message = format!("says the same as `{name}`: give one of them");
                self.violations.add(self.path.key(answered), "conflict", message);
                None
            }
            (Some(value), None) => self.delay_at(value, &self.path.key(name)),
            (None, value) => self.delay_at(value?, &self.path.key(answered)),
        }
    }

    fn delay_at(&mut self, value: &Value, path: &Path) -> Option<Duration> {
        let parsed = duration::parse_within(value, Duration::ZERO, LONGEST_DELAY, path);
        self.violations.take(parsed.map_err(Violations::from))
    }

    fn delays(&mut self) -> Vec<super::Milliseconds> {
        let path = self.path.key("delays");
        match self.members.get("delays").and_then(Value::as_array) {
            Some(delays) if !delays.is_empty() && delays.len() <= MAX_RETRIES as usize => delays
                .iter()
                .enumerate()
                .filter_map(|(index, value)| self.delay_at(value, &path.index(index)))
                .map(super::Milliseconds)
                .collect(),
            _ => {
                let message = format!("a custom policy needs a list of 1 to {MAX_RETRIES} delays");
                self.violations.add(path, "missing", message);
                Vec::new()
            }
        }
    }

    fn multiplier(&mut self) -> f64 {
        match self.members.get("multiplier") {
            None => DEFAULT_MULTIPLIER,
            Some(value) => {
                value.as_f64().filter(|number| (1.0..=100.0).contains(number)).unwrap_or_else(|| {
                    self.violations.add(
                        self.path.key("multiplier"),
                        "out_of_range",
                        "must be a number from 1 to 100",
                    );
                    DEFAULT_MULTIPLIER
                })
            }
        }
    }

    fn jitter(&mut self) -> bool {
        match self.members.get("jitter") {
            None => true,
            Some(value) => value.as_bool().unwrap_or_else(|| {
                self.violations.add(self.path.key("jitter"), "type_error", "must be true or false");
                true
            }),
        }
    }

    fn retry_on(&mut self) -> Option<Vec<RetryOn>> {
        let path = self.path.key("retry_on");
        let Some(listed) = self.members.get("retry_on")?.as_array() else {
            self.violations.add(path, "type_error", "must be a list of HTTP statuses and kinds of failure");
            return None;
        };
        let mut kept = Vec::with_capacity(listed.len());
        for (index, value) in listed.iter().enumerate() {
            let on = match value {
                Value::Number(number) => number
                    .as_u64()
                    .and_then(|status| u16::try_from(status).ok())
                    .filter(|status| (100..=599).contains(status))
                    .map(RetryOn::Status),
                Value::String(name) => name.parse().ok().map(RetryOn::Code),
                _ => None,
            };
            match on {
                Some(on) => kept.push(on),
                None => self.violations.push(
                    Violation::new(
                        path.index(index),
                        "enum",
                        "is neither an HTTP status nor a kind of failure",
                    )
                    .hint("such as 409, \"timeout\" or \"connect\""),
                ),
            }
        }
        Some(kept)
    }
}

#[cfg(test)]
mod tests;
