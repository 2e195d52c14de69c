//! How fast executions that are run again begin one after the other.

use std::time::Duration;

use beadle_values::{
    body,
    body::{length, otherwise, required, whole},
    duration,
};
use jiff::Timestamp;

use crate::policy::rate_limit::{MAX_PER, MIN_PER};

/// The most that may begin in one [`Pace::per`].
const MAX_RATE: u64 = 1_000;

body! {
    /// How many begin in how much time, evenly spread.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Pace as "Pace" {
        /// How many, 1 to 1,000.
        pub rate: u32 = required(whole(1, MAX_RATE)).strict(),
        /// In how much time, 100 ms to a day; one second unless given.
        pub per: Duration = otherwise(length(MIN_PER, MAX_PER), || Duration::from_secs(1)),
    }
    example {"rate": 10, "per": "1s"}
}

impl Default for Pace {
    /// Ten a second: a destination that has just recovered is not flooded with what it missed.
    fn default() -> Self {
        Self { rate: 10, per: Duration::from_secs(1) }
    }
}

impl Pace {
    /// When the one begins that `before` others begin before, the first of them at `start`: in whole milliseconds, rounded
    /// down.
    pub fn due(self, start: Timestamp, before: usize) -> Timestamp {
        let per = u128::from(duration::millis(self.per));
        let milliseconds = per.saturating_mul(before as u128) / u128::from(self.rate.max(1));
        duration::after(start, Duration::from_millis(u64::try_from(milliseconds).unwrap_or(u64::MAX)))
    }
}
