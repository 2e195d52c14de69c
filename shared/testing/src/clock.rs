//! A clock that only a test moves.

use std::sync::atomic::{AtomicI64, Ordering};

use beadle_application::port::Clock;
use jiff::Timestamp;

const NANOSECONDS: i64 = 1_000_000;

/// A clock that stands still until it is moved. It is exact to the nanosecond, and ends in the year 2262.
#[derive(Debug)]
pub struct StillClock(AtomicI64);

impl StillClock {
    /// A clock that shows `time`.
    pub fn at(time: Timestamp) -> Self {
        Self(AtomicI64::new(nanoseconds(time)))
    }

    /// Moves it forward.
    pub fn advance(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds * NANOSECONDS, Ordering::SeqCst);
    }

    /// Sets it to `time`, unless it shows a later one.
    pub fn advance_to(&self, time: Timestamp) {
        self.0.fetch_max(nanoseconds(time), Ordering::SeqCst);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_nanosecond(self.0.load(Ordering::SeqCst).into()).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

fn nanoseconds(time: Timestamp) -> i64 {
    i64::try_from(time.as_nanosecond()).unwrap_or(i64::MAX)
}
