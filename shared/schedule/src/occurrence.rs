//! When a schedule is due, by the rules of EventBridge Scheduler: a rate counts from its start in days of 24
//! hours; calendar times follow the local clock, skip local times that do not exist and use the first of two
//! repeated ones.

use jiff::{SignedDuration, Timestamp, civil::DateTime};

use super::{
    Expression, Schedule,
    aws_cron::AwsCron,
    rate::Rate,
    timezone::{Clocks, Zone},
};

/// One time at which a schedule is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The time.
    pub at: Timestamp,
    /// Whether the local time occurs twice because the clocks went back; this is the first occurrence.
    pub repeated: bool,
}

/// A calendar time that is due or skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Due(Occurrence),
    /// A local time that does not exist because the clocks go forward.
    Skipped(DateTime),
}

/// Iterates over the times of a schedule in ascending order; ends when the schedule ends.
#[derive(Debug, Clone)]
pub struct Occurrences<'a>(pub(super) Moments<'a>);

impl Iterator for Occurrences<'_> {
    type Item = Occurrence;

    fn next(&mut self) -> Option<Occurrence> {
        self.0.find_map(|moment| match moment {
            Moment::Due(occurrence) => Some(occurrence),
            Moment::Skipped(_) => None,
        })
    }
}

/// Like [`Occurrences`], but also yields the skipped times.
#[derive(Debug, Clone)]
pub(super) struct Moments<'a> {
    schedule: &'a Schedule,
    after: Timestamp,
    source: Source<'a>,
}

#[derive(Debug, Clone)]
enum Source<'a> {
    Rate { rate: Rate, base: Timestamp },
    Calendar { cron: &'a AwsCron, next: Option<DateTime> },
    Once(Option<DateTime>),
}

impl Schedule {
    /// Iterates over the times strictly after `after` at which the schedule is due.
    ///
    /// `anchor` is the creation time of the schedule. Like EventBridge Scheduler, a rate without a start is
    /// counted from it in whole seconds, and the anchor is its first time.
    pub fn occurrences(&self, after: Timestamp, anchor: Timestamp) -> Occurrences<'_> {
        Occurrences(self.moments(after, anchor))
    }

    /// The first time after `now` at which the schedule is due; `None` if it has ended.
    pub fn next_after(&self, now: Timestamp, anchor: Timestamp) -> Option<Timestamp> {
        self.occurrences(now, anchor).next().map(|occurrence| occurrence.at)
    }

    /// The latest time up to `now` at which the schedule is due; `None` if there is none before.
    pub fn latest_until(&self, now: Timestamp, anchor: Timestamp) -> Option<Timestamp> {
        self.occurrences_back(now, anchor).next()
    }

    /// The last time at which a schedule with an end is due; `None` if it has no end, or is never due.
    pub fn last_time(&self, anchor: Timestamp) -> Option<Timestamp> {
        match &self.expression {
            Expression::At(local) => {
                let time = self.zone.first_instant(*local)?;
                self.end.is_none_or(|end| time <= end).then_some(time)
            }
            _ => self.occurrences_back(self.end?, anchor).next(),
        }
    }

    pub(super) fn moments(&self, after: Timestamp, anchor: Timestamp) -> Moments<'_> {
        // The start is inclusive and the search exclusive, so the search begins just before the start.
        let not_before = self.start.map_or(Timestamp::MIN, just_before);
        let after = after.max(not_before);
        let source = match &self.expression {
            Expression::Rate(rate) => Source::Rate { rate: *rate, base: self.base(anchor) },
            Expression::Cron(cron) => {
                Source::Calendar { cron, next: next_minute(whole_minute(self.zone.local(after))) }
            }
            Expression::At(local) => Source::Once(Some(*local)),
        };
        Moments { schedule: self, after, source }
    }

    /// The times up to `now`, latest first.
    pub(super) fn occurrences_back(
        &self,
        now: Timestamp,
        anchor: Timestamp,
    ) -> impl Iterator<Item = Timestamp> + '_ {
        let now = self.end.map_or(now, |end| now.min(end));
        let base = self.base(anchor);
        let start = self.start.unwrap_or(Timestamp::MIN);
        let mut shown = Some(whole_minute(self.zone.latest_shown(now)));
        let mut latest = now;
        std::iter::from_fn(move || {
            let found = match &self.expression {
                Expression::Rate(rate) => latest_of_rate(*rate, base, latest),
                Expression::Cron(cron) => latest_of_calendar(cron, &self.zone, &mut shown, latest),
                Expression::At(local) => self.zone.first_instant(*local).filter(|time| *time <= latest),
            };
            latest = just_before(found?);
            found
        })
        .take_while(move |time| *time >= start)
    }

    /// The time from which a rate is counted.
    pub(super) fn base(&self, anchor: Timestamp) -> Timestamp {
        let base = self.start.unwrap_or(anchor);
        Timestamp::from_second(base.as_second()).unwrap_or(base)
    }
}

