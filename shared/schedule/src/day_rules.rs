//! On which days a schedule is due: `exclude`, `only`, and what becomes of a run whose day is excluded.

use std::sync::Arc;

use beadle_values::{
    body,
    body::{Shape, custom, list, one_of, otherwise},
    names,
};
use jiff::{
    ToSpan,
    civil::{Date, DateTime, Weekday},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    SCHEDULED_YEARS,
    calendar::{CalendarDays, CalendarName, Named},
    crons::{Crons, next_minute, previous_minute},
    day_set::{self, DaySet, Days},
    exclusion::Exclusion,
};

/// The maximum number of elements of `exclude` and of `only`.
const MAX_ELEMENTS: usize = 100;

/// How many days a run is moved at most.
const MAX_DAYS_MOVED: i16 = 366;

names! {
    /// What becomes of a run whose day is excluded. A business day is a day from Monday to Friday that is not excluded.
    pub enum OnExcluded, default Skip, noun "policy for excluded days" {
        /// It is left out.
        Skip = "skip",
        /// It runs at the same time of the next business day.
        NextBusinessDay = "next_business_day",
        /// It runs at the same time of the business day before.
        PreviousBusinessDay = "previous_business_day",
    }
}

body! {
    /// On which days a schedule is due.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct DayRules {
        /// Days on which it is not due: dates, spans `first/last`, days of the week, and names of calendars.
        #[serde(default, skip_serializing_if = "DaySet::is_empty")]
        pub exclude: DaySet = otherwise(days().map(DaySet::new), DaySet::default),
        /// The only days on which it is due, written likewise; unless given, all.
        #[serde(default, skip_serializing_if = "DaySet::is_empty")]
        pub only: DaySet = otherwise(days().map(DaySet::new), DaySet::default),
        /// What becomes of a run whose day is excluded: `skip`, `next_business_day` or `previous_business_day`.
        #[serde(default, skip_serializing_if = "is_skip")]
        pub on_excluded: OnExcluded = otherwise(one_of(), OnExcluded::default),
    }
}

fn is_skip(policy: &OnExcluded) -> bool {
    *policy == OnExcluded::Skip
}

/// A list of days.
fn days() -> impl Shape<Value = Vec<Days>> {
    list("days", custom(day_set::read, |_| json!({"type": "string", "example": "2027-12-24/2028-01-01"})))
        .max(MAX_ELEMENTS)
}

impl DayRules {
    /// Whether every day will do.
    pub(super) fn is_empty(&self) -> bool {
        self.exclude.is_empty() && self.only.is_empty()
    }

    /// Whether a run may move to another day.
    pub(super) fn move_runs(&self) -> bool {
        !self.is_empty() && self.on_excluded != OnExcluded::Skip
    }

    /// Why `date` is excluded, if it is. A calendar that is not known excludes no day: neither those that it might
    /// have, nor, in `only`, any other.
    pub(super) fn exclusion(&self, date: Date) -> Option<Exclusion> {
        if let Some(by) = self.exclude.element_with(date) {
            let title = by.title(date).map(str::to_owned);
            return Some(Exclusion { date, by: Some(by.clone()), title });
        }
        self.is_not_among(date).then_some(Exclusion { date, by: None, title: None })
    }

    /// Whether `date` is excluded.
    pub(super) fn excludes(&self, date: Date) -> bool {
        self.exclude.element_with(date).is_some() || self.is_not_among(date)
    }

    /// Whether `only` has other days alone. It says nothing while one of its calendars is not known.
    fn is_not_among(&self, date: Date) -> bool {
        !self.only.is_empty()
            && self.only.calendars().all(Named::is_known)
            && self.only.element_with(date).is_none()
    }

    /// The calendars that are named.
    pub(super) fn calendars(&self) -> impl Iterator<Item = &Named> {
        self.exclude.calendars().chain(self.only.calendars())
    }

    /// The same rules, in which each calendar has the days that `find` knows of.
    pub(super) fn looked_up(&self, find: &dyn Fn(&CalendarName) -> Option<Arc<CalendarDays>>) -> Self {
        let (exclude, only) = (self.exclude.looked_up(find), self.only.looked_up(find));
        Self { exclude, only, on_excluded: self.on_excluded }
    }

    /// Rules that exclude no day that these do not exclude, whatever days the calendars have.
    pub(super) fn without_calendars(&self) -> Self {
        let names_calendars = self.only.calendars().next().is_some();
        let only = if names_calendars { DaySet::default() } else { self.only.clone() };
        Self { exclude: self.exclude.without_calendars(), only, on_excluded: self.on_excluded }
    }

    /// The closest business day to `date` in the direction of `step`, `date` excluded.
    fn business_day(&self, date: Date, step: fn(Date) -> Result<Date, jiff::Error>) -> Option<Date> {
        std::iter::successors(step(date).ok(), |date| step(*date).ok())
            .take(usize::from(MAX_DAYS_MOVED.unsigned_abs()))
            .find(|date| self.is_business_day(*date))
    }

    fn is_business_day(&self, date: Date) -> bool {
        !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.excludes(date)
    }

    /// The day after the last business day before `date`: whose runs may have been moved to `date`.
    fn after_business_day_before(&self, date: Date) -> Date {
        let before = self.business_day(date, Date::yesterday).and_then(|before| before.tomorrow().ok());
        before.unwrap_or_else(|| date.saturating_sub(MAX_DAYS_MOVED.days()))
    }

