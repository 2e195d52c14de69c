//! What a batch adds to an owner's hour.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::change::{Before, ExecutionFacts};
use crate::{duration, execution::Status};

/// An hour, counted from the Unix epoch in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hour(pub i64);

impl Hour {
    /// The hour that `time` lies in.
    pub fn of(time: Timestamp) -> Self {
        Self(time.as_second().div_euclid(3_600))
    }

    /// When it begins.
    pub fn start(self) -> Timestamp {
        Timestamp::from_second(self.0.saturating_mul(3_600)).unwrap_or_default()
    }
}

impl fmt::Display for Hour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.start().strftime("%Y-%m-%dT%H"))
    }
}

/// What happened in an hour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollupCounters {
    /// Executions started.
    pub started: u64,
    /// Executions completed.
    pub completed: u64,
    /// Executions failed.
    pub failed: u64,
    /// Executions cancelled.
    pub cancelled: u64,
    /// Attempts ended.
    pub attempts: u64,
    /// From the first claim to the end, over the executions that ended, in milliseconds.
    pub duration_ms: u64,
}

impl RollupCounters {
    pub(super) fn add(&mut self, before: Option<Before>, after: &ExecutionFacts) {
        if before.is_none() {
            self.started += 1;
        }
        self.attempts += u64::from(after.attempts.saturating_sub(before.map_or(0, |before| before.attempts)));
        if before.is_some_and(|before| before.status.is_final()) {
            return;
        }
        match after.status {
            Status::Completed => self.completed += 1,
            Status::Failed => self.failed += 1,
            Status::Cancelled => self.cancelled += 1,
            _ => return,
        }
        if let (Some(started_at), Some(ended_at)) = (after.started_at, after.ended_at) {
            self.duration_ms += duration::millis(duration::between(started_at, ended_at));
        }
    }
}
