//! The circuit breaker of a config, and what its destination asks for by itself.
//!
//! Closed and healthy it is never written: each process counts the outcomes of its own calls. The first failure makes the
//! gate suspect, and while it is, every process adds what it counted, so that the shared rate is right. Too many failures in
//! the window, or as many in a row as the policy asks for calls at least, open the gate: nobody calls. When its time is over one call over all processes, and no other, probes the destination.
//! If that goes well, calls are let through at a pace that doubles every second, and then the gate is closed again.
//!
//! Whatever the destination asks for by itself (429, `Retry-After`, `RateLimit`) is kept here too, so that a config without
//! any policy has at most this one document. See [`ask`], [`record`] and [`throttle`](fn@throttle).

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
    ask::{Answer, Asked, ask},
    record::{Outcomes, Tally, conclude_probe, record, reset},
    throttle::{Throttle, throttle},
    transition::Transition,
};
use super::tick::Ticks;
use crate::policy::BreakerPolicy;

/// How long after the first failure a breaker waits for what other processes counted before it opens.
pub const GRACE: Duration = Duration::from_millis(500);

/// How many transitions are kept; of more, the last ones.
pub const MOST_TRANSITIONS: usize = 10;

/// Into how many ticks the window of a breaker is divided.
const PARTS: u32 = 10;

/// What a config's breaker stands at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BreakerState {
    /// Whose config it is, for the events of its transitions.
    pub owner: OwnerId,
    /// The greatest time that any writer has seen.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub seen: Timestamp,
    /// Where it stands.
    #[serde(flatten)]
    pub phase: Phase,
    /// How many calls went well, since it is suspect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ok: Option<Ticks>,
    /// How many calls failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failed: Option<Ticks>,
    /// When the first of the failures was noted.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "jiff::fmt::serde::timestamp::millisecond::optional"
    )]
    suspect_since: Option<Timestamp>,
    /// How many calls failed since one went well, as far as was told.
    #[serde(default, skip_serializing_if = "is_zero")]
    streak: u32,
    /// How many places in line were given out since it opened.
    #[serde(default, skip_serializing_if = "is_zero")]
    line: u32,
    /// What the destination asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throttle: Option<Throttle>,
    /// How many transitions there were, ever.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub changes: u32,
    /// The last transitions, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "transition::compact")]
    pub transitions: Vec<Transition>,
}

/// Where a breaker stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum Phase {
    /// Calls go through.
    Closed,
    /// No call goes through.
    Open {
        /// Until then; then one probes.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
        until: Timestamp,
    },
    /// One call probes the destination, the others wait.
    HalfOpen {
        /// The execution that probes.
        probe: ExecutionId,
        /// Until when its process has to say what came of it; then another one probes.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
        until: Timestamp,
    },
    /// Calls go through at a growing pace.
    Draining {
        /// Since when.
        #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
        since: Timestamp,
        /// How many have gone through since.
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
    /// A closed one, of which nothing is known.
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

    /// The transitions that it made since it was `before`, as far as they are kept.
    pub fn transitions_since(&self, before: Option<&Self>) -> &[Transition] {
        let made = self.changes.saturating_sub(before.map_or(0, |before| before.changes));
        let kept = self.transitions.len();
        self.transitions.get(kept.saturating_sub(made as usize)..).unwrap_or_default()
    }

    /// The part of the rate that is in force at `now`.
    pub fn factor(&self, now: Timestamp) -> f64 {
        self.throttle.map_or(1.0, |throttle| throttle.factor(now))
    }

    /// Whether a failure was noted within the window before `now`, so that processes tell what they count.
    pub fn is_suspect(&self, policy: &BreakerPolicy, now: Timestamp) -> bool {
        let Some(mut failed) = self.failed.clone() else { return false };
        failed.forget_before(before(now, policy.window));
        matches!(self.phase, Phase::Closed | Phase::Draining { .. }) && failed.sum() > 0
    }

    /// How many have places in the line and wait for the breaker, or for the destination to be called again.
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
        if self.transitions.len() >= MOST_TRANSITIONS {
            self.transitions.remove(0);
        }
        self.transitions.push(Transition { at: self.seen, from, to, why: why.into() });
    }

    fn forget_outcomes(&mut self) {
        self.ok = None;
        self.failed = None;
        self.suspect_since = None;
        self.streak = 0;
    }
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// `time − duration`, or the first representable time.
fn before(time: Timestamp, duration: Duration) -> Timestamp {
    time.checked_sub(duration).unwrap_or(Timestamp::MIN)
}
