//! How many calls a destination gets in how much time.

use std::time::Duration;

use beadle_values::{
    body,
    body::{
        Body, Member, Names, Schemas, Shape, custom, length, one_of, optional, otherwise, required, text,
        whole,
    },
    duration, names, schema_for_utoipa,
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{execution::Failure, interpolation::KeyTemplate};

/// The most calls that a rate limit may name, and the largest burst.
pub const MAX_RATE: u32 = 1_000_000;

/// The shortest time that calls are counted in.
pub const MIN_PER: Duration = Duration::from_millis(100);

/// The longest time that calls are counted in.
pub const MAX_PER: Duration = Duration::from_secs(24 * 60 * 60);

/// The most calls at once that a config may name.
pub const MAX_CONCURRENCY: u32 = 10_000;

/// The longest key of a call, in characters.
pub const MAX_RATE_KEY: usize = 200;

const DEFAULT_PER: Duration = Duration::from_secs(1);

/// How many calls in how much time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The key of a call, each value of which has a limit of its own below this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyTemplate>,
    /// The limit of each value of the key; the same as this one unless it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_key: Option<Box<RateLimit>>,
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

    /// Adds the names of its members.
    pub fn names(names: &mut Names) {
        Written::names(names);
    }

    /// A token bucket of `rate` calls a second, at least one and at most [`MAX_RATE`], that holds as many.
    pub const fn per_second(rate: u32) -> Self {
        let rate = if rate == 0 { 1 } else { rate };
        let rate = if rate > MAX_RATE { MAX_RATE } else { rate };
        Self {
            strategy: RateStrategy::TokenBucket,
            rate,
            per: DEFAULT_PER,
            burst: rate,
            key: None,
            per_key: None,
        }
    }

    /// The key of a call with `input` and its limit, if calls have keys.
    ///
    /// # Errors
    /// Why the key can't be resolved.
    pub fn of_key(&self, input: &Map<String, Value>) -> Result<Option<(String, RateLimit)>, Failure> {
        let Some(template) = &self.key else { return Ok(None) };
        Ok(Some((template.resolve(input, MAX_RATE_KEY)?, self.each_key())))
    }

    /// The limit of each value of the key.
    pub fn each_key(&self) -> Self {
        match &self.per_key {
            Some(limit) => (**limit).clone(),
            None => Self { key: None, ..self.clone() },
        }
    }
}

body! {
    /// How many calls in how much time.
    struct Written as "RateLimit" {
        /// `token_bucket` (in any time t at most burst + t × rate / per calls) or `sliding_window` (in any `per` at most
        /// `rate`).
        strategy: RateStrategy = otherwise(one_of(), || RateStrategy::TokenBucket).strict(),
        /// The number of calls.
        rate: u32 = required(calls()).strict(),
        /// The time they are counted over; one second unless given.
        per: Duration = otherwise(length(MIN_PER, MAX_PER), || DEFAULT_PER).alias("per_ms").strict(),
        /// The number of calls that a token bucket holds at most, and so how many may go at once after a rest. Unless
        /// given, the calls of one second, rounded up and at most `rate`: 50 of `{"rate": 50, "per": "1s"}`, 2 of
        /// `{"rate": 100, "per": "1m"}`. A sliding window has none.
        burst: Option<u32> = optional(calls()).never_null(),
        /// The key of a call, 1 to 200 characters, which names values of the input, such as `${input.tenant}`: the calls of each
        /// value have a limit of their own below this one, so that one with many calls does not keep back the others. A call
        /// whose key can't be resolved fails.
        key: Option<KeyTemplate> = optional(custom(key, |_| json!({"type": "string", "minLength": 1, "maxLength": MAX_RATE_KEY}))).never_null(),
        /// The limit of each value of the key; the same as that of the config unless given.
        per_key: Option<RateLimit> = optional(custom(per_key, KeyLimit::schema)).never_null(),
    }
    example {"strategy": "token_bucket", "rate": 100, "per": "1s", "burst": 200}
    check |given, _members, path, violations| {
        // The answer for a sliding window shows its rate as the burst, and can be sent again.
        let own_burst = given.burst.flatten().is_some_and(|burst| given.rate.is_some_and(|rate| burst != rate));
        if given.strategy == Some(RateStrategy::SlidingWindow) && own_burst {
            let message = "a sliding window has no burst: it lets `rate` calls through in any `per`";
            violations.add(path.key("burst"), "conflict", message);
        }
        if given.per_key.as_ref().is_some_and(Option::is_some) && given.key == Some(None) {
            violations.push(
                Violation::new(path.key("key"), "missing", "is required beside `per_key`")
                    .hint("such as ${input.tenant}"),
            );
        }
    }
}

body! {
    /// The limit of each value of a key.
    struct KeyLimit as "KeyRateLimit" {
        /// `token_bucket` or `sliding_window`.
        strategy: RateStrategy = otherwise(one_of(), || RateStrategy::TokenBucket).strict(),
        /// The number of calls.
        rate: u32 = required(calls()).strict(),
        /// The time they are counted over; one second unless given.
        per: Duration = otherwise(length(MIN_PER, MAX_PER), || DEFAULT_PER).alias("per_ms").strict(),
        /// The number of calls that a token bucket holds at most.
        burst: Option<u32> = optional(calls()).never_null(),
    }
    example {"rate": 10, "per": "1s"}
}

