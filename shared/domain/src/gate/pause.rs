//! Pauses: the executions of a config, of an owner or of everybody are held until somebody resumes them, or until an
//! end that was stated.
//!
//! A pause is a document of a gate, so that every process sees it, it survives restarts, and what changes it leaves one
//! change in the stream.

use std::{fmt, time::Duration};

use beadle_values::{
    duration,
    id::{ConfigId, OwnerId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{GateKey, GatePart, GateSubject};
use crate::execution::{Execution, Hold, HoldKind};

/// The longest reason, in characters. The document stays at about a kilobyte.
pub const MAX_REASON: usize = 200;

/// How long a held execution waits at first before it asks again; twice as long each time, up to [`MAX_WAIT`].
const WAIT: Duration = Duration::from_secs(15);

/// The longest time between two questions of an execution that is held for less than [`LONG`], and so the longest time
/// after a resumption until one begins that was not woken by it.
pub const MAX_WAIT: Duration = Duration::from_secs(5 * 60);

/// After this time an execution asks once in [`LONG_WAIT`]: at that pace one may be held for a year before it is given up
/// for having been deferred too often ([`HOP_LIMIT`](crate::execution::message::HOP_LIMIT)).
pub const LONG: Duration = Duration::from_secs(24 * 3_600);
const LONG_WAIT: Duration = Duration::from_secs(3_600);

/// The period after the end of a pause over which the executions are spread that it held.
const SPREAD: Duration = Duration::from_secs(5);

/// Whose executions a pause holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseTarget {
    /// Those of everybody.
    Service,
    /// Those of an owner.
    Account(OwnerId),
    /// Those that name a config.
    Config(ConfigId),
}

impl PauseTarget {
    /// The targets of the pauses that hold executions of `owner` with `config`, the widest first.
    pub fn over(owner: &OwnerId, config: Option<ConfigId>) -> impl Iterator<Item = Self> {
        let wide = [Self::Service, Self::Account(owner.clone())];
        wide.into_iter().chain(config.map(Self::Config))
    }

    /// The key of its document.
    pub fn key(&self) -> GateKey {
        let subject = match self {
            Self::Service => GateSubject::Service,
            Self::Account(owner) => GateSubject::Owner(owner.clone()),
            Self::Config(id) => GateSubject::Config(*id),
        };
        GateKey { subject, part: GatePart::Pause }
    }

    /// What kind of thing it is.
    pub fn scope(&self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Account(_) => "account",
            Self::Config(_) => "config",
        }
    }

    /// The id of what is paused.
    pub fn id(&self) -> String {
        match self {
            Self::Service => "service".to_owned(),
            Self::Account(owner) => owner.to_string(),
            Self::Config(id) => id.to_string(),
        }
    }
}

impl fmt::Display for PauseTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service => f.write_str("everything"),
            Self::Account(_) => f.write_str("its owner's account"),
            Self::Config(id) => write!(f, "the config {id}"),
        }
    }
}

/// A pause that is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Why, 1 to [`MAX_REASON`] characters.
    pub reason: String,
    /// Who paused it.
    pub by: OwnerId,
    /// When it began.
    pub since: Timestamp,
    /// When it ends by itself; `None` if somebody has to resume.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl Pause {
    /// Whether it has not ended by itself at `now`.
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| until > now)
    }
}

/// The stored document of a pause. It stays after a resumption, so that the change shows who resumed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseState {
    /// What is paused.
    pub target: PauseTarget,
    /// Its owner; for the whole service, who wrote this.
    pub owner: OwnerId,
    /// The pause; `None` after a resumption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause: Option<Pause>,
    /// Who wrote this.
    pub by: OwnerId,
    /// When it was written.
    pub seen: Timestamp,
}

impl PauseState {
    /// The pause at `now`; `None` if it was resumed or has ended.
    pub fn in_force(&self, now: Timestamp) -> Option<&Pause> {
        self.pause.as_ref().filter(|pause| pause.is_in_force(now))
    }

    /// Until when a store has to keep it.
    pub(super) fn until(&self) -> Timestamp {
        match &self.pause {
            Some(pause) => pause.until.unwrap_or(Timestamp::MAX),
            None => self.seen,
        }
    }
}

/// The pause of these that holds the longest: one without an end before any other, then the one that ends last; the
/// first of several.
pub fn longest(pauses: impl IntoIterator<Item = (PauseTarget, Pause)>) -> Option<(PauseTarget, Pause)> {
    pauses.into_iter().reduce(|longest, other| {
        let lasts = match (longest.1.until, other.1.until) {
            (Some(until), Some(later)) => later > until,
            (Some(_), None) => true,
            (None, _) => false,
        };
        if lasts { other } else { longest }
    })
}

/// How `execution` is held by the `pause` of `target` at `now`: when it asks again, and why it waits. `fraction` in
/// `0.0..1.0` spreads those that wait for the same end.
///
/// It asks now and then although it is woken by a resumption: one that goes to sleep just then, or that nobody finds, asks
/// by itself.
pub fn hold(
    execution: &Execution,
    target: &PauseTarget,
    pause: &Pause,
    now: Timestamp,
    fraction: f64,
) -> (Timestamp, Hold) {
    let held = execution.progress.holds.last().filter(|held| held.kind == HoldKind::Paused);
    let doublings = held.map_or(0, |held| held.times).min(16);
    let wait = match held {
        Some(held) if duration::between(held.since, now) >= LONG => LONG_WAIT,
        _ => WAIT.saturating_mul(2_u32.saturating_pow(doublings)).min(MAX_WAIT),
    };
    let asks = duration::after(now, wait);
    let ends = pause.until.map(|until| duration::after(until, SPREAD.mul_f64(fraction.clamp(0.0, 1.0))));
    (ends.map_or(asks, |ends| asks.min(ends)), Hold::new(HoldKind::Paused, sentence(target, pause)))
}

/// That `target` is paused, by whom, until when and why.
pub fn sentence(target: &PauseTarget, pause: &Pause) -> String {
    let Pause { reason, by, until, .. } = pause;
    match until {
        Some(until) => format!("{target} is paused by {by} until {until}: {reason}"),
        None => format!("{target} is paused by {by} until it is resumed: {reason}"),
    }
}

#[cfg(test)]
mod tests;