impl Iterator for Moments<'_> {
    type Item = Moment;

    fn next(&mut self) -> Option<Moment> {
        let zone = &self.schedule.zone;
        let (moment, time) = match &mut self.source {
            Source::Rate { rate, base } => {
                let at = first_of_rate(*rate, *base, self.after)?;
                (Moment::Due(Occurrence { at, repeated: false }), at)
            }
            Source::Calendar { cron, next } => first_of_calendar(cron, zone, next, self.after)?,
            Source::Once(local) => classify(zone, local.take()?).filter(|(_, time)| *time > self.after)?,
        };
        if self.schedule.end.is_some_and(|end| time > end) {
            return None;
        }
        if let Moment::Due(_) = moment {
            self.after = time;
        }
        Some(moment)
    }
}

/// The first time of a rate after `after`.
pub(super) fn first_of_rate(rate: Rate, base: Timestamp, after: Timestamp) -> Option<Timestamp> {
    if after < base {
        return Some(base);
    }
    let period = i64::try_from(rate.seconds()).ok()?;
    let passed = (after.as_second() - base.as_second()) / period + 1;
    Timestamp::from_second(base.as_second() + passed * period).ok()
}

fn latest_of_rate(rate: Rate, base: Timestamp, until: Timestamp) -> Option<Timestamp> {
    let period = i64::try_from(rate.seconds()).ok()?;
    let passed = (until >= base).then(|| (until.as_second() - base.as_second()) / period)?;
    Timestamp::from_second(base.as_second() + passed * period).ok()
}

/// The first calendar time after `after`, searching from the local time `next`.
fn first_of_calendar(
    cron: &AwsCron,
    zone: &Zone,
    next: &mut Option<DateTime>,
    after: Timestamp,
) -> Option<(Moment, Timestamp)> {
    loop {
        let local = cron.at_or_after((*next)?)?;
        *next = next_minute(local);
        match classify(zone, local)? {
            // The first of two repeated hours may already be in the past.
            (Moment::Due(_), time) if time <= after => {}
            found => return Some(found),
        }
    }
}

/// Classifies a local time and gives its instant; for a skipped one that of the clock change.
fn classify(zone: &Zone, local: DateTime) -> Option<(Moment, Timestamp)> {
    Some(match zone.clocks(local)? {
        Clocks::Once(at) => (Moment::Due(Occurrence { at, repeated: false }), at),
        Clocks::Twice(at) => (Moment::Due(Occurrence { at, repeated: true }), at),
        Clocks::Never { change } => (Moment::Skipped(local), change),
    })
}

fn latest_of_calendar(
    cron: &AwsCron,
    zone: &Zone,
    shown: &mut Option<DateTime>,
    until: Timestamp,
) -> Option<Timestamp> {
    loop {
        let local = cron.at_or_before((*shown)?)?;
        *shown = local.checked_sub(SignedDuration::from_mins(1)).ok();
        // A skipped time is not due; a repeated one may still be in the future.
        if let Some(time) = zone.first_instant(local).filter(|time| *time <= until) {
            return Some(time);
        }
    }
}

fn just_before(time: Timestamp) -> Timestamp {
    time.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(time)
}

fn whole_minute(local: DateTime) -> DateTime {
    local.with().second(0).subsec_nanosecond(0).build().unwrap_or(local)
}

fn next_minute(local: DateTime) -> Option<DateTime> {
    local.checked_add(SignedDuration::from_mins(1)).ok()
}