fn key(value: &Value, path: &Path) -> Result<KeyTemplate, Violations> {
    KeyTemplate::parse(&text(1, MAX_RATE_KEY).read(value, path)?, path)
}

fn per_key(value: &Value, path: &Path) -> Result<RateLimit, Violations> {
    let KeyLimit { strategy, rate, per, burst } = Member::parse(value, path)?;
    Ok(limit(strategy, rate, per, burst))
}

/// A limit without keys.
fn limit(strategy: RateStrategy, rate: u32, per: Duration, burst: Option<u32>) -> RateLimit {
    let burst = match strategy {
        RateStrategy::TokenBucket => burst.unwrap_or_else(|| a_seconds_calls(rate, per)),
        RateStrategy::SlidingWindow => rate,
    };
    RateLimit { strategy, rate, per, burst, key: None, per_key: None }
}

/// The calls of one second, rounded up, at least one and at most `rate`: the burst of a bucket that states none.
fn a_seconds_calls(rate: u32, per: Duration) -> u32 {
    let a_second = u128::from(rate).saturating_mul(1_000).div_ceil(per.as_millis().max(1));
    u32::try_from(a_second).unwrap_or(rate).clamp(1, rate.max(1))
}

fn calls() -> impl Shape<Value = u32> {
    whole(1, MAX_RATE.into()).hiding(&["maximum"])
}

impl Member for RateLimit {
    fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        let Written { strategy, rate, per, burst, key, per_key } = Member::parse(value, path)?;
        Ok(Self { key, per_key: per_key.map(Box::new), ..limit(strategy, rate, per, burst) })
    }

    fn schema(schemas: &mut Schemas) -> Value {
        <Written as Member>::schema(schemas)
    }
}

schema_for_utoipa!(RateLimit, "RateLimit", <RateLimit as Member>::schema);

/// The most calls at once, 1 to [`MAX_CONCURRENCY`].
pub(crate) fn concurrency() -> impl Shape<Value = u32> {
    whole(1, MAX_CONCURRENCY.into())
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
    #[case(json!({"rate": 6_000, "per": "1m"}), TokenBucket, 6_000, 60_000, 100)]
    #[case(json!({"rate": 100, "per": "1m"}), TokenBucket, 100, 60_000, 2)]
    #[case(json!({"rate": 10, "per": "1m"}), TokenBucket, 10, 60_000, 1)]
    #[case(json!({"rate": 10, "per": "100ms"}), TokenBucket, 10, 100, 10)]
    #[case(json!({"rate": 1_000_000, "per": "100ms"}), TokenBucket, 1_000_000, 100, 1_000_000)]
    fn accepted(
        #[case] value: Value,
        #[case] strategy: RateStrategy,
        #[case] rate: u32,
        #[case] per: u64,
        #[case] burst: u32,
    ) {
        let per = Duration::from_millis(per);
        let expected = RateLimit { strategy, rate, per, burst, key: None, per_key: None };
        assert_eq!(RateLimit::parse(&value, &Path::body()), Ok(expected.clone()));
        let answered = serde_json::to_value(&expected).unwrap();
        assert_eq!(
            RateLimit::parse(&answered, &Path::body()),
            Ok(expected),
            "what is answered can be sent again"
        );
    }

    #[test]
    fn a_key_has_the_limit_of_its_config_or_one_of_its_own() {
        let tenants = |value: Value| RateLimit::parse(&value, &Path::body()).unwrap();
        let input = json!({"tenant": "acme"});
        let of_key = |limit: &RateLimit| limit.of_key(input.as_object().unwrap());
        let own = tenants(json!({"rate": 100, "key": "${input.tenant}", "per_key": {"rate": 5}}));
        let same = tenants(json!({"rate": 100, "key": "t-${input.tenant}"}));
        assert_eq!(of_key(&own), Ok(Some(("acme".to_owned(), RateLimit::per_second(5)))));
        assert_eq!(of_key(&same), Ok(Some(("t-acme".to_owned(), RateLimit::per_second(100)))));
        assert_eq!(of_key(&RateLimit::DEFAULT), Ok(None));
        assert!(own.of_key(&Map::new()).is_err());
        for limit in [own, same] {
            let answered = serde_json::to_value(&limit).unwrap();
            assert_eq!(RateLimit::parse(&answered, &Path::body()), Ok(limit));
        }
    }

    #[rstest]
    #[case(json!({"rate": 1, "per_key": {"rate": 1}}), &["body.key"])]
    #[case(json!({"rate": 1, "key": "${secret:a}", "per_key": {"rate": 0, "key": "a"}}),
           &["body.key", "body.per_key.key", "body.per_key.rate"])]
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
        let found: Vec<String> = violations.iter().map(|violation| violation.path.to_string()).collect();
        assert_eq!(found, paths);
    }

    #[rstest]
    #[case(json!(1), Some(1))]
    #[case(json!(10_000), Some(10_000))]
    #[case(json!(0), None)]
    #[case(json!(10_001), None)]
    #[case(json!("5"), None)]
    fn the_most_calls_at_once(#[case] value: Value, #[case] expected: Option<u32>) {
        assert_eq!(concurrency().read(&value, &Path::body().key("concurrency")).ok(), expected);
    }
}
