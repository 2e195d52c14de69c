//! A stored attempt of an execution.

use beadle_values::names;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::failure::Failure;
use crate::policy::RulingRecord;

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

/// An attempt: when it was made, how long it took, and its outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// Its number, counted from 1.
    pub number: u32,
    /// When it was claimed.
    pub started_at: Timestamp,
    /// The time from the claim to the outcome, in milliseconds.
    pub duration_ms: u64,
    /// How much of it passed without a runner, while the result was awaited, in milliseconds.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub waited_ms: u64,
    /// The outcome.
    pub outcome: AttemptOutcome,
    /// The HTTP status of the response, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// When the next attempt is due, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<Timestamp>,
    /// Whether its call was cut off after it was sent, so that its effect is not known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut_off: bool,
    /// The answer of the function that its retry policy asked after it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<Box<RulingRecord>>,
}

impl Attempt {
    /// How long it had a runner, in milliseconds.
    pub fn ran_ms(&self) -> u64 {
        self.duration_ms.saturating_sub(self.waited_ms)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}
