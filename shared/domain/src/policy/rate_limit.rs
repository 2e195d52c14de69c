//! How many calls a destination gets in how much time.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use beadle_values::{
    duration,
    integer::integer,
    names,
    violation::{Path, Violation, Violations},
};

/// The most calls that a rate limit may name, and the largest burst.
pub const MAX_RATE: u32 = 1_000_000;

/// The shortest time that calls are counted in.
pub const MIN_PER: Duration = Duration::from_millis(100);

/// The longest time that calls are counted in.
pub const MAX_PER: Duration = Duration::from_secs(24 * 60 * 60);

/// The most calls at once that a config may name.
pub const MAX_CONCURRENCY: u32 = 10_000;

const DEFAULT_PER: Duration = Duration::from_secs(1);
const MEMBERS: [&str; 5] = ["strategy", "rate", "per", "per_ms", "burst"];

/// How many calls in how much time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateLimit {
    /// How it is counted.
    pub strategy: RateStrategy,
    /// How many calls, at least one.
    pub rate: u32,
    /// In how much time.
    #[serde(rename = "per_ms", with = "duration::as_millis")]
    pub per: Duration,
    /// How many calls a token bucket holds at most, at least one.
    pub burst: u32,
}

names! {
    /// How calls are counted.
    pub enum RateStrategy, default TokenBucket, schema "LimiterStrategy" {
        /// At most `burst + t × rate / per` calls in any time `t`.
        TokenBucket = "token_bucket",
        /// At most `rate` calls in any time `per`.
        SlidingWindow = "sliding_window",
    }
}

impl RateLimit {
    /// What holds for configs that state none: 100 calls a second (`RATE_LIMIT` of seeds 000 and 001).
    pub const DEFAULT: Self = Self::per_second(100);

    /// A token bucket of `rate` calls a second, at least one and at most [`MAX_RATE`], that holds as many.
    pub const fn per_second(rate: u32) -> Self {
        let rate = if rate == 0 { 1 } else { rate };
        let rate = if rate > MAX_RATE { MAX_RATE } else { rate };
        Self { strategy: RateStrategy::TokenBucket, rate, per: DEFAULT_PER, burst: rate }
    }

    /// Reads `{"strategy": "token_bucket", "rate": 100, "per": "1s", "burst": 200}`: a token bucket unless told otherwise,
    /// per second, its burst as large as its rate. A sliding window has no burst.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        let Value::Object(members) = value else {
            let message = "must be an object with `rate`";
            return Err(Violation::new(path.clone(), "type_error", message).hint(HINT).into());
        };
        let mut violations = Violations::new();
        for name in members.keys().filter(|name| !MEMBERS.contains(&name.as_str())) {
            violations.add(path.key(name), "unknown_field", "is not a member of a rate limit");
        }
        let strategy = members.get("strategy").map(|value| RateStrategy::parse(value, &path.key("strategy")));
        let strategy = strategy.and_then(|read| violations.take(read.map_err(Violations::from)));
        let strategy = strategy.unwrap_or_default();
        let rate = match members.get("rate") {
            None => {
                let missing = Violation::new(path.key("rate"), "missing", "a rate limit needs a rate");
                violations.push(missing.hint(HINT));
                None
            }
            Some(value) => count(value, &path.key("rate"), &mut violations),
        };
        let per = per(members, path, &mut violations);
        let burst = match members.get("burst") {
            None | Some(Value::Null) => rate,
            // The answer to a sliding window says its burst too; what it says is the rate.
            Some(value)
                if strategy == RateStrategy::SlidingWindow && integer(value) != rate.map(u64::from) =>
            {
                let message = "a sliding window has no burst: it lets `rate` calls through in any `per`";
                violations.add(path.key("burst"), "conflict", message);
                None
            }
            Some(value) => count(value, &path.key("burst"), &mut violations),
        };
        let limit = Self { strategy, rate: rate.unwrap_or(1), per, burst: burst.unwrap_or(1) };
        violations.into_result(limit)
    }
}

