//! A calendar month in UTC, the period of a budget.

use std::fmt;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// A month, counted from year 0; ordered by time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Month(i32);

impl Month {
    /// The month of `time`.
    pub fn of(time: Timestamp) -> Self {
        let date = time.to_zoned(TimeZone::UTC).date();
        Self(i32::from(date.year()) * 12 + i32::from(date.month()) - 1)
    }

    /// The end of the month, which is the start of the next one.
    pub fn end(self) -> Timestamp {
        Self(self.0.saturating_add(1)).start()
    }

    /// The start of the month; the greatest timestamp if the month is out of range.
    pub fn start(self) -> Timestamp {
        let (year, month) = (i16::try_from(self.0.div_euclid(12)), i8::try_from(self.0.rem_euclid(12) + 1));
        let date = year.ok().zip(month.ok()).and_then(|(year, month)| Date::new(year, month, 1).ok());
        date.and_then(|date| date.to_zoned(TimeZone::UTC).ok())
            .map_or(Timestamp::MAX, |start| start.timestamp())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2026-11-21T16:00:00Z", "2026-11", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")]
    #[case("2026-12-31T23:59:59.999Z", "2026-12", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    #[case("2027-01-01T00:00:00Z", "2027-01", "2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z")]
    fn maps_times_to_months(#[case] time: &str, #[case] name: &str, #[case] start: &str, #[case] end: &str) {
        let month = Month::of(time.parse().unwrap());
        assert_eq!(
            (month.to_string().as_str(), month.start(), month.end()),
            (name, start.parse().unwrap(), end.parse().unwrap())
        );
    }
}
