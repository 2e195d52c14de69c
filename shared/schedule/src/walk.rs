//! The instants of local times, in ascending or descending order, over the changes of a zone's clocks.
//!
//! Between two changes a local time is an instant, one offset away. So a walk goes from change to change. At a change it
//! meets the local times that do not exist, or for the second time those that occur twice.

use jiff::{Timestamp, civil::DateTime, tz::Offset};

use super::{
    clock_change::{OnClockChange, RepeatedTimes, SkippedTimes},
    crons::{next_minute, previous_minute},
    day_rules::RuledTimes,
    occurrence::just_before,
    timezone::Zone,
};

/// What a walk meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A local time that is due.
    Due { at: Timestamp },
    /// The end of local times that do not exist, one of which at least is due now instead.
    DueAfter { at: Timestamp },
    /// A local time that does not exist because the clocks go forward at `change`.
    Skipped { local: DateTime, change: Timestamp },
}

/// A time between two clock changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    pub(super) offset: Offset,
    /// The change at which it begins, if there is one.
    pub(super) from: Option<Timestamp>,
    /// The change at which it ends.
    pub(super) until: Option<Timestamp>,
}

/// Local times and what becomes of them at clock changes.
#[derive(Debug, Clone)]
pub(super) struct Walk<'a> {
    pub(super) times: RuledTimes<'a>,
    pub(super) zone: &'a Zone,
    pub(super) policy: OnClockChange,
}

/// Walks forward.
#[derive(Debug, Clone)]
pub(super) struct Forward<'a> {
    walk: Walk<'a>,
    segment: Segment,
    next: Option<DateTime>,
    /// The change at which the clocks went forward, and what is left of the times over which they did.
    gap: Option<(Timestamp, DateTime, DateTime)>,
}

impl<'a> Walk<'a> {
    /// The steps strictly after `after`.
    pub(super) fn forward(self, after: Timestamp) -> Forward<'a> {
        let segment = self.zone.segment(after);
        let mut next = next_minute(whole_minute(segment.offset.to_datetime(after)));
        if let (RepeatedTimes::Once, Some(shown)) = (self.policy.repeated, self.shown_before(&segment)) {
            next = next.max(Some(next_whole_minute(shown)));
        }
        Forward { walk: self, segment, next, gap: None }
    }

    /// The instants at which it is due, latest first, from `until` on.
    pub(super) fn back(self, until: Timestamp) -> impl Iterator<Item = Timestamp> + use<'a> {
        let segment = self.zone.segment(until);
        let last = Some(whole_minute(segment.offset.to_datetime(until)));
        let mut back = Back { walk: self, segment, last };
        std::iter::from_fn(move || back.step())
    }

    /// The local time at which the segment before `segment` ended.
    fn shown_before(&self, segment: &Segment) -> Option<DateTime> {
        let change = segment.from?;
        Some(self.zone.offset(just_before(change)).to_datetime(change))
    }
}

impl Iterator for Forward<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        loop {
            if let Some((change, from, to)) = self.gap {
                let skipped = self.walk.times.at_or_after(from).filter(|local| *local < to);
                let Some(local) = skipped else {
                    self.gap = None;
                    continue;
                };
                self.gap = match self.walk.policy.skipped {
                    SkippedTimes::Skip => next_minute(local).map(|next| (change, next, to)),
                    SkippedTimes::RunAfter => None,
                };
                return Some(match self.walk.policy.skipped {
                    SkippedTimes::Skip => Step::Skipped { local, change },
                    SkippedTimes::RunAfter => {
                        // What is due at that instant itself is the same run.
                        self.next = self.next.filter(|next| *next > to).or_else(|| next_minute(to));
                        Step::DueAfter { at: change }
                    }
                });
            }
            let end = self.segment.until.map(|until| self.segment.offset.to_datetime(until));
            let due = self.next.and_then(|next| self.walk.times.at_or_after(next));
            match (due?, end) {
                (local, Some(end)) if local >= end => self.cross(end)?,
                (local, _) => {
                    self.next = next_minute(local);
                    let at = self.segment.offset.to_timestamp(local).ok()?;
                    return Some(Step::Due { at });
                }
            }
        }
    }
}

impl Forward<'_> {
    /// Goes on after the change that ends the segment, at which clocks showed `end`.
    fn cross(&mut self, end: DateTime) -> Option<()> {
        let change = self.segment.until?;
        self.segment = self.walk.zone.segment(change);
        let start = self.segment.offset.to_datetime(change);
        let repeats = self.walk.policy.repeated == RepeatedTimes::Each;
        self.next = Some(next_whole_minute(if repeats { start } else { start.max(end) }));
        if start > end {
            self.gap = Some((change, next_whole_minute(end), start));
        }
        Some(())
    }
}

/// Walks back.
#[derive(Debug, Clone)]
struct Back<'a> {
    walk: Walk<'a>,
    segment: Segment,
    last: Option<DateTime>,
}

impl Back<'_> {
    fn step(&mut self) -> Option<Timestamp> {
        loop {
            let start = self.segment.from.map(|from| self.segment.offset.to_datetime(from));
            let ended = self.walk.shown_before(&self.segment);
            // In the second pass nothing is due unless times are due each time.
            let repeats = self.walk.policy.repeated == RepeatedTimes::Each;
            let least = if repeats { start } else { start.max(ended) };
            let local = self.last.and_then(|last| self.walk.times.at_or_before(last))?;
            if least.is_none_or(|least| local >= least) {
                self.last = previous_minute(local);
                return self.segment.offset.to_timestamp(local).ok();
            }
            let (change, start, ended) = (self.segment.from?, start?, ended?);
            let was_due_at_change = self.last.is_some_and(|last| last < start);
            self.segment = self.walk.zone.segment(just_before(change));
            self.last = previous_minute(next_whole_minute(ended));
            let runs_after = self.walk.policy.skipped == SkippedTimes::RunAfter && ended < start;
            let missing =
                || self.walk.times.at_or_after(next_whole_minute(ended)).filter(|local| *local < start);
            if runs_after && !was_due_at_change && missing().is_some() {
                return Some(change);
            }
        }
    }
}

fn whole_minute(local: DateTime) -> DateTime {
    local.with().second(0).subsec_nanosecond(0).build().unwrap_or(local)
}

/// The first whole minute at or after `local`.
fn next_whole_minute(local: DateTime) -> DateTime {
    let minute = whole_minute(local);
    if minute == local { local } else { next_minute(minute).unwrap_or(local) }
}
