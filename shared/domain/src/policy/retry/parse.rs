//! A retry policy as callers write it; all its faults at once.

use std::time::Duration;

use beadle_values::{
    duration,
    integer::integer,
    violation::{Path, Violation, Violations},
};
use serde_json::{Map, Value};

use super::{
    Backoff, DEFAULT_DELAY, DEFAULT_MAX_DELAY, DEFAULT_MULTIPLIER, MAX_DELAY, MAX_RETRIES, RetryOn,
    RetryPolicy, RetryStrategy,
};
use crate::policy::Milliseconds;

/// Reads a number of retries, 0 to [`MAX_RETRIES`].
///
/// # Errors
/// A violation at `path` for anything else.
pub fn parse_max_retries(value: &Value, path: &Path) -> Result<u32, Violation> {
    integer(value)
        .and_then(|number| u32::try_from(number).ok())
        .filter(|number| *number <= MAX_RETRIES)
        .ok_or_else(|| {
            let message = format!("must be a whole number from 0 to {MAX_RETRIES}");
            Violation::new(path.clone(), "out_of_range", message)
        })
}

pub(super) fn policy(members: &Map<String, Value>, path: &Path) -> Result<RetryPolicy, Violations> {
    let mut reader = Reader { members, path, violations: Violations::new() };
    let custom_by_list = members.contains_key("delays");
    let strategy = match members.get("strategy") {
        None if custom_by_list => RetryStrategy::Custom,
        None => RetryStrategy::Exponential,
        Some(value) => RetryStrategy::parse(value, &path.key("strategy"))?,
    };
    let allowed: &[&str] = match strategy {
        RetryStrategy::Fixed => &["delay", "delay_ms"],
        RetryStrategy::Linear => &["delay", "delay_ms", "max_delay", "max_delay_ms"],
        RetryStrategy::Exponential => {
            &["delay", "delay_ms", "max_delay", "max_delay_ms", "multiplier", "jitter"]
        }
        RetryStrategy::Custom => &["delays"],
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
        RetryStrategy::Fixed => Backoff::Fixed { delay },
        RetryStrategy::Linear => Backoff::Linear { delay, max_delay },
        RetryStrategy::Custom => Backoff::Custom { delays: reader.delays() },
        RetryStrategy::Exponential => Backoff::Exponential {
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
        let parsed = duration::parse_within(value, Duration::ZERO, MAX_DELAY, path);
        self.violations.take(parsed.map_err(Violations::from))
    }

    fn delays(&mut self) -> Vec<Milliseconds> {
        let path = self.path.key("delays");
        match self.members.get("delays").and_then(Value::as_array) {
            Some(delays) if !delays.is_empty() && delays.len() <= MAX_RETRIES as usize => delays
                .iter()
                .enumerate()
                .filter_map(|(index, value)| self.delay_at(value, &path.index(index)))
                .map(Milliseconds)
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
                Value::Number(_) => integer(value)
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
