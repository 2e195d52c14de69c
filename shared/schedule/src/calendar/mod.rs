//! Calendars: sets of days that have a name, so that many schedules can exclude them.
//!
//! [`CalendarDays`] is what a calendar contains, [`RecurringDays`] what recurs in it, [`ical`] reads it from iCalendar, and
//! [`Named`] is its place in a schedule, where its days are looked up.

mod days;
mod events;
pub mod ical;
mod name;
mod named;
mod recurrence;
mod rule;
#[cfg(test)]
mod tests;

use beadle_values::violation::{Path, Violation, Violations};
use jiff::civil::Date;
use serde_json::Value;

pub use self::{
    days::{CalendarDays, MAX_CALENDAR_DAYS, TitledDays},
    name::{CalendarName, MAX_NAME, NAME_PATTERN, NotACalendarName},
    named::Named,
    recurrence::{MAX_LENGTH, Recurrence, RecurringDays},
    rule::Rule,
};

/// The longest title of days, in characters.
pub const MAX_TITLE: usize = 200;

fn read_date(value: &Value, path: &Path) -> Result<Date, Violations> {
    let date = value.as_str().and_then(|text| text.parse().ok());
    date.ok_or_else(|| {
        Violation::new(path.clone(), "days", "is not a date").hint("such as `2027-12-25`").into()
    })
}
