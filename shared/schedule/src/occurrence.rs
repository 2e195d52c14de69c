//! When a schedule is due. A rate counts from its start in days of 24 hours; calendar times follow the local clock. Unless the
//! schedule says otherwise the rules are those of EventBridge Scheduler: local times that do not exist are skipped, and the
//! first of two repeated ones is used.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
};

use super::{
    Expression, Schedule,
    crons::Crons,
    day_rules::RuledTimes,
    rate::Rate,
    walk::{Forward, Step, Walk},
};

/// One time at which a schedule is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The time.
    pub at: Timestamp,
    /// Whether it stands for local times that do not exist because the clocks have just gone forward.
    pub after_gap: bool,
}

impl Occurrence {
    fn plain(at: Timestamp) -> Self {
        Self { at, after_gap: false }
    }
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
    Calendar(Forward<'a>),
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
            Expression::Cron(crons) => Source::Calendar(self.walk(crons).forward(after)),
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
        let mut of_calendar = match &self.expression {
            Expression::Cron(crons) => Some(self.walk(crons).back(now)),
            Expression::Rate(_) | Expression::At(_) => None,
        };
        let mut latest = now;
        std::iter::from_fn(move || {
            let found = match &self.expression {
                Expression::Rate(rate) => self.latest_of_rate(*rate, base, latest),
                Expression::Cron(_) => of_calendar.as_mut()?.next(),
                Expression::At(local) => self.zone.first_instant(*local).filter(|time| *time <= latest),
            };
            latest = just_before(found?);
            found
        })
        .take_while(move |time| *time >= start)
    }

    /// The times of `crons`, under the schedule's rules.
    fn walk<'a>(&'a self, crons: &'a Crons) -> Walk<'a> {
        Walk { times: self.ruled(crons), zone: &self.zone, policy: self.on_clock_change }
    }

    /// The local times of `crons`, under the rules about days.
    pub(super) fn ruled<'a>(&'a self, crons: &'a Crons) -> RuledTimes<'a> {
        RuledTimes { crons, days: &self.days }
    }

    /// The first time of a rate after `after` on a day that is not excluded.
    pub(super) fn first_of_rate(&self, rate: Rate, base: Timestamp, after: Timestamp) -> Option<Timestamp> {
        let mut time = first_of_rate(rate, base, after)?;
        while let Some(date) = self.excluded(time) {
            let allowed = self.zone.day(self.days.allowed_after(date)?)?;
            time = first_of_rate(rate, base, just_before(allowed.start))?;
        }
        Some(time)
    }

    /// The last time of a rate up to `until` on a day that is not excluded.
    fn latest_of_rate(&self, rate: Rate, base: Timestamp, until: Timestamp) -> Option<Timestamp> {
        let mut time = latest_of_rate(rate, base, until)?;
        while let Some(date) = self.excluded(time) {
            let allowed = self.zone.day(self.days.allowed_before(date)?)?;
            time = latest_of_rate(rate, base, just_before(allowed.end))?;
        }
        Some(time)
    }

    /// The day on which `time` is, if the rules exclude it.
    pub(super) fn excluded(&self, time: Timestamp) -> Option<Date> {
        let date = self.zone.local(time).date();
        self.days.excludes(date).then_some(date)
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
        let (moment, time) = match &mut self.source {
            Source::Rate { rate, base } => {
                let at = self.schedule.first_of_rate(*rate, *base, self.after)?;
                (Moment::Due(Occurrence::plain(at)), at)
            }
            Source::Calendar(walk) => match walk.next()? {
                Step::Due { at } => (Moment::Due(Occurrence::plain(at)), at),
                Step::DueAfter { at } => (Moment::Due(Occurrence { at, after_gap: true }), at),
                Step::Skipped { local, change } => (Moment::Skipped(local), change),
            },
            Source::Once(local) => {
                let at = self.schedule.zone.first_instant(local.take()?).filter(|at| *at > self.after)?;
                (Moment::Due(Occurrence::plain(at)), at)
            }
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

pub(super) fn just_before(time: Timestamp) -> Timestamp {
    time.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(time)
}
