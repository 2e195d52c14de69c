//! The local times of one cron expression, or of several together: `cron(0 9 * * ? *) | cron(30 14 * * ? *)`.

use std::fmt;

use jiff::civil::DateTime;

use super::{
    aws_cron::{
        AwsCron,
        days::Days,
        field::{DAYS_OF_MONTH, HOURS, MINUTES, MONTHS, YEARS},
        values::Values,
    },
    error::Error,
};

/// Stands between the expressions.
pub(super) const SEPARATOR: char = '|';

/// The maximum number of expressions in one schedule.
const MAX_EXPRESSIONS: usize = 12;

/// Cron expressions that are due when any of them is. There is one at least, and none twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crons(Vec<AwsCron>);

impl From<AwsCron> for Crons {
    fn from(cron: AwsCron) -> Self {
        Self(vec![cron])
    }
}

impl Crons {
    /// The times of all of `crons`.
    ///
    /// # Errors
    /// None at all, or more than twelve.
    pub(super) fn any_of(crons: impl IntoIterator<Item = AwsCron>) -> Result<Self, Error> {
        let mut kept: Vec<AwsCron> = Vec::new();
        for cron in crons {
            if !kept.contains(&cron) {
                kept.push(cron);
            }
        }
        match kept.len() {
            0 => Err(Error::new("a schedule has no times")),
            1..=MAX_EXPRESSIONS => Ok(Self(kept)),
            count => Err(Error::new(format!("{count} cron expressions are more than {MAX_EXPRESSIONS}"))
                .hint("put times that share a minute into one, as in `0 9,17 * * *`")),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &AwsCron> {
        self.0.iter()
    }

    /// The only expression, if there is one alone.
    pub(super) fn only(&self) -> Option<&AwsCron> {
        match self.0.as_slice() {
            [cron] => Some(cron),
            _ => None,
        }
    }

    /// The first local time at or after `from`; `None` if no year is left.
    pub(super) fn at_or_after(&self, from: DateTime) -> Option<DateTime> {
        self.iter().filter_map(|cron| cron.at_or_after(from)).min()
    }

    /// The last local time at or before `from`.
    pub(super) fn at_or_before(&self, from: DateTime) -> Option<DateTime> {
        self.iter().filter_map(|cron| cron.at_or_before(from)).max()
    }

    /// The minimum number of minutes between two runs, ignoring clock changes. A lower bound, because days
    /// are assumed to be adjacent and alike.
    pub(super) fn shortest_interval_minutes(&self) -> u32 {
        const DAY: u32 = 24 * 60;
        if let Some(cron) = self.only() {
            return cron.shortest_interval_minutes();
        }
        let mut minutes: Vec<u32> = self.iter().flat_map(AwsCron::minutes_of_the_day).collect();
        minutes.sort_unstable();
        minutes.dedup();
        let over_midnight =
            minutes.first().zip(minutes.last()).map_or(DAY, |(first, last)| DAY + first - last);
        minutes.windows(2).map(|pair| pair[1] - pair[0]).fold(over_midnight, u32::min)
    }

    /// The latest day of the month that an expression names by its number, and the months that do not have it every year.
    pub(super) fn day_that_months_lack(&self) -> Option<(u16, String)> {
        self.iter().find_map(AwsCron::day_that_months_lack)
    }

    /// One expression with all these times, and with others where several can't be said as one.
    pub(super) fn covered(&self) -> AwsCron {
        let all = |none: Values, field: fn(&AwsCron) -> &Values| {
            let mut all = none;
            self.iter().flat_map(|cron| field(cron).iter()).for_each(|value| all.insert(value));
            all
        };
        let mut days = self.iter().map(|cron| cron.days);
        let same = days.next().filter(|first| days.all(|other| other == *first));
        AwsCron {
            minutes: all(MINUTES.none(), |cron| &cron.minutes),
            hours: all(HOURS.none(), |cron| &cron.hours),
            days: same.unwrap_or_else(|| Days::OfMonth(DAYS_OF_MONTH.all())),
            months: all(MONTHS.none(), |cron| &cron.months),
            years: all(YEARS.none(), |cron| &cron.years),
        }
    }
}

impl fmt::Display for Crons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, cron) in self.iter().enumerate() {
            let before = if position == 0 { "" } else { " | " };
            write!(f, "{before}{cron}")?;
        }
        Ok(())
    }
}

/// The minute after `local`; `None` at the end of all years.
pub(super) fn next_minute(local: DateTime) -> Option<DateTime> {
    local.checked_add(jiff::SignedDuration::from_mins(1)).ok()
}

/// The minute before `local`; `None` at the beginning of all years.
pub(super) fn previous_minute(local: DateTime) -> Option<DateTime> {
    local.checked_sub(jiff::SignedDuration::from_mins(1)).ok()
}
