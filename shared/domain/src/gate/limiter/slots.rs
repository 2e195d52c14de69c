//! Dated slots: the calls of a bucket that is empty, each at the time at which its token is made.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;

use super::bucket::ONE;

/// Consecutive slots that one process may use, each for one call at its date or a moment later. Nobody else gets
/// them; those that are not used are lost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slots {
    /// The time of the decision.
    now: Timestamp,
    /// What the first slot lacks, in billionths of a token.
    lacks: i64,
    /// Nanoseconds in which a billionth of a token is made, as a fraction.
    nanoseconds: (u128, u128),
    count: u32,
    taken: u32,
}

impl Slots {
    pub(super) fn new(now: Timestamp, lacks: i64, nanoseconds: (u128, u128), count: u32) -> Self {
        Self { now, lacks, nanoseconds, count, taken: 0 }
    }

    /// No slots.
    pub(super) fn none(now: Timestamp) -> Self {
        Self::new(now, 0, (0, 1), 0)
    }

    /// How many are left.
    pub fn left(&self) -> u32 {
        self.count.saturating_sub(self.taken)
    }

    fn at(&self, place: u32) -> Timestamp {
        let lacks = self.lacks.saturating_add(i64::from(place).saturating_mul(ONE)).max(0).unsigned_abs();
        let (numerator, denominator) = self.nanoseconds;
        let nanoseconds = u128::from(lacks).saturating_mul(numerator).div_ceil(denominator.max(1));
        let ahead = Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(u64::MAX));
        duration::after(self.now, ahead)
    }
}

/// Their dates, on the clock of the document.
impl Iterator for Slots {
    type Item = Timestamp;

    fn next(&mut self) -> Option<Timestamp> {
        let place = self.taken;
        (place < self.count).then(|| {
            self.taken += 1;
            self.at(place)
        })
    }
}
