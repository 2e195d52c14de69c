//! A clock that stands still until it is set.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

use beadle_application::port::Clock;
use jiff::Timestamp;

use crate::conformance::specimen::T0;

/// A clock that stands still until it is set.
#[derive(Debug)]
pub struct SteppedClock(AtomicI64);

impl Default for SteppedClock {
    fn default() -> Self {
        Self(AtomicI64::new(T0.as_millisecond()))
    }
}

impl SteppedClock {
    /// Sets it to `time`, unless it shows a later one.
    pub fn advance_to(&self, time: Timestamp) {
        self.0.fetch_max(time.as_millisecond(), SeqCst);
    }
}

impl Clock for SteppedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(SeqCst)).expect("a time that was set")
    }
}
