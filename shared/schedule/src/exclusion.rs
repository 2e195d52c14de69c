//! Why nothing is due on a day.

use std::fmt;

use jiff::{Timestamp, civil::Date};

use super::{
    Expression, OnExcluded, Schedule,
    calendar::{CalendarName, Named},
    day_set::Days,
    occurrence::just_before,
};

/// Why nothing is due on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// The day.
    pub date: Date,
    /// The element of `exclude` that it belongs to; `None` if it belongs to none of `only`.
    pub by: Option<Days>,
    /// What the day is, if a calendar says that.
    pub title: Option<String>,
}

impl Exclusion {
    /// The calendar that excludes the day.
    pub fn calendar(&self) -> Option<&CalendarName> {
        self.by.as_ref()?.calendar().map(Named::name)
    }
}

impl fmt::Display for Exclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { date, by, title } = self;
        match (by, title) {
            (None, _) => write!(f, "{date} is none of the days in `only`"),
            (Some(by), Some(title)) => write!(f, "{date} is excluded by `{by}` ({title})"),
            (Some(by), None) => write!(f, "{date} is excluded by `{by}`"),
        }
    }
}

impl Schedule {
    /// Why the schedule is not due at `time`, if it would be on another day: what a calendar that it names excludes. Runs that
    /// are moved are not excluded.
    pub fn skipped_by_calendar(&self, time: Timestamp, anchor: Timestamp) -> Option<Exclusion> {
        if self.days.on_excluded != OnExcluded::Skip || self.calendars().next().is_none() {
            return None;
        }
        let without = Self { days: self.days.without_calendars(), ..self.clone() };
        let is_due = match &self.expression {
            // Scheduler need not count from the same second as the schedule.
            Expression::Rate(_) => without.excluded_at(time).is_none(),
            Expression::Cron(_) | Expression::At(_) => {
                without.next_after(just_before(time), anchor) == Some(time)
            }
        };
        self.excluded_at(time).filter(|_| is_due)
    }

    /// When `date` begins in the zone of the schedule.
    pub fn start_of_day(&self, date: Date) -> Option<Timestamp> {
        self.zone.day(date).map(|day| day.start)
    }

    /// Why the day of `time` is excluded, if it is.
    pub fn excluded_at(&self, time: Timestamp) -> Option<Exclusion> {
        self.days.exclusion(self.zone.local(time).date())
    }
}
