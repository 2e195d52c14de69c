//! When to stop calling a destination that fails, and when to try again.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::duration;

/// When a circuit breaker opens, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BreakerPolicy {
    /// The share of failed calls that opens it, above 0 and at most 1.
    pub failure_rate: f64,
    /// The time that is looked at.
    #[serde(rename = "window_ms", with = "duration::as_millis")]
    pub window: Duration,
    /// How many calls there must have been in that time.
    pub minimum: u32,
    /// How long it stays open before one call probes the destination.
    #[serde(rename = "open_for_ms", with = "duration::as_millis")]
    pub open_for: Duration,
}
