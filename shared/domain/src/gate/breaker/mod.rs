//! The circuit breaker of a config, and the throttling that its destination requests.
//!
//! A closed, healthy breaker is never written: each process counts the results of its own calls. The first
//! failure makes the breaker suspect; while it is suspect, every process adds its counts, so that the shared
//! failure rate is right. The breaker opens when the failure rate in the window is too high, or when as many
//! calls in a row failed as the policy's minimum of calls; then no call passes. After the open time exactly
//! one call over all processes probes the destination. If the probe succeeds, calls pass at a rate that
//! doubles every second, and then the breaker closes.
//!
//! Throttling that the destination requests (429, `Retry-After`, `RateLimit`) is kept in the same document,
//! so that a config without any policy has at most one document. See [`fn@ask`], [`fn@record`] and
//! [`throttle`](fn@throttle).

mod ask;
mod drain;
mod record;
#[cfg(test)]
mod tests;
mod throttle;
mod transition;

use std::time::Duration;

use beadle_values::{
    id::{ExecutionId, OwnerId},
    names,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::{
    ask::{Answer, Query, ask},
    record::{Outcomes, Tally, conclude_probe, record, reset},
    throttle::{Throttle, throttle},
    transition::Transition,
};
use super::tick::Ticks;
use crate::policy::BreakerPolicy;

/// How long after the first failure a breaker waits for the counts of other processes before it opens.
pub const GRACE: Duration = Duration::from_millis(500);

/// How many transitions are kept; older ones are dropped.
pub const MAX_TRANSITIONS: usize = 10;

/// The number of ticks in the window of a breaker.
const PARTS: u32 = 10;

/// The state of a config's breaker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BreakerState {
    /// The owner of the config, for the events of the breaker's transitions.
    pub owner: OwnerId,
    /// The greatest time that any writer has seen.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub seen: Timestamp,
    /// The phase of the breaker.
    #[serde(flatten)]
    pub phase: Phase,
    /// Successful calls since the breaker became suspect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ok: Option<Ticks>,
    /// Failed calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failed: Option<Ticks>,
    /// When the first of the failures was recorded.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "jiff::fmt::serde::timestamp::millisecond::optional"
    )]
    suspect_since: Option<Timestamp>,
    /// How many reported calls have failed since the last success.
    #[serde(default, skip_serializing_if = "is_zero")]
    streak: u32,
    /// How many places in line have been assigned since the breaker opened.
    #[serde(default, skip_serializing_if = "is_zero")]
    line: u32,
    /// The throttling that the destination requested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throttle: Option<Throttle>,
    /// The number of transitions ever made.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub changes: u32,
    /// The latest transitions, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "transition::compact")]
    pub transitions: Vec<Transition>,
}

/// The phase of a breaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum Phase {
    /// Calls pass.
    Closed,
    /// No call passes.
    Open {
        /// The end of the open time, after which one call probes.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
        until: Timestamp,
    },
    /// One call probes the destination, the others wait.
    HalfOpen {
        /// The execution that probes.
        probe: ExecutionId,
        /// The deadline for the result of the probe; after it another call probes.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
        until: Timestamp,
    },
    /// Calls pass at a growing rate.
    Draining {
        /// The start of the drain.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
        since: Timestamp,
        /// How many calls have passed since then.
        admitted: u32,
    },
}

names! {
    /// The state of a breaker, by name.
    pub enum PhaseName {
        /// Calls go through.
        Closed = "closed",
        /// No call goes through.
        Open = "open",
        /// One call probes.
        HalfOpen = "half_open",
        /// Calls go through at a growing pace.
        Draining = "draining",
    }
}

impl Phase {
    /// Its name.
    pub fn name(&self) -> PhaseName {
        match self {
            Self::Closed => PhaseName::Closed,
            Self::Open { .. } => PhaseName::Open,
            Self::HalfOpen { .. } => PhaseName::HalfOpen,
            Self::Draining { .. } => PhaseName::Draining,
        }
    }
}

impl BreakerState {
    /// A closed breaker without history.
    pub fn new(owner: OwnerId, now: Timestamp) -> Self {
        Self {
            owner,
            seen: now,
            phase: Phase::Closed,
            ok: None,
            failed: None,
            suspect_since: None,
            streak: 0,
            line: 0,
            throttle: None,
            changes: 0,
            transitions: Vec::new(),
        }
    }

    /// The transitions since the state `before`, as far as they are kept.
    pub fn transitions_since(&self, before: Option<&Self>) -> &[Transition] {
        let made = self.changes.saturating_sub(before.map_or(0, |before| before.changes));
        let kept = self.transitions.len();
        self.transitions.get(kept.saturating_sub(made as usize)..).unwrap_or_default()
    }

    /// The fraction of the rate limit that is in force at `now`.
    pub fn factor(&self, now: Timestamp) -> f64 {
        self.throttle.map_or(1.0, |throttle| throttle.factor(now))
    }

    /// Whether a failure was recorded within the window before `now`, so that processes report their counts.
    pub fn is_suspect(&self, policy: &BreakerPolicy, now: Timestamp) -> bool {
        let Some(mut failed) = self.failed.clone() else { return false };
        failed.forget_before(before(now, policy.window));
        matches!(self.phase, Phase::Closed | Phase::Draining { .. }) && failed.sum() > 0
    }

    /// How many executions wait in line, for the breaker or for the end of throttling.
    pub fn waiting(&self, now: Timestamp) -> u32 {
        match self.phase {
            Phase::Closed => self.throttle.map_or(0, |throttle| throttle.waiting(now)),
            Phase::Open { .. } | Phase::HalfOpen { .. } => self.line,
            Phase::Draining { admitted, .. } => self.line.saturating_sub(admitted),
        }
    }

    fn go_to(&mut self, phase: Phase, why: impl Into<String>) {
        let (from, to) = (self.phase.name(), phase.name());
        self.phase = phase;
        self.changes = self.changes.saturating_add(1);
        if self.transitions.len() >= MAX_TRANSITIONS {
            self.transitions.remove(0);
        }
        self.transitions.push(Transition { at: self.seen, from, to, why: why.into() });
    }

    fn clear_outcomes(&mut self) {
        self.ok = None;
        self.failed = None;
        self.suspect_since = None;
        self.streak = 0;
    }
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// `time − duration`, or the earliest representable time.
fn before(time: Timestamp, duration: Duration) -> Timestamp {
    time.checked_sub(duration).unwrap_or(Timestamp::MIN)
}
