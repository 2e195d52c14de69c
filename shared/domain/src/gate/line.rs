//! The waiting line of a gate: each one that is kept back gets the next place, so that all come back spread over time.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use beadle_values::duration;

/// How many come back together at most, so that one write serves them.
const LARGEST_GROUP: f64 = 64.0;

/// Places in a line, given to one process as a block. They are estimates: nothing is reserved for them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Places {
    /// Where the first place is.
    from: Timestamp,
    /// How many go through in a second.
    pace: f64,
    /// How many come back together.
    group: f64,
    /// Nothing goes through before.
    not_before: Timestamp,
    /// How many there are.
    count: u32,
    /// How many were given out.
    taken: u32,
}

impl Places {
    /// `count` places of a line that moves at `pace` a second; those of `most` at most, or of a second, come together.
    pub(super) fn new(from: Timestamp, pace: f64, count: u32, most: f64) -> Self {
        let group = pace.min(most).clamp(1.0, LARGEST_GROUP).floor();
        Self { from, pace: pace.max(1e-6), group, not_before: from, count, taken: 0 }
    }

    /// The same, none before `time`: those of an earlier time come together then.
    pub(super) fn not_before(self, time: Timestamp) -> Self {
        Self { not_before: time, ..self }
    }

    /// The end of the last place, in whole milliseconds.
    pub(super) fn end(&self) -> Timestamp {
        let end = self.at(f64::from(self.count)).as_millisecond().saturating_add(1);
        Timestamp::from_millisecond(end).unwrap_or(Timestamp::MAX)
    }

    /// How many are left.
    pub fn left(&self) -> u32 {
        self.count.saturating_sub(self.taken)
    }

    /// The next place that lies after `now`. Places come in groups of what goes through in a moment, each at the end of
    /// that moment.
    pub fn take(&mut self, now: Timestamp) -> Option<Timestamp> {
        while self.taken < self.count {
            self.taken += 1;
            let due = self.at((f64::from(self.taken) / self.group).ceil() * self.group).max(self.not_before);
            if due > now {
                return Some(due);
            }
        }
        None
    }

    fn at(&self, place: f64) -> Timestamp {
        duration::after(self.from, seconds(place / self.pace))
    }
}

/// How soon one comes back at the earliest that came back before and was refused again.
const SOON: Duration = Duration::from_secs(1);

/// The two waiting lines of a shard, by where they end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Lines {
    /// The end of the line of newcomers.
    #[serde(
        default,
        rename = "line_until",
        skip_serializing_if = "Option::is_none",
        with = "jiff::fmt::serde::timestamp::millisecond::optional"
    )]
    pub(super) until: Option<Timestamp>,
    /// The end of the line of those who came back and were refused again.
    #[serde(
        default,
        rename = "back_until",
        skip_serializing_if = "Option::is_none",
        with = "jiff::fmt::serde::timestamp::millisecond::optional"
    )]
    back_until: Option<Timestamp>,
}

impl Lines {
    /// How many have places in them that lie ahead at `now`.
    pub(super) fn waiting(&self, now: Timestamp, pace: f64) -> u32 {
        waiting(self.until, now, pace).saturating_add(waiting(self.back_until, now, pace))
    }

    /// The next places of the line of newcomers.
    pub(super) fn line_up(&mut self, now: Timestamp, pace: f64, count: u32, most: f64) -> Places {
        let places = Places::new(self.until.map_or(now, |end| end.max(now)), pace, count, most);
        self.until = Some(places.end());
        places
    }

    /// The next places of the line of those who came back and were refused again.
    pub(super) fn line_up_again(&mut self, now: Timestamp, pace: f64, count: u32, most: f64) -> Places {
        let soon = duration::after(now, SOON);
        let places = Places::new(self.back_until.map_or(soon, |end| end.max(soon)), pace, count, most);
        self.back_until = Some(places.end());
        places
    }
}

/// A duration of so many seconds, at most a day.
pub(super) fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds.clamp(0.0, 86_400.0)).unwrap_or_default()
}

/// How many places of a line lie between `now` and its end.
fn waiting(end: Option<Timestamp>, now: Timestamp, pace: f64) -> u32 {
    let ahead = end.map_or(Duration::ZERO, |end| duration::between(now, end));
    // The end is rounded up. A float is cast to the nearest number that there is.
    (ahead.as_secs_f64() * pace + 1e-6).floor() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_millisecond(milliseconds).unwrap()
    }

    #[test]
    fn places_follow_the_pace_in_groups() {
        let mut places = Places::new(at(10_000), 16.0, 10, 4.0);
        let due: Vec<i64> =
            std::iter::from_fn(|| places.take(at(0))).map(|due| due.as_millisecond()).collect();
        assert_eq!(due, [10_250, 10_250, 10_250, 10_250, 10_500, 10_500, 10_500, 10_500, 10_750, 10_750]);
    }

    #[test]
    fn a_slow_gate_lets_one_through_at_a_time() {
        let mut places = Places::new(at(0), 0.5, 3, 64.0);
        let due: Vec<i64> =
            std::iter::from_fn(|| places.take(at(2_000))).map(|due| due.as_millisecond()).collect();
        assert_eq!(due, [4_000, 6_000]);
        assert_eq!(places.left(), 0);
    }

    #[test]
    fn those_who_wait_are_counted_by_the_end_of_the_line() {
        assert_eq!(waiting(Some(at(3_000)), at(1_000), 50.0), 100);
        assert_eq!(waiting(Some(at(3_000)), at(4_000), 50.0), 0);
        assert_eq!(waiting(None, at(0), 50.0), 0);
    }
}
