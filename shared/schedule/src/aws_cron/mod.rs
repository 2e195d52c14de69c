//! The cron dialect of EventBridge Scheduler, parsed strictly: six fields, exactly one of the two day fields
//! is `?`.
//!
//! The grammar is that of [the AWS
//! documentation](https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based).
//! Forms that it does not document (`L-3`, lists of `W` or `#`) are rejected, so that AWS never rejects an
//! accepted schedule. [`parse`] reads an expression, [`search`] finds the next and the previous local time,
//! [`days`] knows the months.

pub(super) mod days;
pub(super) mod field;
pub(super) mod parse;
pub(super) mod search;
pub(super) mod values;

use std::fmt;

use days::{DayFields, Days};
use field::{HOURS, MINUTES, MONTHS, YEARS};
use values::Values;

/// A set of local times, to the minute. Displays as `cron(0 9 ? * MON-FRI *)`, in the same normal form
/// however it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AwsCron {
    pub(super) minutes: Values,
    pub(super) hours: Values,
    pub(super) days: Days,
    pub(super) months: Values,
    pub(super) years: Values,
}

impl AwsCron {
    /// Matches these minutes of these hours on `days`, in every month of every year.
    pub(super) fn every_year(minutes: Values, hours: Values, days: Days) -> Self {
        Self { minutes, hours, days, months: MONTHS.all(), years: YEARS.all() }
    }

    /// The minimum number of minutes between two runs, ignoring clock changes. A lower bound, because days
    /// are assumed to be adjacent.
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

    /// The minutes since midnight at which it is due on its days.
    pub(super) fn minutes_of_the_day(&self) -> impl Iterator<Item = u32> + '_ {
        self.hours
            .iter()
            .flat_map(|hour| self.minutes.iter().map(move |minute| u32::from(hour) * 60 + u32::from(minute)))
    }

    /// The latest day of the month that is named by its number, and the months that do not have it every year, such as
    /// `(31, "FEB,APR,JUN,SEP,NOV")`.
    pub(super) fn day_that_months_lack(&self) -> Option<(u16, String)> {
        let Days::OfMonth(days) = self.days else { return None };
        let day = days.last().filter(|_| !days.is_all())?;
        let mut lacking = MONTHS.none();
        self.months.iter().filter(|month| day > always_has(*month)).for_each(|month| lacking.insert(month));
        (!lacking.is_empty()).then(|| (day, MONTHS.render(&lacking)))
    }
}

/// The number of days that a month has in every year.
fn always_has(month: u16) -> u16 {
    match month {
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
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
