//! What a destination asks for by itself: to be left alone until some time, and fewer calls.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::BreakerState;
use crate::gate::line;

/// The longest time that a destination is left alone at its word.
pub const LONGEST: Duration = Duration::from_secs(60 * 60);

/// The smallest part of the rate that stays in force.
const FLOOR: f64 = 0.05;

/// How long the rate takes to recover.
const RECOVERY: Duration = Duration::from_secs(60);

/// How often the rate is halved at most.
const HALVE_EVERY: Duration = Duration::from_secs(1);

/// What a destination asked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Throttle {
    /// Until when it is left alone.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub until: Timestamp,
    /// The part of the rate that is in force then; it recovers from there.
    pub base: f64,
    /// When the rate was halved last.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "jiff::fmt::serde::timestamp::millisecond::optional"
    )]
    halved_at: Option<Timestamp>,
    /// The end of the line of those who wait for `until`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "jiff::fmt::serde::timestamp::millisecond::optional"
    )]
    pub(super) line_until: Option<Timestamp>,
    /// How many were put in it.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    pub(super) line: u32,
}

impl Throttle {
    /// The part of the rate that is in force at `now`: it grows evenly and is whole a minute after `until`.
    pub fn factor(&self, now: Timestamp) -> f64 {
        let recovered = duration::between(self.until, now).as_secs_f64() / RECOVERY.as_secs_f64();
        self.base + (1.0 - self.base) * recovered.min(1.0)
    }

    /// About how many wait.
    pub(super) fn waiting(&self, now: Timestamp) -> u32 {
        let Some(end) = self.line_until else { return 0 };
        let length = duration::between(self.until, end).as_secs_f64().max(0.001);
        let ahead = duration::between(now.max(self.until), end).as_secs_f64();
        // A float is cast to the nearest number that there is.
        (f64::from(self.line) * (ahead / length).min(1.0)).round() as u32
    }
}

/// The breaker after the destination asked at `now` to be left alone until `until`, if it has to be written. One that
/// `refused` a call also has its rate halved, at most once a second; where it names no time it gets as long as it takes to
/// make one call at that part of one a second.
pub fn throttle(
    state: &BreakerState,
    now: Timestamp,
    until: Option<Timestamp>,
    refused: bool,
) -> Option<BreakerState> {
    let mut next = state.clone();
    next.seen = now.max(state.seen);
    let now = next.seen;
    let before = next.throttle;
    let halved_at = before.and_then(|throttle| throttle.halved_at);
    let halves = refused && halved_at.is_none_or(|at| duration::between(at, now) >= HALVE_EVERY);
    let factor = state.factor(now);
    let base = if halves { (factor / 2.0).max(FLOOR) } else { before.map_or(1.0, |_| factor) };
    let asked = until.unwrap_or_else(|| duration::after(now, line::seconds(1.0 / base)));
    let until = asked.min(duration::after(now, LONGEST));
    let stands = before.map_or(now, |throttle| throttle.until);
    if !halves && until <= stands {
        return None;
    }
    next.throttle = Some(Throttle {
        until: until.max(stands),
        base: (base * 1_000.0).round() / 1_000.0,
        halved_at: if halves { Some(now) } else { halved_at },
        line_until: before.and_then(|throttle| throttle.line_until),
        line: before.map_or(0, |throttle| throttle.line),
    });
    Some(next)
}
