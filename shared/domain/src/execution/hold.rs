//! Holds: reasons that keep an execution from running although it is due.

use beadle_values::names;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

names! {
    /// The kind of a hold: what defers an execution.
    pub enum HoldKind {
        /// The rate limit of its config.
        RateLimit = "rate_limit",
        /// The rate limit of its key in its config.
        RateLimitKey = "rate_limit_key",
        /// The destination asked for fewer calls.
        Throttled = "throttled",
        /// The circuit breaker of its config.
        Breaker = "breaker",
        /// The concurrency limit of its config.
        Concurrency = "concurrency",
        /// An earlier execution of its task.
        Overlap = "overlap",
        /// An earlier execution with its order key.
        Order = "order",
        /// A credential that is being fetched.
        Credential = "credential",
        /// The runner had no time left.
        OutOfTime = "out_of_time",
        /// Its owner's budget of credits.
        Credits = "credits",
        /// A limit of its owner's level.
        Limit = "limit",
        /// A pause of its config, of its owner's account or of everything.
        Paused = "paused",
    }
}

impl HoldKind {
    fn first() -> Self {
        Self::Overlap
    }
}

/// A reason that keeps an execution from running.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hold {
    /// The kind of hold. The default is for rows that were written before holds had kinds.
    #[serde(default = "HoldKind::first")]
    pub kind: HoldKind,
    /// The reason, as one sentence for the caller.
    pub reason: String,
}

impl Hold {
    /// A hold of kind `kind`.
    pub fn new(kind: HoldKind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into() }
    }

    /// Whether it is a pause.
    pub fn is_pause(&self) -> bool {
        self.kind == HoldKind::Paused
    }
}

/// Consecutive holds of an attempt for the same reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HoldRecord {
    /// The kind of hold.
    pub kind: HoldKind,
    /// The attempt that was held, counted from 1.
    pub attempt: u32,
    /// When it was first held.
    pub since: Timestamp,
    /// When it was last held.
    pub last: Timestamp,
    /// How often in a row.
    pub times: u32,
}

/// How many records are kept; older ones are dropped.
const MAX_RECORDS: usize = 8;

/// Appends to `history` that `attempt` was held by `kind` at `now`.
pub(super) fn record(
    history: &[HoldRecord],
    kind: HoldKind,
    attempt: u32,
    now: Timestamp,
) -> Vec<HoldRecord> {
    let mut history = history.to_vec();
    match history.last_mut() {
        Some(last) if last.kind == kind && last.attempt == attempt => {
            last.last = now;
            last.times = last.times.saturating_add(1);
        }
        _ => {
            if history.len() >= MAX_RECORDS {
                history.remove(0);
            }
            history.push(HoldRecord { kind, attempt, since: now, last: now, times: 1 });
        }
    }
    history
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consecutive_holds_are_one_record_and_old_records_are_dropped() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut history = Vec::new();
        for second in 0..3 {
            history = record(&history, HoldKind::RateLimit, 1, at(second));
        }
        history = record(&history, HoldKind::Breaker, 1, at(3));
        history = record(&history, HoldKind::Breaker, 2, at(4));
        let records: Vec<_> = history.iter().map(|held| (held.kind, held.attempt, held.times)).collect();
        assert_eq!(
            records,
            [(HoldKind::RateLimit, 1, 3), (HoldKind::Breaker, 1, 1), (HoldKind::Breaker, 2, 1)]
        );
        assert_eq!((history[0].since, history[0].last), (at(0), at(2)));
        for attempt in 3..20 {
            history = record(&history, HoldKind::Breaker, attempt, at(5));
        }
        assert_eq!((history.len(), history[0].attempt), (MAX_RECORDS, 12));
    }
}
