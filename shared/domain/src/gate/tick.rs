//! Counts in a rolling window: one number per tick of a clock that divides the window.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The number of events in each tick, oldest first; ticks older than the window are dropped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticks {
    /// The length of a tick in milliseconds.
    #[serde(rename = "ms")]
    tick: i64,
    /// The number of the first tick: its start divided by its length.
    first: i64,
    /// The number of events in the first tick and the following ones.
    counts: Vec<u32>,
}

impl Ticks {
    /// No events yet; `parts` ticks make up `window`.
    pub(super) fn new(window: Duration, parts: u32) -> Self {
        Self { tick: tick_length(window, parts), first: 0, counts: Vec::new() }
    }

    /// The length of a tick in milliseconds.
    pub(super) fn tick(&self) -> i64 {
        self.tick.max(1)
    }

    /// Whether these ticks divide `window` into `parts`.
    pub(super) fn divides(&self, window: Duration, parts: u32) -> bool {
        self.tick == tick_length(window, parts)
    }

    /// Adds `count` events at `at`. Events before the last tick count in the last tick.
    pub(super) fn add(&mut self, at: Timestamp, count: u32) {
        if count == 0 {
            return;
        }
        let number = at.as_millisecond().div_euclid(self.tick());
        if self.counts.is_empty() {
            self.first = number;
        }
        let last = self.first.saturating_add(self.counts.len() as i64).saturating_sub(1);
        let place = number.max(last).saturating_sub(self.first);
        let place = usize::try_from(place).unwrap_or_default();
        if place >= self.counts.len() {
            self.counts.resize(place + 1, 0);
        }
        if let Some(counted) = self.counts.get_mut(place) {
            *counted = counted.saturating_add(count);
        }
    }

    /// Drops the ticks that ended at or before `time`.
    pub(super) fn forget_before(&mut self, time: Timestamp) {
        let keep_from = time.as_millisecond().div_euclid(self.tick());
        let gone = usize::try_from(keep_from.saturating_sub(self.first)).unwrap_or_default();
        let zeros = self.counts.iter().skip(gone).take_while(|count| **count == 0).count();
        let gone = gone.saturating_add(zeros).min(self.counts.len());
        self.counts.drain(..gone);
        self.first = self.first.saturating_add(gone as i64);
    }

    /// The number of events in all kept ticks.
    pub(super) fn sum(&self) -> u32 {
        self.counts.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// The end of the first kept tick, if there is one.
    pub(super) fn first_end(&self) -> Option<Timestamp> {
        let end = self.first.saturating_add(1).saturating_mul(self.tick());
        (!self.counts.is_empty()).then(|| Timestamp::from_millisecond(end).unwrap_or(Timestamp::MAX))
    }
}

fn tick_length(window: Duration, parts: u32) -> i64 {
    let length = window.as_millis().div_ceil(u128::from(parts.max(1)));
    i64::try_from(length).unwrap_or(i64::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_millisecond(milliseconds).unwrap()
    }

    #[test]
    fn old_ticks_are_dropped_one_by_one() {
        let mut ticks = Ticks::new(Duration::from_secs(10), 10);
        for second in 0..10 {
            ticks.add(at(second * 1_000 + 500), 1);
        }
        assert_eq!(ticks.sum(), 10);
        ticks.forget_before(at(3_999));
        assert_eq!(ticks.sum(), 7);
        ticks.forget_before(at(60_000));
        assert_eq!(ticks, Ticks { first: ticks.first, ..Ticks::new(Duration::from_secs(10), 10) });
    }

    #[test]
    fn late_events_count_in_the_newest_tick() {
        let mut ticks = Ticks::new(Duration::from_secs(10), 10);
        ticks.add(at(9_000), 2);
        ticks.add(at(1_000), 3);
        ticks.forget_before(at(9_000));
        assert_eq!(ticks.sum(), 5);
    }
}
