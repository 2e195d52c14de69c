//! A sliding window that counts calls in ticks of 1/32 of the window.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;

use super::{Share, TRANSIT};
use crate::gate::tick::Ticks;

/// The number of ticks in a window.
const PARTS: u32 = 32;

pub(super) fn empty(share: &Share) -> Ticks {
    Ticks::new(share.per, PARTS)
}

pub(super) fn is_of(log: &Ticks, share: &Share) -> bool {
    log.divides(share.per, PARTS)
}

/// How long a call counts: the window, its time in transit, and the tick in which it is counted.
pub(super) fn counted_for(share: &Share) -> Duration {
    share.per + TRANSIT + share.per / PARTS
}

/// Drops the calls that have left the window at `now`. Each counts as if it had passed at the end of its
/// tick.
pub(super) fn forget(log: &mut Ticks, share: &Share, now: Timestamp) {
    log.forget_before(before(now, share.per + TRANSIT));
}

pub(super) fn available(log: &Ticks, share: &Share, outstanding: u32) -> u32 {
    share.capacity_in_force().saturating_sub(log.sum()).saturating_sub(outstanding)
}

/// When the oldest calls leave the window.
pub(super) fn next_at(log: &Ticks, share: &Share) -> Option<Timestamp> {
    log.first_end().map(|end| duration::after(end, share.per + TRANSIT))
}

/// `time − duration`, or the earliest representable time.
pub(super) fn before(time: Timestamp, duration: Duration) -> Timestamp {
    time.checked_sub(duration).unwrap_or(Timestamp::MIN)
}
