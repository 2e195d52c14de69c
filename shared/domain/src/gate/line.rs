//! The waiting lines of a gate. Each deferred call gets the next place, so that the calls return spread over
//! time.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use beadle_values::duration;

/// How many calls return together at most, so that one write serves them.
const MAX_GROUP: f64 = 64.0;

/// A block of places in a line, assigned to one process. They are estimates: no capacity is reserved for
/// them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Places {
    /// The time of the first place.
    from: Timestamp,
    /// How many calls pass per second.
    pace: f64,
    /// How many calls return together.
    group: f64,
    /// No call passes before.
    not_before: Timestamp,
    /// How long before its time a call returns.
    early: Duration,
    /// The number of places.
    count: u32,
    /// The number of places handed out.
    taken: u32,
}

impl Places {
    /// `count` places in a line that moves at `pace` calls a second. Groups of up to `max` calls, or of one
    /// second, return together.
    pub(super) fn new(from: Timestamp, pace: f64, count: u32, max: f64) -> Self {
        let group = pace.min(max).clamp(1.0, MAX_GROUP).floor();
        Self { from, pace: pace.max(1e-6), group, not_before: from, early: Duration::ZERO, count, taken: 0 }
    }

    /// `count` places in a line that moves at `pace` calls a second, for calls that wait for the dates of their slots:
    /// those of `together` return together, as long before the first of their slots.
    fn early(from: Timestamp, pace: f64, count: u32, together: Duration) -> Self {
        let places = Self::new(from, pace, count, pace * together.as_secs_f64());
        let early = seconds(places.group / places.pace).min(together) * 2;
        Self { not_before: Timestamp::MIN, early, ..places }
    }

    /// The same places, but none before `time`: earlier ones are moved to it.
    pub(super) fn not_before(self, time: Timestamp) -> Self {
        Self { not_before: time, ..self }
    }

    /// The end of the last place, in whole milliseconds.
    pub(super) fn end(&self) -> Timestamp {
        let end = self.at(f64::from(self.count)).as_millisecond().saturating_add(1);
        Timestamp::from_millisecond(end).unwrap_or(Timestamp::MAX)
    }

    /// How many places are left.
    pub fn left(&self) -> u32 {
        self.count.saturating_sub(self.taken)
    }

    /// The next place after `now`. Places form groups of the calls that pass in a short interval, each at the
    /// end of its interval.
    pub fn take(&mut self, now: Timestamp) -> Option<Timestamp> {
        while self.taken < self.count {
            self.taken += 1;
            let time = self.at((f64::from(self.taken) / self.group).ceil() * self.group).max(self.not_before);
            if time > now {
                let due = time.checked_sub(self.early).unwrap_or(time);
                return Some(due.max(now));
            }
        }
        None
    }

    fn at(&self, place: f64) -> Timestamp {
        duration::after(self.from, seconds(place / self.pace))
    }
}

/// How late an urgent call may come to its place: a queue that counts in whole seconds brings it back up to a second late.
const LATE: Duration = Duration::from_secs(2);

/// The minimum delay of a call that returned and was deferred again.
pub(super) const SOON: Duration = Duration::from_secs(1);

/// The two waiting lines of a shard, given by their ends.
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
    /// The end of the line of calls that returned and were deferred again.
    #[serde(
        default,
        rename = "back_until",
        skip_serializing_if = "Option::is_none",
        with = "jiff::fmt::serde::timestamp::millisecond::optional"
    )]
    back_until: Option<Timestamp>,
    /// The end of the line of urgent calls.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "jiff::fmt::serde::timestamp::millisecond::optional"
    )]
    urgent_until: Option<Timestamp>,
}

impl Lines {
    /// How many places are after `now`.
    pub(super) fn waiting(&self, now: Timestamp, pace: f64) -> u32 {
        waiting(self.until, now, pace).saturating_add(waiting(self.back_until, now, pace))
    }

    /// Assigns the next places in the line of newcomers.
    pub(super) fn line_up(&mut self, now: Timestamp, pace: f64, count: u32, max: f64) -> Places {
        let places = Places::new(self.until.map_or(now, |end| end.max(now)), pace, count, max);
        self.until = Some(places.end());
        places
    }

