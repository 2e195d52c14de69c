//! A token bucket that counts in billionths of a token. Integers, so that rounding never issues a token.

use beadle_values::duration;
use jiff::Timestamp;

use super::Share;

const ONE: u64 = 1_000_000_000;

/// The level of `count` tokens.
pub(super) fn tokens(count: u32) -> u64 {
    u64::from(count) * ONE
}

/// The whole tokens in a level.
pub(super) fn whole_tokens(level: u64) -> u32 {
    u32::try_from(level / ONE).unwrap_or(u32::MAX)
}

/// The level after the time from `before` to `now`, at most the capacity minus `outstanding`.
pub(super) fn refilled(
    level: u64,
    share: &Share,
    outstanding: u32,
    before: Timestamp,
    now: Timestamp,
) -> u64 {
    let most = tokens(share.capacity_in_force().saturating_sub(outstanding));
    let elapsed = duration::between(before, now).as_millis();
    // In thousandths of the rate, so that the product is exact.
    let factor = (share.factor * 1_000.0) as u128;
    let per = share.per.as_millis().max(1) * 1_000;
    let made = elapsed.saturating_mul(u128::from(tokens(share.rate))).saturating_mul(factor) / per;
    level.saturating_add(u64::try_from(made).unwrap_or(u64::MAX)).min(most)
}
