//! Sets of days: single ones, spans, days of the week, and calendars.

use std::{fmt, sync::Arc};

use beadle_values::violation::{Path, Violations};
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use super::{
    calendar::{CalendarDays, CalendarName, Named},
    error::Error,
    phrase::WEEKDAYS,
};

/// What an element of a set of days may be.
pub(super) const HINT: &str = "write a date such as `2027-01-02`, a span such as `2027-12-24/2028-01-01`, a day of the week such \
    as `saturday`, or the name of a calendar";

/// Some days, as one element of a set is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Days {
    /// From one day to another, both included: `2027-12-24/2028-01-01`. A single date is both.
    Span {
        /// The first day.
        first: Date,
        /// The last day, not before the first.
        last: Date,
    },
    /// Every such day of the week: `saturday`.
    Weekly(Weekday),
    /// Those of a calendar: `de-holidays`.
    Calendar(Named),
}

impl Days {
    /// Whether `date` is one of them.
    pub(super) fn contain(&self, date: Date) -> bool {
        match self {
            Self::Span { first, last } => (*first..=*last).contains(&date),
            Self::Weekly(weekday) => date.weekday() == *weekday,
            Self::Calendar(calendar) => calendar.on(date).is_some(),
        }
    }

    /// What `date` is, if a calendar says that.
    pub(super) fn title(&self, date: Date) -> Option<&str> {
        match self {
            Self::Span { .. } | Self::Weekly(_) => None,
            Self::Calendar(calendar) => calendar.on(date).flatten(),
        }
    }

    /// The calendar whose days they are.
    pub fn calendar(&self) -> Option<&Named> {
        match self {
            Self::Span { .. } | Self::Weekly(_) => None,
            Self::Calendar(calendar) => Some(calendar),
        }
    }

    /// Reads an element: `2027-01-02`, `2027-12-24/2028-01-01`, `saturday`, `de-holidays`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        let date = |text: &str| -> Result<Date, Error> {
            text.parse().map_err(|_| Error::new(format!("`{text}` names no day")).hint(HINT))
        };
        if let Some(weekday) = weekday(text) {
            return Ok(Self::Weekly(weekday));
        }
        if let Some((first, last)) = text.split_once('/') {
            let (first, last) = (date(first)?, date(last)?);
            let backwards = || Error::new(format!("`{text}` ends before it begins")).hint(HINT);
            return if last < first { Err(backwards()) } else { Ok(Self::Span { first, last }) };
        }
        if let Ok(name) = text.parse::<CalendarName>() {
            return Ok(Self::Calendar(name.into()));
        }
        date(text).map(|only| Self::Span { first: only, last: only })
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Span { first, last } if first == last => write!(f, "{first}"),
            Self::Span { first, last } => write!(f, "{first}/{last}"),
            Self::Weekly(weekday) => {
                f.write_str(WEEKDAYS[usize::from(weekday.to_sunday_zero_offset().unsigned_abs() % 7)])
            }
            Self::Calendar(calendar) => calendar.name().fmt(f),
        }
    }
}

impl Serialize for Days {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Days {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).map_err(|_| de::Error::custom(format!("`{text}` names no days")))
    }
}

/// A set of days: those of all its elements.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DaySet(Vec<Days>);

impl DaySet {
    /// The days of all `elements`.
    pub fn new(elements: Vec<Days>) -> Self {
        Self(elements)
    }

    /// Its elements, as they were written.
    pub fn elements(&self) -> &[Days] {
        &self.0
    }

    /// Whether it has no elements.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The calendars among its elements.
    pub(super) fn calendars(&self) -> impl Iterator<Item = &Named> {
        self.0.iter().filter_map(Days::calendar)
    }

    /// The same set, in which each calendar has the days that `find` knows of.
    pub(super) fn looked_up(&self, find: &dyn Fn(&CalendarName) -> Option<Arc<CalendarDays>>) -> Self {
        let look_up = |days: &Days| match days {
            Days::Calendar(calendar) => Days::Calendar(calendar.with(find(calendar.name()))),
            other => other.clone(),
        };
        Self(self.0.iter().map(look_up).collect())
    }

    /// The same set without calendars.
    pub(super) fn without_calendars(&self) -> Self {
        Self(self.0.iter().filter(|days| days.calendar().is_none()).cloned().collect())
    }

    /// The first element to which `date` belongs.
    pub(super) fn element_with(&self, date: Date) -> Option<&Days> {
        self.0.iter().find(|days| days.contain(date))
    }
}

/// Reads an element from a request.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(value: &Value, path: &Path) -> Result<Days, Violations> {
    let text = value.as_str().ok_or_else(|| Error::new(format!("{value} is not a day")).hint(HINT));
    text.and_then(Days::read).map_err(|fault| fault.at(path, "days").into())
}

fn weekday(text: &str) -> Option<Weekday> {
    let position = WEEKDAYS.iter().position(|name| *name == text)?;
    Weekday::from_sunday_zero_offset(i8::try_from(position).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2027-01-02", &[(2027, 1, 2)], &[(2027, 1, 1), (2027, 1, 3)])]
    #[case("2027-12-24/2028-01-01", &[(2027, 12, 24), (2027, 12, 31), (2028, 1, 1)], &[(2027, 12, 23), (2028, 1, 2)])]
    #[case("saturday", &[(2027, 1, 2), (2027, 1, 9)], &[(2027, 1, 3)])]
    fn days_are_read_and_written_back(
        #[case] text: &str,
        #[case] inside: &[(i16, i8, i8)],
        #[case] outside: &[(i16, i8, i8)],
    ) {
        let days = Days::read(text).unwrap();
        assert_eq!(days.to_string(), text);
        let set = DaySet::new(vec![days]);
        assert!(
            inside.iter().all(|(year, month, day)| set.element_with(date(*year, *month, *day)).is_some())
        );
        assert!(
            !outside.iter().any(|(year, month, day)| set.element_with(date(*year, *month, *day)).is_some())
        );
    }

    #[rstest]
    #[case("2027-02-30")]
    #[case("2027-01-02/2027-01-01")]
    #[case("2027-01-02/tomorrow")]
    #[case("")]
    #[case("De-Holidays")]
    #[case("de holidays")]
    #[case("-holidays")]
    #[case("9-to-5")]
    fn what_names_no_days_is_refused(#[case] text: &str) {
        assert!(Days::read(text).is_err(), "{text}");
    }
}