    /// Assigns the next places in the line of calls that returned and were deferred again.
    pub(super) fn line_up_again(&mut self, now: Timestamp, pace: f64, count: u32, max: f64) -> Places {
        let soon = duration::after(now, SOON);
        let places = Places::new(self.back_until.map_or(soon, |end| end.max(soon)), pace, count, max);
        self.back_until = Some(places.end());
        places
    }

    /// Assigns the next places after `from` in a line of calls that wait for the dates of their slots. Those of
    /// `together` return together.
    pub(super) fn line_up_from(
        &mut self,
        from: Timestamp,
        pace: f64,
        count: u32,
        together: Duration,
    ) -> Places {
        let from = self.until.map_or(from, |end| end.max(from));
        let places = Places::early(from, pace, count, together);
        self.until = Some(places.end());
        places
    }

    /// Assigns the next places after `from` in such a line of urgent calls, beside the others.
    pub(super) fn line_up_urgent(
        &mut self,
        from: Timestamp,
        pace: f64,
        count: u32,
        together: Duration,
    ) -> Places {
        let from = self.urgent_until.map_or(from, |end| end.max(from));
        let places = Places::early(from, pace, count, together);
        self.urgent_until = Some(places.end());
        places
    }

    /// Assigns the next places from `from` on to urgent calls, before all others.
    pub(super) fn line_up_first(&mut self, from: Timestamp, pace: f64, count: u32) -> Places {
        let from = self.urgent_until.map_or(from, |end| duration::after(end, seconds(1.0 / pace)).max(from));
        let before = from.checked_sub(seconds(1.0 / pace)).unwrap_or(from);
        let places = Places::new(before, pace, count, 1.0);
        self.urgent_until = Some(places.end());
        places
    }

    /// How many urgent calls may still come to the places that [`Self::line_up_first`] gave them; a little later they
    /// are not waited for any more.
    pub(super) fn urgent(&self, now: Timestamp, pace: f64) -> u32 {
        match self.urgent_until {
            Some(end) if duration::after(end, LATE) > now => waiting(Some(end), now, pace).saturating_add(1),
            _ => 0,
        }
    }

    /// Takes note that `count` urgent calls passed.
    pub(super) fn urgent_passed(&mut self, now: Timestamp, pace: f64, count: u32) {
        if count > 0 {
            let left = self.urgent(now, pace).saturating_sub(count);
            self.urgent_until = (left > 0).then(|| duration::after(now, seconds(f64::from(left - 1) / pace)));
        }
    }

    /// Assigns places in a second such line, which moves at the pace `between`; or behind the first one if that is
    /// sooner.
    pub(super) fn line_up_between(
        &mut self,
        from: Timestamp,
        pace: f64,
        between: f64,
        count: u32,
        together: Duration,
    ) -> Places {
        let soon = self.back_until.map_or(from, |end| end.max(from));
        let places = Places::early(soon, between, count, together);
        let mut behind = *self;
        let last = behind.line_up_from(from, pace, count, together);
        if last.end() <= places.end() {
            *self = behind;
            return last;
        }
        self.back_until = Some(places.end());
        places
    }
}

/// A duration in seconds, at most a day.
pub(super) fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds.clamp(0.0, 86_400.0)).unwrap_or_default()
}

/// How many places of a line are between `now` and its end.
fn waiting(end: Option<Timestamp>, now: Timestamp, pace: f64) -> u32 {
    let ahead = end.map_or(Duration::ZERO, |end| duration::between(now, end));
    // The end is rounded up; `as` saturates.
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
    fn a_slow_gate_lets_one_call_pass_at_a_time() {
        let mut places = Places::new(at(0), 0.5, 3, 64.0);
        let due: Vec<i64> =
            std::iter::from_fn(|| places.take(at(2_000))).map(|due| due.as_millisecond()).collect();
        assert_eq!(due, [4_000, 6_000]);
        assert_eq!(places.left(), 0);
    }

    #[test]
    fn waiting_calls_are_counted_by_the_end_of_the_line() {
        assert_eq!(waiting(Some(at(3_000)), at(1_000), 50.0), 100);
        assert_eq!(waiting(Some(at(3_000)), at(4_000), 50.0), 0);
        assert_eq!(waiting(None, at(0), 50.0), 0);
    }
}
