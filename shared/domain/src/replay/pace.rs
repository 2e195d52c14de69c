//! How fast executions that are run again begin one after the other.

use std::time::Duration;

use beadle_values::{
    duration,
    integer::integer,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::Value;

use crate::policy::rate_limit::{MAX_PER, MIN_PER};

const HINT: &str = "such as {\"rate\": 10, \"per\": \"1s\"}";

/// The most that may begin in one [`Pace::per`].
const MAX_RATE: u32 = 1_000;

/// How many begin in how much time, evenly spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many, 1 to 1,000.
    pub rate: u32,
    /// In how much time.
    pub per: Duration,
}

impl Default for Pace {
    /// Ten a second: a destination that has just recovered is not flooded with what it missed.
    fn default() -> Self {
        Self { rate: 10, per: Duration::from_secs(1) }
    }
}

impl Pace {
    /// Reads `{"rate": 10, "per": "1s"}`; per second where that is not said.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        let Value::Object(members) = value else {
            return Err(Violation::new(path.clone(), "type_error", "must be an object with `rate`")
                .hint(HINT)
                .into());
        };
        let (mut pace, mut faults) = (Self::default(), Violations::new());
        for name in members.keys().filter(|name| !["rate", "per"].contains(&name.as_str())) {
            faults.add(path.key(name), "unknown_field", "is not a member of a pace");
        }
        let rate = members.get("rate").map(|rate| integer(rate).and_then(|rate| u32::try_from(rate).ok()));
        match rate {
            None => {
                faults.push(Violation::new(path.key("rate"), "missing", "a pace needs a rate").hint(HINT))
            }
            Some(Some(rate)) if (1..=MAX_RATE).contains(&rate) => pace.rate = rate,
            Some(_) => {
                let message = format!("must be a whole number from 1 to {MAX_RATE}");
                faults.add(path.key("rate"), "out_of_range", message);
            }
        }
        if let Some(per) = members.get("per") {
            let per = duration::parse_within(per, MIN_PER, MAX_PER, &path.key("per"));
            pace.per = faults.take(per.map_err(Violations::from)).unwrap_or(pace.per);
        }
        faults.into_result(pace)
    }

    /// When the one begins that `before` others begin before, the first of them at `start`: in whole milliseconds, rounded
    /// down.
    pub fn due(self, start: Timestamp, before: usize) -> Timestamp {
        let per = u128::from(duration::millis(self.per));
        let milliseconds = per.saturating_mul(before as u128) / u128::from(self.rate.max(1));
        duration::after(start, Duration::from_millis(u64::try_from(milliseconds).unwrap_or(u64::MAX)))
    }
}
