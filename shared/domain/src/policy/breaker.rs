//! When to stop calling a destination that fails, and when to try again.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use beadle_values::{
    duration,
    integer::integer,
    violation::{Path, Violation, Violations},
};

/// The shortest time that may be looked at or waited for.
pub const MIN_TIME: Duration = Duration::from_secs(1);

/// The longest time that may be looked at or waited for.
pub const MAX_TIME: Duration = Duration::from_secs(60 * 60);

/// The most calls that may be asked for before the breaker judges.
pub const MAX_MINIMUM: u32 = 100_000;

const MEMBERS: [&str; 6] = ["failure_rate", "window", "window_ms", "minimum", "open_for", "open_for_ms"];

/// When a circuit breaker opens, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BreakerPolicy {
    /// The share of failed calls that opens it, above 0 and at most 1.
    pub failure_rate: f64,
    /// The time that is looked at.
    #[serde(rename = "window_ms", with = "duration::as_millis")]
    pub window: Duration,
    /// How many calls there must have been in that time.
    pub minimum: u32,
    /// How long it stays open before one call probes the destination.
    #[serde(rename = "open_for_ms", with = "duration::as_millis")]
    pub open_for: Duration,
}

impl Default for BreakerPolicy {
    fn default() -> Self {
        Self {
            failure_rate: 0.5,
            window: Duration::from_secs(30),
            minimum: 10,
            open_for: Duration::from_secs(15),
        }
    }
}

impl BreakerPolicy {
    /// Reads `{"failure_rate": 0.5, "window": "30s", "minimum": 10, "open_for": "15s"}`, which are also the values of the
    /// members that are left out.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        let Value::Object(members) = value else {
            let message = "must be an object";
            return Err(Violation::new(path.clone(), "type_error", message).hint(HINT).into());
        };
        let mut violations = Violations::new();
        for name in members.keys().filter(|name| !MEMBERS.contains(&name.as_str())) {
            violations.add(path.key(name), "unknown_field", "is not a member of a circuit breaker");
        }
        let default = Self::default();
        let failure_rate = match members.get("failure_rate") {
            None => default.failure_rate,
            Some(value) => value.as_f64().filter(|rate| *rate > 0.0 && *rate <= 1.0).unwrap_or_else(|| {
                let message = "must be a number above 0 and at most 1";
                violations.add(path.key("failure_rate"), "out_of_range", message);
                default.failure_rate
            }),
        };
        let window = time(members, ["window", "window_ms"], path, &mut violations);
        let minimum = match members.get("minimum") {
            None => default.minimum,
            Some(value) => minimum(value).unwrap_or_else(|| {
                let message = format!("must be a whole number from 1 to {MAX_MINIMUM}");
                violations.add(path.key("minimum"), "out_of_range", message);
                default.minimum
            }),
        };
        let open_for = time(members, ["open_for", "open_for_ms"], path, &mut violations);
        violations.into_result(Self {
            failure_rate,
            window: window.unwrap_or(default.window),
            minimum,
            open_for: open_for.unwrap_or(default.open_for),
        })
    }
}

const HINT: &str =
    "such as {\"failure_rate\": 0.5, \"window\": \"30s\", \"minimum\": 10, \"open_for\": \"15s\"}";

/// A time by its name, or by the name that answers give it.
fn time(
    members: &Map<String, Value>,
    [name, answered]: [&str; 2],
    path: &Path,
    violations: &mut Violations,
) -> Option<Duration> {
    let (name, value) = match (members.get(name), members.get(answered)) {
        (Some(_), Some(_)) => {
            let message = format!("says the same as `{name}`: give one of them");
            violations.add(path.key(answered), "conflict", message);
            return None;
        }
        (Some(value), None) => (name, value),
        (None, value) => (answered, value?),
    };
    let parsed = duration::parse_within(value, MIN_TIME, MAX_TIME, &path.key(name));
    violations.take(parsed.map_err(Violations::from))
}

fn minimum(value: &Value) -> Option<u32> {
    let number = integer(value).and_then(|number| u32::try_from(number).ok());
    number.filter(|number| (1..=MAX_MINIMUM).contains(number))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(json!({}), 0.5, 30, 10, 15)]
    #[case(json!({"failure_rate": 1, "window": "1m", "minimum": 1, "open_for": "PT5S"}), 1.0, 60, 1, 5)]
    #[case(json!({"open_for": 2_000}), 0.5, 30, 10, 2)]
    fn accepted(
        #[case] value: Value,
        #[case] failure_rate: f64,
        #[case] window: u64,
        #[case] minimum: u32,
        #[case] open_for: u64,
    ) {
        let (window, open_for) = (Duration::from_secs(window), Duration::from_secs(open_for));
        let expected = BreakerPolicy { failure_rate, window, minimum, open_for };
        assert_eq!(BreakerPolicy::parse(&value, &Path::body()), Ok(expected));
        let answered = serde_json::to_value(expected).unwrap();
        assert_eq!(
            BreakerPolicy::parse(&answered, &Path::body()),
            Ok(expected),
            "what is answered can be sent again"
        );
    }

    #[rstest]
    #[case(json!(true), &["body"])]
    #[case(json!({"failure_rate": 0, "window": "1ms", "minimum": 0, "open_for": "2h", "threshold": 5}),
           &["body.threshold", "body.failure_rate", "body.window", "body.minimum", "body.open_for"])]
    #[case(json!({"failure_rate": 1.01}), &["body.failure_rate"])]
    #[case(json!({"failure_rate": "half", "minimum": 1.5}), &["body.failure_rate", "body.minimum"])]
    #[case(json!({"window": "5s", "window_ms": 5_000}), &["body.window_ms"])]
    fn every_fault_is_told_with_its_place(#[case] value: Value, #[case] paths: &[&str]) {
        let violations = BreakerPolicy::parse(&value, &Path::body()).unwrap_err();
        let told: Vec<String> = violations.iter().map(|violation| violation.path.to_string()).collect();
        assert_eq!(told, paths);
    }
}
