//! How many calls a destination gets in how much time.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::duration;

/// How many calls in how much time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateLimit {
    /// How it is counted.
    pub strategy: RateStrategy,
    /// How many calls, at least one.
    pub rate: u32,
    /// In how much time.
    #[serde(rename = "per_ms", with = "duration::as_millis")]
    pub per: Duration,
    /// How many calls a token bucket holds at most, at least one.
    pub burst: u32,
}

/// How calls are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateStrategy {
    /// In any time `t` at most `burst + t × rate / per` calls.
    TokenBucket,
    /// In any time `per` at most `rate` calls.
    SlidingWindow,
}
