//! When to stop calling a destination that fails, and when to try again.

use std::time::Duration;

use beadle_values::{
    body,
    body::{Length, length, number, otherwise, whole},
    duration,
};
use serde::{Deserialize, Serialize};

/// The shortest time that may be looked at or waited for.
pub const MIN_TIME: Duration = Duration::from_secs(1);

/// The longest time that may be looked at or waited for.
pub const MAX_TIME: Duration = Duration::from_secs(60 * 60);

/// The most calls that may be asked for before the breaker judges.
pub const MAX_MINIMUM: u32 = 100_000;

body! {
    /// When a circuit breaker opens, and for how long.
    #[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
    pub struct BreakerPolicy as "Breaker" {
        /// The share of failed calls that opens it, above 0 and at most 1.
        pub failure_rate: f64 = otherwise(number(0, 1).above(), || BreakerPolicy::default().failure_rate).strict(),
        /// The time over which calls are counted.
        #[serde(rename = "window_ms", with = "duration::as_millis")]
        pub window: Duration = otherwise(time(), || BreakerPolicy::default().window).alias("window_ms").strict(),
        /// The number of calls that there must have been in that time.
        pub minimum: u32 = otherwise(whole(1, MAX_MINIMUM.into()), || BreakerPolicy::default().minimum).strict(),
        /// How long it stays open before one call probes the destination.
        #[serde(rename = "open_for_ms", with = "duration::as_millis")]
        pub open_for: Duration =
            otherwise(time(), || BreakerPolicy::default().open_for).alias("open_for_ms").strict(),
    }
    example {"failure_rate": 0.5, "window": "30s", "minimum": 10, "open_for": "15s"}
}

fn time() -> Length {
    length(MIN_TIME, MAX_TIME)
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

#[cfg(test)]
mod tests {
    use beadle_values::violation::Path;
    use rstest::rstest;
    use serde_json::{Value, json};

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
        let found: Vec<String> = violations.iter().map(|violation| violation.path.to_string()).collect();
        assert_eq!(found, paths);
    }
}
