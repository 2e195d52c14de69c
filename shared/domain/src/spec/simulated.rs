//! A task that only takes its time (seed 004): some minutes, after which it succeeds or fails.

use std::time::Duration;

use beadle_values::{
    body,
    body::{Shape, length, number, optional},
    duration,
    id::ExecutionId,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::policy::Milliseconds;

/// The longest that a simulated task may take.
pub const LONGEST: Duration = Duration::from_secs(7 * 24 * 60 * 60);

body! {
    /// How long to take, and how often to fail, as far as it is stated.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
    pub struct SimulatedSpec {
        /// The shortest time it takes, at most 7 days.
        #[serde(default, rename = "min_ms", skip_serializing_if = "Option::is_none")]
        pub min: Option<Milliseconds> = optional(time()).alias("min_ms"),
        /// The longest time it takes, at most 7 days.
        #[serde(default, rename = "max_ms", skip_serializing_if = "Option::is_none")]
        pub max: Option<Milliseconds> = optional(time()).alias("max_ms"),
        /// The share of the executions that fail, 0 to 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub failure_rate: Option<f64> = optional(number(0, 1)),
    }
    check |given, _members, path, violations| {
        if let (Some(min), Some(max)) = (given.min.flatten(), given.max.flatten())
            && min.0 > max.0
        {
            violations.add(path.key("max"), "out_of_range", "must not be shorter than `min`");
        }
    }
}

fn time() -> impl Shape<Value = Milliseconds> {
    length(Duration::ZERO, LONGEST).map(Milliseconds)
}

/// What holds for simulated tasks that state nothing: `SIMULATED_MIN`, `SIMULATED_MAX` and `SIMULATED_FAILURE_RATE`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimulatedDefaults {
    /// The shortest time to take.
    pub min: Duration,
    /// The longest time to take; not below `min`.
    pub max: Duration,
    /// The part of the executions that fail, 0 to 1.
    pub failure_rate: f64,
}

impl SimulatedDefaults {
    /// Three to five minutes (seed 004), and one in ten fails.
    pub const DEFAULT: Self =
        Self { min: Duration::from_secs(180), max: Duration::from_secs(300), failure_rate: 0.1 };
}

impl SimulatedSpec {
    /// The same with everything stated. A bound that is stated wins over a default that lies beyond it.
    #[must_use]
    pub fn resolved(self, defaults: &SimulatedDefaults) -> Self {
        let (stated_min, stated_max) = (self.min.map(|min| min.0), self.max.map(|max| max.0));
        let min = stated_min.unwrap_or_else(|| stated_max.map_or(defaults.min, |max| max.min(defaults.min)));
        let max = stated_max.unwrap_or(defaults.max).max(min);
        Self {
            min: Some(Milliseconds(min)),
            max: Some(Milliseconds(max)),
            failure_rate: self.failure_rate.or(Some(defaults.failure_rate)),
        }
    }

    /// How long attempt `attempt` of the execution `id` takes: as it were at random, and the same whenever it is asked.
    pub fn time(&self, id: ExecutionId, attempt: u32) -> Duration {
        let Self { min, max, .. } = self.resolved(&SimulatedDefaults::DEFAULT);
        let (min, max) = (min.unwrap_or_default().0, max.unwrap_or_default().0);
        let spread = max.saturating_sub(min).mul_f64(chance(id, "time", attempt));
        // Whole milliseconds, as every time that is stored.
        min + Duration::from_millis(duration::millis(spread))
    }

    /// Whether attempt `attempt` of the execution `id` fails; decided like its time.
    pub fn fails(&self, id: ExecutionId, attempt: u32) -> bool {
        let rate = self.failure_rate.unwrap_or(SimulatedDefaults::DEFAULT.failure_rate);
        chance(id, "failure", attempt) < rate
    }
}

/// A fraction in `0.0..1.0` that depends on nothing but its arguments.
#[expect(clippy::cast_precision_loss, reason = "53 bits fit exactly")]
fn chance(id: ExecutionId, what: &str, attempt: u32) -> f64 {
    const BITS: u32 = 53;
    let drawn = Uuid::new_v5(&id.uuid(), format!("simulated {what} {attempt}").as_bytes());
    let (high, _) = drawn.as_u64_pair();
    // The low bits of the first half hold the version of the UUID; the high ones are the hash.
    (high >> (u64::BITS - BITS)) as f64 / (1_u64 << BITS) as f64
}

