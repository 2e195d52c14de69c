//! A monitor, as a user writes it: when pings of somebody else's job are expected. Beadle calls nobody; it notifies when a
//! ping is missing.

use std::time::Duration;

use beadle_schedule::Schedule;
use beadle_values::{
    body,
    body::{Shape, length, optional, otherwise},
    violation::Violation,
};
use serde::{Deserialize, Serialize};

use crate::policy::Milliseconds;

/// The shortest time between pings, and the shortest grace: watchdogs look once a minute on AWS.
const MIN: Duration = Duration::from_secs(1);

/// The longest time between pings.
pub const MAX_PERIOD: Duration = Duration::from_secs(366 * 86_400);

/// The grace of a monitor that states none.
const DEFAULT_GRACE: Milliseconds = Milliseconds(Duration::from_secs(300));

body! {
    /// When pings are expected: one in each period, or one after each time of a schedule.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct MonitorSpec {
        /// The longest time between two pings, from a second to 366 days.
        #[serde(default, rename = "period_ms", skip_serializing_if = "Option::is_none")]
        pub period: Option<Milliseconds> = optional(time()).alias("period_ms"),
        /// The times after each of which a ping is expected, written as the `schedule` of a task.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub schedule: Option<Schedule> = otherwise(beadle_schedule::schedule(), || None),
        /// How long after it is expected a ping may come before it is missing; 5 minutes unless given.
        #[serde(rename = "grace_ms")]
        pub grace: Milliseconds = otherwise(time(), || DEFAULT_GRACE).alias("grace_ms"),
    }
    example {"period": "1h", "grace": "10m"}
    check |given, _members, path, violations| {
        let (period, schedule) = (given.period.flatten(), given.schedule.as_ref());
        match (period, schedule) {
            (Some(_), Some(Some(_))) => {
                violations.add(path.key("period"), "conflict", "a monitor has a period or a schedule, not both");
            }
            (None, Some(None)) if given.period.is_some() => violations.push(
                Violation::new(path.key("period"), "missing", "is required without a `schedule`")
                    .hint("write the longest time between two pings, such as \"1h\""),
            ),
            _ => {}
        }
    }
}

fn time() -> impl Shape<Value = Milliseconds> {
    length(MIN, MAX_PERIOD).map(Milliseconds)
}

#[cfg(test)]
mod tests {
    use beadle_values::{
        body::Body,
        violation::{Path, Violations},
    };
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;

    fn parse(config: Value) -> Result<MonitorSpec, Violations> {
        MonitorSpec::parse_beside(config.as_object().unwrap(), &[], &Path::body())
    }

    #[rstest]
    #[case(json!({"period": "1h"}))]
    #[case(json!({"schedule": "every day at 3am", "grace": "30m"}))]
    fn what_is_written_reads_back(#[case] config: Value) {
        let monitor = parse(config).unwrap();
        assert_eq!(parse(serde_json::to_value(&monitor).unwrap()), Ok(monitor.clone()));
        let stored = serde_json::to_value(&monitor).unwrap();
        assert_eq!(serde_json::from_value::<MonitorSpec>(stored).unwrap(), monitor);
    }

    #[rstest]
    #[case(json!({}), &["body.period"])]
    #[case(json!({"schedule": "manual"}), &["body.period"])]
    #[case(json!({"period": "1h", "schedule": "every 5 minutes"}), &["body.period"])]
    #[case(json!({"period": "1ms", "grace": "now", "url": "http://a.example"}), &["body.url", "body.period", "body.grace"])]
    fn every_fault_is_named_with_its_place(#[case] config: Value, #[case] places: &[&str]) {
        let violations = parse(config).unwrap_err();
        assert_eq!(violations.iter().map(|v| v.path.to_string()).collect::<Vec<_>>(), places);
    }
}