    /// The day before the first business day after `date`.
    fn before_business_day_after(&self, date: Date) -> Date {
        let after = self.business_day(date, Date::tomorrow).and_then(|after| after.yesterday().ok());
        after.unwrap_or_else(|| date.saturating_add(MAX_DAYS_MOVED.days()))
    }

    /// The first day after `date` that is not excluded, in the years in which a schedule may run.
    pub(super) fn allowed_after(&self, date: Date) -> Option<Date> {
        self.allowed(date, Date::tomorrow)
    }

    /// The last day before `date` that is not excluded.
    pub(super) fn allowed_before(&self, date: Date) -> Option<Date> {
        self.allowed(date, Date::yesterday)
    }

    fn allowed(&self, date: Date, step: fn(Date) -> Result<Date, jiff::Error>) -> Option<Date> {
        std::iter::successors(step(date).ok(), |date| step(*date).ok())
            .take_while(|date| SCHEDULED_YEARS.contains(&date.year()))
            .find(|date| !self.excludes(*date))
    }
}

/// Local times of a calendar under the rules about days.
#[derive(Debug, Clone, Copy)]
pub(super) struct RuledTimes<'a> {
    pub(super) crons: &'a Crons,
    pub(super) days: &'a DayRules,
}

impl RuledTimes<'_> {
    /// When the run of `time` is due; `None` if it is left out.
    pub(super) fn moved(&self, time: DateTime) -> Option<DateTime> {
        if !self.days.excludes(time.date()) {
            return Some(time);
        }
        let to = match self.days.on_excluded {
            OnExcluded::Skip => return None,
            OnExcluded::NextBusinessDay => self.days.business_day(time.date(), Date::tomorrow),
            OnExcluded::PreviousBusinessDay => self.days.business_day(time.date(), Date::yesterday),
        };
        to.map(|date| date.to_datetime(time.time()))
    }

    /// The first local time at or after `from` at which it is due; `None` if no year is left.
    pub(super) fn at_or_after(&self, from: DateTime) -> Option<DateTime> {
        if self.days.is_empty() {
            return self.crons.at_or_after(from);
        }
        // Runs of days before may have been moved here.
        let first = match self.days.on_excluded {
            OnExcluded::NextBusinessDay => midnight(self.days.after_business_day_before(from.date())),
            OnExcluded::PreviousBusinessDay => midnight(from.date()),
            OnExcluded::Skip => from,
        };
        let mut best: Option<DateTime> = None;
        let mut next = self.crons.at_or_after(first);
        // A day that is not excluded may lie between an excluded one and where its runs go, so the first found need not be first.
        while let Some(time) =
            next.filter(|time| best.is_none_or(|best| !self.stays_after(time.date(), best.date())))
        {
            next = match self.moved(time) {
                None => self
                    .days
                    .allowed_after(time.date())
                    .and_then(|date| self.crons.at_or_after(midnight(date))),
                Some(moved) => {
                    best = [best, Some(moved).filter(|moved| *moved >= from)].into_iter().flatten().min();
                    next_minute(time).and_then(|after| self.crons.at_or_after(after))
                }
            };
        }
        best
    }

    /// The last local time at or before `from` at which it is due.
    pub(super) fn at_or_before(&self, from: DateTime) -> Option<DateTime> {
        if self.days.is_empty() {
            return self.crons.at_or_before(from);
        }
        let last = match self.days.on_excluded {
            OnExcluded::PreviousBusinessDay => last_minute(self.days.before_business_day_after(from.date())),
            OnExcluded::NextBusinessDay => last_minute(from.date()),
            OnExcluded::Skip => from,
        };
        let mut best: Option<DateTime> = None;
        let mut next = self.crons.at_or_before(last);
        while let Some(time) =
            next.filter(|time| best.is_none_or(|best| !self.stays_before(time.date(), best.date())))
        {
            next = match self.moved(time) {
                None => self
                    .days
                    .allowed_before(time.date())
                    .and_then(|date| self.crons.at_or_before(last_minute(date))),
                Some(moved) => {
                    best = [best, Some(moved).filter(|moved| *moved <= from)].into_iter().flatten().max();
                    previous_minute(time).and_then(|before| self.crons.at_or_before(before))
                }
            };
        }
        best
    }

    /// Whether no run of `date` or of a later day is due on `found` or earlier.
    fn stays_after(&self, date: Date, found: Date) -> bool {
        match self.days.on_excluded {
            OnExcluded::Skip => true,
            OnExcluded::NextBusinessDay => date > found,
            // No run moves over a business day.
            OnExcluded::PreviousBusinessDay => {
                self.days.business_day(found, Date::tomorrow).is_some_and(|day| date >= day)
            }
        }
    }

    /// Whether no run of `date` or of an earlier day is due on `found` or later.
    fn stays_before(&self, date: Date, found: Date) -> bool {
        match self.days.on_excluded {
            OnExcluded::Skip => true,
            OnExcluded::PreviousBusinessDay => date < found,
            OnExcluded::NextBusinessDay => {
                self.days.business_day(found, Date::yesterday).is_some_and(|day| date <= day)
            }
        }
    }
}

fn midnight(date: Date) -> DateTime {
    date.to_datetime(jiff::civil::Time::midnight())
}

fn last_minute(date: Date) -> DateTime {
    date.at(23, 59, 0, 0)
}