#[cfg(test)]
mod tests {
    use beadle_values::{
        body::Body,
        violation::{Path, Violations},
    };
    use proptest::prelude::*;
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;

    fn parse(config: &Value) -> Result<SimulatedSpec, Violations> {
        SimulatedSpec::parse_beside(config.as_object().unwrap(), &[], &Path::body())
    }

    fn stated(min: u64, max: u64) -> (Option<Milliseconds>, Option<Milliseconds>) {
        let milliseconds = |seconds| Some(Milliseconds(Duration::from_secs(seconds)));
        (milliseconds(min), milliseconds(max))
    }

    #[rstest]
    #[case(json!({}), 180, 300)]
    #[case(json!({"min": "1s", "max": 2_000}), 1, 2)]
    #[case(json!({"min_ms": 1_000, "max_ms": "2s"}), 1, 2)]
    #[case::a_maximum_below_the_usual_minimum(json!({"max": "10s"}), 10, 10)]
    #[case::a_minimum_above_the_usual_maximum(json!({"min": "10m"}), 600, 600)]
    fn bounds(#[case] config: Value, #[case] min: u64, #[case] max: u64) {
        let spec = parse(&config).unwrap().resolved(&SimulatedDefaults::DEFAULT);
        assert_eq!((spec.min, spec.max), stated(min, max));
        assert_eq!(spec.failure_rate, Some(0.1));
        let stored = serde_json::to_value(spec).unwrap();
        assert_eq!(parse(&stored).unwrap(), spec, "what is stored reads back");
    }

    #[rstest]
    #[case(json!({"min": "8d"}), "body.min", "out_of_range")]
    #[case(json!({"min": "soon"}), "body.min", "duration")]
    #[case(json!({"min": "2s", "max": "1s"}), "body.max", "out_of_range")]
    #[case(json!({"max": "2s", "max_ms": 1}), "body.max_ms", "conflict")]
    #[case(json!({"failure_rate": 1.1}), "body.failure_rate", "out_of_range")]
    #[case(json!({"failure_rate": "often"}), "body.failure_rate", "out_of_range")]
    #[case(json!({"colour": "red"}), "body.colour", "unknown_field")]
    fn faults(#[case] config: Value, #[case] place: &str, #[case] kind: &str) {
        let violations = parse(&config).unwrap_err();
        let found: Vec<_> = violations.iter().map(|fault| (fault.path.to_string(), fault.kind)).collect();
        assert_eq!(found, [(place.to_owned(), kind)]);
    }

    #[test]
    fn as_many_fail_as_are_to() {
        let spec = SimulatedSpec { failure_rate: Some(0.1), ..Default::default() };
        let ids = (0..10_000_u128).map(|number| ExecutionId::from_uuid(Uuid::from_u128(number)));
        let failed = ids.filter(|id| spec.fails(*id, 1)).count();
        assert!((850..1_150).contains(&failed), "{failed} of 10000");
    }

    proptest! {
        #[test]
        fn the_time_lies_within_its_bounds_and_is_decided_once(id: u128, attempt in 1_u32.., min in 0_u64..600, more in 0_u64..600) {
            let id = ExecutionId::from_uuid(Uuid::from_u128(id));
            let (shortest, longest) = stated(min, min + more);
            let spec = SimulatedSpec { min: shortest, max: longest, failure_rate: None };
            let time = spec.time(id, attempt);
            prop_assert!(Duration::from_secs(min) <= time && time <= Duration::from_secs(min + more));
            prop_assert_eq!(time, spec.time(id, attempt));
            prop_assert_eq!(time.subsec_nanos() % 1_000_000, 0);
        }

        #[test]
        fn all_or_nothing_is_exact(id: u128, attempt: u32) {
            let id = ExecutionId::from_uuid(Uuid::from_u128(id));
            let failing = |failure_rate| SimulatedSpec { failure_rate: Some(failure_rate), ..Default::default() };
            prop_assert!(failing(1.0).fails(id, attempt) && !failing(0.0).fails(id, attempt));
        }
    }
}
