//! A token bucket, counted in billionths of a token: whole numbers, so that nothing is ever issued by rounding.

use beadle_values::duration;
use jiff::Timestamp;

use super::Share;

const ONE: u64 = 1_000_000_000;

/// `count` tokens as a level.
pub(super) fn tokens(count: u32) -> u64 {
    u64::from(count) * ONE
}

/// How many whole tokens a level has.
pub(super) fn whole(level: u64) -> u32 {
    u32::try_from(level / ONE).unwrap_or(u32::MAX)
}

/// The level after the time from `before` to `now`: never more than what the capacity has left beside `outstanding`.
pub(super) fn refilled(
    level: u64,
    share: &Share,
    outstanding: u32,
    before: Timestamp,
    now: Timestamp,
) -> u64 {
    let most = tokens(share.capacity_in_force().saturating_sub(outstanding));
    let elapsed = duration::between(before, now).as_millis();
    // Thousandths of the rate, so that the whole is a product of whole numbers.
    let factor = (share.factor * 1_000.0) as u128;
    let per = share.per.as_millis().max(1) * 1_000;
    let made = elapsed.saturating_mul(u128::from(tokens(share.rate))).saturating_mul(factor) / per;
    level.saturating_add(u64::try_from(made).unwrap_or(u64::MAX)).min(most)
}