/// Reads the most calls at once, 1 to [`MAX_CONCURRENCY`].
///
/// # Errors
/// A violation at `path` for anything else.
pub fn parse_concurrency(value: &Value, path: &Path) -> Result<u32, Violation> {
    up_to(value, MAX_CONCURRENCY).ok_or_else(|| {
        let message = format!("must be a whole number from 1 to {MAX_CONCURRENCY}");
        Violation::new(path.clone(), "out_of_range", message)
    })
}

const HINT: &str = "such as {\"rate\": 100, \"per\": \"1s\", \"burst\": 200}";

fn per(members: &Map<String, Value>, path: &Path, violations: &mut Violations) -> Duration {
    let (name, value) = match (members.get("per"), members.get("per_ms")) {
        (Some(_), Some(_)) => {
            violations.add(path.key("per_ms"), "conflict", "says the same as `per`: give one of them");
            return DEFAULT_PER;
        }
        (Some(value), None) => ("per", value),
        (None, Some(value)) => ("per_ms", value),
        (None, None) => return DEFAULT_PER,
    };
    let parsed = duration::parse_within(value, MIN_PER, MAX_PER, &path.key(name));
    violations.take(parsed.map_err(Violations::from)).unwrap_or(DEFAULT_PER)
}

fn count(value: &Value, path: &Path, violations: &mut Violations) -> Option<u32> {
    let counted = up_to(value, MAX_RATE);
    if counted.is_none() {
        let message = format!("must be a whole number from 1 to {MAX_RATE}");
        violations.add(path.clone(), "out_of_range", message);
    }
    counted
}

fn up_to(value: &Value, most: u32) -> Option<u32> {
    integer(value).and_then(|number| u32::try_from(number).ok()).filter(|number| (1..=most).contains(number))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::{RateStrategy::*, *};

    #[rstest]
    #[case(json!({"rate": 50}), TokenBucket, 50, 1_000, 50)]
    #[case(json!({"strategy": "token_bucket", "rate": 100, "per": "1m", "burst": 200}), TokenBucket, 100, 60_000, 200)]
    #[case(json!({"strategy": "sliding_window", "rate": 3, "per": "PT10S"}), SlidingWindow, 3, 10_000, 3)]
    #[case(json!({"rate": 1, "per": 86_400_000}), TokenBucket, 1, 86_400_000, 1)]
    fn accepted(
        #[case] value: Value,
        #[case] strategy: RateStrategy,
        #[case] rate: u32,
        #[case] per: u64,
        #[case] burst: u32,
    ) {
        let expected = RateLimit { strategy, rate, per: Duration::from_millis(per), burst };
        assert_eq!(RateLimit::parse(&value, &Path::body()), Ok(expected));
        let answered = serde_json::to_value(expected).unwrap();
        assert_eq!(
            RateLimit::parse(&answered, &Path::body()),
            Ok(expected),
            "what is answered can be sent again"
        );
    }

    #[rstest]
    #[case(json!(50), &["body"])]
    #[case(json!({}), &["body.rate"])]
    #[case(json!({"rate": 0, "burst": -1, "per": "50ms", "strategy": "leaky", "every": 1}),
           &["body.every", "body.strategy", "body.rate", "body.per", "body.burst"])]
    #[case(json!({"rate": 1_000_001}), &["body.rate"])]
    #[case(json!({"rate": 2.5, "per": "2d"}), &["body.rate", "body.per"])]
    #[case(json!({"rate": 5, "per": "1s", "per_ms": 1}), &["body.per_ms"])]
    #[case(json!({"strategy": "sliding_window", "rate": 5, "burst": 10}), &["body.burst"])]
    fn every_fault_is_told_with_its_place(#[case] value: Value, #[case] paths: &[&str]) {
        let violations = RateLimit::parse(&value, &Path::body()).unwrap_err();
        let told: Vec<String> = violations.iter().map(|violation| violation.path.to_string()).collect();
        assert_eq!(told, paths);
    }

    #[rstest]
    #[case(json!(1), Some(1))]
    #[case(json!(10_000), Some(10_000))]
    #[case(json!(0), None)]
    #[case(json!(10_001), None)]
    #[case(json!("5"), None)]
    fn the_most_calls_at_once(#[case] value: Value, #[case] expected: Option<u32>) {
        assert_eq!(parse_concurrency(&value, &Path::body().key("concurrency")).ok(), expected);
    }
}
