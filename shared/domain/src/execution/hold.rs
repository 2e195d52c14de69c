//! What keeps an execution back that could run otherwise.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The kind of what keeps an execution back; its name is part of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    /// The rate limit of its config.
    RateLimit,
    /// The destination asked for fewer calls.
    Throttled,
    /// The circuit breaker of its config.
    Breaker,
    /// The most calls at once of its config.
    Concurrency,
    /// An earlier execution of its task.
    Overlap,
    /// A credential that is being fetched.
    Credential,
    /// The runner had no time left.
    OutOfTime,
    /// Its owner's budget of credits.
    Credits,
    /// A limit of its owner's level.
    Limit,
}

impl HoldKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::RateLimit,
        Self::Throttled,
        Self::Breaker,
        Self::Concurrency,
        Self::Overlap,
        Self::Credential,
        Self::OutOfTime,
        Self::Credits,
        Self::Limit,
    ];

    fn first() -> Self {
        Self::Overlap
    }

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RateLimit => "rate_limit",
            Self::Throttled => "throttled",
            Self::Breaker => "breaker",
            Self::Concurrency => "concurrency",
            Self::Overlap => "overlap",
            Self::Credential => "credential",
            Self::OutOfTime => "out_of_time",
            Self::Credits => "credits",
            Self::Limit => "limit",
        }
    }
}

/// What keeps an execution back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hold {
    /// The kind; rows that are older than the kinds held executions back for this one.
    #[serde(default = "HoldKind::first")]
    pub kind: HoldKind,
    /// What keeps it back, in one sentence for the caller.
    pub reason: String,
}

impl Hold {
    /// A hold of kind `kind`.
    pub fn new(kind: HoldKind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into() }
    }
}

/// How often an attempt was kept back by the same thing in a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// By what.
    pub kind: HoldKind,
    /// The attempt that was kept back, counted from 1.
    pub attempt: u32,
    /// When it was kept back first.
    pub since: Timestamp,
    /// When it was kept back last.
    pub last: Timestamp,
    /// How often in a row.
    pub times: u32,
}

/// How many changes of what keeps an execution back are kept; of more, the last ones.
const MOST_KEPT: usize = 8;

/// `history` after `attempt` was kept back by `kind` at `now`.
pub(super) fn note(history: &[Held], kind: HoldKind, attempt: u32, now: Timestamp) -> Vec<Held> {
    let mut history = history.to_vec();
    match history.last_mut() {
        Some(last) if last.kind == kind && last.attempt == attempt => {
            last.last = now;
            last.times = last.times.saturating_add(1);
        }
        _ => {
            if history.len() >= MOST_KEPT {
                history.remove(0);
            }
            history.push(Held { kind, attempt, since: now, last: now, times: 1 });
        }
    }
    history
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_in_a_row_are_one_entry_and_old_ones_are_forgotten() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut history = Vec::new();
        for second in 0..3 {
            history = note(&history, HoldKind::RateLimit, 1, at(second));
        }
        history = note(&history, HoldKind::Breaker, 1, at(3));
        history = note(&history, HoldKind::Breaker, 2, at(4));
        let told: Vec<_> = history.iter().map(|held| (held.kind, held.attempt, held.times)).collect();
        assert_eq!(told, [(HoldKind::RateLimit, 1, 3), (HoldKind::Breaker, 1, 1), (HoldKind::Breaker, 2, 1)]);
        assert_eq!((history[0].since, history[0].last), (at(0), at(2)));
        for attempt in 3..20 {
            history = note(&history, HoldKind::Breaker, attempt, at(5));
        }
        assert_eq!((history.len(), history[0].attempt), (MOST_KEPT, 12));
    }
}
