//! What happens to the times of a calendar when the clocks of its zone change.

use beadle_values::{
    body,
    body::{one_of, otherwise},
    names,
};
use serde::{Deserialize, Serialize};

names! {
    /// What happens to local times that do not exist because the clocks go forward.
    pub enum SkippedTimes, default Skip, noun "policy for times that do not exist" {
        /// They are not due, as with EventBridge Scheduler.
        Skip = "skip",
        /// They are due once, all together, when the clocks have gone forward.
        RunAfter = "run_after",
    }
}

names! {
    /// What happens to local times that occur twice because the clocks go back.
    pub enum RepeatedTimes, default Once, noun "policy for times that occur twice" {
        /// They are due the first time only, as with EventBridge Scheduler.
        Once = "once",
        /// They are due each time.
        Each = "each",
    }
}

body! {
    /// What happens to local times that do not exist, and to those that occur twice.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct OnClockChange as "OnClockChange" {
        /// When clocks go forward: `skip` leaves out what does not exist, `run_after` runs it once right after the change.
        #[serde(default)]
        pub skipped: SkippedTimes = otherwise(one_of(), SkippedTimes::default),
        /// When clocks go back: `once` runs at the first of two, `each` at both.
        #[serde(default)]
        pub repeated: RepeatedTimes = otherwise(one_of(), RepeatedTimes::default),
    }
    example {"skipped": "run_after", "repeated": "each"}
}

impl OnClockChange {
    /// Whether both are as with EventBridge Scheduler.
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
