//! One try inside an execution, as it is kept.

use beadle_values::names;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::failure::Failure;

names! {
    /// How an attempt ended.
    pub enum AttemptOutcome {
        /// The call succeeded.
        Succeeded = "succeeded",
        /// The call failed, or no response came.
        Failed = "failed",
        /// The execution was cancelled.
        Cancelled = "cancelled",
        /// The runner stopped; the same attempt is made again.
        Interrupted = "interrupted",
        /// The result comes later.
        Waiting = "waiting",
    }
}

/// One try: when, how long, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// Its number, counted from 1.
    pub number: u32,
    /// When it was claimed.
    pub started_at: Timestamp,
    /// From the claim to the outcome, in milliseconds.
    pub duration_ms: u64,
    /// How it ended.
    pub outcome: AttemptOutcome,
    /// The HTTP status that was answered, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// When the next attempt is due, where one follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<Timestamp>,
}
