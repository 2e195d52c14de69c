//! A token bucket that counts in billionths of a token. Integers, so that rounding never issues a token.
//!
//! Its level is below zero while slots ahead of the present are booked: the tokens that they need are yet to
//! be made. It is the generic cell rate algorithm with the level in place of the theoretical arrival time.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;

use super::{Share, Slots};

/// One token.
pub(super) const ONE: i64 = 1_000_000_000;
const UNIT: u128 = 1_000_000_000;

/// The level of `count` tokens.
pub(super) fn tokens(count: u32) -> i64 {
    i64::from(count) * ONE
}

/// The whole tokens in a level; none in one below zero.
pub(super) fn whole_tokens(level: i64) -> u32 {
    u32::try_from(level.max(0) / ONE).unwrap_or(u32::MAX)
}

/// The slots that are booked ahead of the present.
pub(super) fn booked(level: i64) -> u32 {
    u32::try_from(level.min(0).unsigned_abs().div_ceil(ONE.unsigned_abs())).unwrap_or(u32::MAX)
}

/// The level after the time from `before` to `now`, at most the capacity minus `outstanding`.
pub(super) fn refilled(
    level: i64,
    share: &Share,
    outstanding: u32,
    before: Timestamp,
    now: Timestamp,
) -> i64 {
    let most = tokens(share.capacity_in_force().saturating_sub(outstanding));
    level.saturating_add(made(share, duration::between(before, now))).min(most)
}

/// How many calls may pass within `ahead` of the present, when others may still use `outstanding` tokens. While those
/// fill the bucket no token is made, so that no slot has a date.
pub(super) fn room(level: i64, share: &Share, outstanding: u32, ahead: Duration) -> u32 {
    if outstanding >= share.capacity_in_force() {
        return whole_tokens(level);
    }
    whole_tokens(level.saturating_add(made(share, ahead)))
}

/// The slots of the next `count` calls after `now` in a bucket with this level.
pub(super) fn slots(level: i64, share: &Share, now: Timestamp, count: u32) -> Slots {
    let (per_mille, per) = parts(share);
    // Nanoseconds for a billionth of a token, as a fraction.
    let nanoseconds = (per.saturating_mul(1_000), u128::from(share.rate).saturating_mul(per_mille) * UNIT);
    Slots::new(now, ONE.saturating_sub(level), nanoseconds, count)
}

/// The tokens that `time` makes.
fn made(share: &Share, time: Duration) -> i64 {
    let (per_mille, per) = parts(share);
    let made = time.as_micros().saturating_mul(u128::from(share.rate) * UNIT).saturating_mul(per_mille) / per;
    i64::try_from(made).unwrap_or(i64::MAX)
}

/// The factor in force in thousandths, and a thousand times the time of the rate in microseconds, so that products
/// are exact.
fn parts(share: &Share) -> (u128, u128) {
    // `as` saturates.
    let per_mille = ((share.factor * 1_000.0) as u128).max(1);
    (per_mille, share.per.as_micros().max(1) * 1_000)
}
