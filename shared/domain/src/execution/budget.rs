//! The time that all attempts of an execution have together (`give_up_after`).

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;

use super::{Execution, Failure, FailureCode};
use crate::policy::RunPolicy;

/// The time that the attempts of an execution have together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// How long it is.
    length: Duration,
    /// When it ends.
    pub ends_at: Timestamp,
}

impl Budget {
    /// The budget of `execution` under `policy`; `None` if it has none, or if its first attempt has not begun.
    pub fn of(execution: &Execution, policy: &RunPolicy) -> Option<Self> {
        let length = policy.give_up_after?.0;
        Some(Self { length, ends_at: duration::after(execution.progress.started_at()?, length) })
    }

    /// What is left of it at `now`; `None` if it is used up.
    pub fn left(&self, now: Timestamp) -> Option<Duration> {
        (self.ends_at > now).then(|| duration::between(now, self.ends_at))
    }

    /// The failure of an execution that gives up, after `last`, the failure of its latest attempt.
    pub fn used_up(&self, last: Option<&Failure>) -> Failure {
        let length = duration::text(self.length);
        let message = match last {
            Some(last) => {
                format!("gave up: no attempt succeeded within {length}; the last one: {}", last.message)
            }
            None => format!("gave up: no attempt succeeded within {length}"),
        };
        let http_status = last.and_then(|last| last.http_status);
        Failure { http_status, ..Failure::new(FailureCode::GaveUp, message) }
    }
}
