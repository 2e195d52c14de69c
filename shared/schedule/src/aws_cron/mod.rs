//! The cron dialect of EventBridge Scheduler, read strictly: six fields, and exactly one of the two day
//! fields is `?`.
//!
//! The grammar is that of [AWS's
//! page](https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based); what that
//! page does not promise (`L-3`, lists of `W` or `#`) is refused here, so that AWS never refuses it later.
//! [`parse`] reads, [`search`] finds the next and the previous local time, [`days`] knows months.

pub(super) mod days;
pub(super) mod field;
pub(super) mod parse;
pub(super) mod search;
pub(super) mod values;

use std::fmt;

use days::{DayFields, Days};
use field::{HOURS, MINUTES, MONTHS, YEARS};
use values::Values;

/// Local times on a calendar, to the minute. Prints as `cron(0 9 ? * MON-FRI *)`, in one form for every way
/// to write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AwsCron {
    pub(super) minutes: Values,
    pub(super) hours: Values,
    pub(super) days: Days,
    pub(super) months: Values,
    pub(super) years: Values,
}

impl AwsCron {
    /// At these minutes of these hours on `days`, every month of every year.
    pub(super) fn every_year(minutes: Values, hours: Values, days: Days) -> Self {
        Self { minutes, hours, days, months: MONTHS.all(), years: YEARS.all() }
    }

    /// The least number of minutes between two runs, clock changes aside. A lower bound: days are taken to be
    /// adjacent.
    pub(super) fn shortest_interval_minutes(&self) -> u32 {
        let span =
            |values: &Values| values.first().zip(values.last()).map_or(0, |(first, last)| last - first);
        let step = |values: &Values| {
            values.iter().zip(values.iter().skip(1)).map(|(earlier, later)| later - earlier).min()
        };
        let over_midnight = 24 - span(&self.hours);
        let hours_apart = step(&self.hours).map_or(over_midnight, |hours| hours.min(over_midnight));
        let over_the_hour = hours_apart * 60 - span(&self.minutes);
        u32::from(step(&self.minutes).map_or(over_the_hour, |minutes| minutes.min(over_the_hour)))
    }
}

impl fmt::Display for AwsCron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (minutes, hours) = (MINUTES.render(&self.minutes), HOURS.render(&self.hours));
        let (month, years) = (MONTHS.render(&self.months), YEARS.render(&self.years));
        let days = DayFields { days: &self.days, month: &month };
        write!(f, "cron({minutes} {hours} {days} {years})")
    }
}
