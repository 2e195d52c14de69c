//! A stored attempt of an execution.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::failure::Failure;

/// The outcome of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptOutcome {
    /// The destination did what was requested.
    Succeeded,
    /// The destination did not, or did not respond.
    Failed,
    /// The attempt was cancelled.
    Cancelled,
    /// The runner died; the same attempt is made again.
    Interrupted,
    /// The result is pending.
    Waiting,
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
}
