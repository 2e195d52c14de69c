//! A clock that only a test moves.

use std::sync::atomic::{AtomicI64, Ordering};

use beadle_application::port::Clock;
use jiff::Timestamp;

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct StillClock(AtomicI64);

impl StillClock {
    /// A clock that shows `time`.
    pub fn at(time: Timestamp) -> Self {
        Self(AtomicI64::new(time.as_millisecond()))
    }

    /// Moves it forward.
    pub fn advance(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// Sets it to `time`, unless it shows a later one.
    pub fn advance_to(&self, time: Timestamp) {
        self.0.fetch_max(time.as_millisecond(), Ordering::SeqCst);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}
