//! Throttling that a destination requests: no calls until some time, and a lower rate.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::BreakerState;
use crate::gate::line;

/// The longest throttling that is honoured.
pub const MAX_THROTTLE: Duration = Duration::from_secs(60 * 60);

/// The smallest fraction of the rate that stays in force.
const FLOOR: f64 = 0.05;

/// How long the rate takes to recover.
const RECOVERY: Duration = Duration::from_secs(60);

/// The minimum time between two halvings of the rate.
const HALVE_EVERY: Duration = Duration::from_secs(1);

/// The throttling that a destination requested.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Throttle {
    /// No calls until then.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub until: Timestamp,
    /// The fraction of the rate that is in force at `until`; it recovers from there.
    pub base: f64,
    /// When the rate was last halved.
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
    /// How many places were assigned in it.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    pub(super) line: u32,
}

impl Throttle {
    /// The fraction of the rate that is in force at `now`. It grows linearly and reaches 1 a minute after
    /// `until`.
    pub fn factor(&self, now: Timestamp) -> f64 {
        let recovered = duration::between(self.until, now).as_secs_f64() / RECOVERY.as_secs_f64();
        self.base + (1.0 - self.base) * recovered.min(1.0)
    }

    /// The approximate number of waiting executions.
    pub(super) fn waiting(&self, now: Timestamp) -> u32 {
        let Some(end) = self.line_until else { return 0 };
        let length = duration::between(self.until, end).as_secs_f64().max(0.001);
        let ahead = duration::between(now.max(self.until), end).as_secs_f64();
        // `as` saturates.
        (f64::from(self.line) * (ahead / length).min(1.0)).round() as u32
    }
}

/// Records that the destination requested at `now` to be left alone until `until`. Returns the next state if
/// it has to be written. A destination that `refused` a call also gets its rate halved, at most once a
/// second; if it names no time, it is left alone for the duration of one call at that fraction of one call a
/// second.
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
    let until = asked.min(duration::after(now, MAX_THROTTLE));
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
