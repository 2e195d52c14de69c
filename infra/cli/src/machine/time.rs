//! The clock that a machine goes by.

use std::{sync::Arc, time::Duration};

use beadle_application::port::{Clock, Jitter};
use beadle_runtime::system::{SystemClock, SystemJitter};

/// How often the watchdog looks.
const WATCH_INTERVAL: Duration = Duration::from_millis(500);

/// The clock, and what depends on its kind.
#[derive(Clone)]
pub struct Time {
    /// Says what is due.
    pub clock: Arc<dyn Clock>,
    /// Spreads retries.
    pub jitter: Arc<dyn Jitter>,
    /// How often the watchdog looks for what did not happen in time.
    pub watch_interval: Duration,
    /// Whether the clock is moved by hand.
    pub by_hand: bool,
}

impl Time {
    /// The clock of the system.
    pub fn system() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            jitter: Arc::new(SystemJitter),
            watch_interval: WATCH_INTERVAL,
            by_hand: false,
        }
    }
}
