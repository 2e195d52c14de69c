//! Calendars of holidays and the like: sets of days with a name, which the schedules of their owner exclude or keep to.
//!
//! A calendar belongs to an owner, or is shared with everyone. A name means the owner's own calendar, or else the shared one.

pub use beadle_schedule::calendar::CalendarName;
use beadle_schedule::calendar::{CalendarDays, ical};
use beadle_values::{
    body,
    body::{custom, flatten, of, optional},
    id::OwnerId,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{labels::description, plan::PlanMark, task::Task};

/// The most calendars of an owner, and the most shared ones.
pub const MAX_CALENDARS: usize = 50;

/// The media type of iCalendar.
pub const ICALENDAR: &str = "text/calendar";

/// A calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Its owner; `None` if it is shared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OwnerId>,
    /// Its name.
    pub name: CalendarName,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its days.
    pub days: CalendarDays,
    /// The plan that keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanMark>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last written.
    pub updated_at: Timestamp,
    /// Who wrote it last.
    pub updated_by: OwnerId,
    /// The number of changes, starting at 1.
    pub version: u64,
}

body! {
    /// A calendar as it is written.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct CalendarDraft as "CalendarRequest" {
        /// What it is for.
        pub description: Option<String> = optional(description()),
        /// Its days.
        pub days: CalendarDays = flatten::<CalendarDays>(),
        /// Further days, as iCalendar text: its whole-day events with their rules. They are kept as `days` and `recurring`.
        pub ical: Option<CalendarDays> = optional(custom(
            read_ical,
            |_| json!({"type": "string", "maxLength": ical::MAX_ICAL}),
        )),
        /// The plan that keeps it; unless given it stays as it is.
        pub plan: Option<PlanMark> = optional(of()),
    }
    example {
        "description": "Days on which our offices are closed",
        "days": ["2027-05-06", {"days": "2027-12-24/2028-01-01", "title": "Company holidays"}],
        "weekly": ["saturday", "sunday"],
        "recurring": [{"rule": "FREQ=YEARLY", "first": "2020-12-25", "title": "Christmas Day"}]
    }
}

fn read_ical(value: &Value, path: &Path) -> Result<CalendarDays, Violations> {
    let text =
        value.as_str().ok_or_else(|| Violation::new(path.clone(), "type_error", "must be a string"))?;
    ical::read(text, path)
}

impl CalendarDraft {
    /// The calendar that is written as iCalendar text alone.
    ///
    /// # Errors
    /// The faults of the text at `path`, each with its line.
    pub fn of_ical(text: &str, path: &Path) -> Result<Self, Violations> {
        let ical = Some(ical::read(text, path)?);
        Ok(Self { description: None, days: CalendarDays::default(), ical, plan: None })
    }

    /// The days of all its members.
    ///
    /// # Errors
    /// A violation if there are too many.
    pub fn all_days(&self, path: &Path) -> Result<CalendarDays, Violation> {
        let mut days = self.days.clone();
        days.extend(self.ical.clone().unwrap_or_default());
        days.within_limits(path)?;
        Ok(days)
    }
}

/// The places in which the schedule of `task` names the calendar `name`.
pub fn places(task: &Task, name: &CalendarName) -> Vec<Path> {
    let Some(schedule) = &task.schedule else { return Vec::new() };
    schedule
        .places_of_calendars(&Path::of("schedule"))
        .filter(|(_, named)| *named == name)
        .map(|(path, _)| path)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_icalendar_are_one_calendar() {
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20271225\nRRULE:FREQ=YEARLY\nSUMMARY:Christmas\nEND:VEVENT\nEND:VCALENDAR";
        let body = json!({"days": ["2027-01-01"], "weekly": ["sunday"], "ical": text});
        let days = CalendarDraft::parse(&body, &Path::body()).unwrap().all_days(&Path::body()).unwrap();
        assert_eq!((days.days.len(), days.weekly.len(), days.recurring.len()), (1, 1, 1));
        let alone = CalendarDraft::of_ical(text, &Path::body()).unwrap().all_days(&Path::body()).unwrap();
        assert_eq!(alone.recurring, days.recurring);
    }

    #[test]
    fn every_fault_of_a_calendar_is_told_at_its_place() {
        let body = json!({
            "days": ["2027-02-30", "sunday", {"days": "other-calendar"}, {"days": "2027-01-01", "titel": "x"}],
            "weekly": ["2027-01-01"], "recurring": [{"rule": "FREQ=HOURLY", "first": "2027-01-01"}], "ical": "hello",
        });
        let faults = CalendarDraft::parse(&body, &Path::body()).unwrap_err();
        let places: Vec<String> = faults.iter().map(|fault| fault.path.to_string()).collect();
        assert_eq!(
            places,
            [
                "body.days[0]",
                "body.days[1]",
                "body.days[2].days",
                "body.days[3].titel",
                "body.weekly[0]",
                "body.recurring[0].rule",
                "body.ical",
            ]
        );
    }

    #[test]
    fn a_calendar_has_a_limit_that_icalendar_counts_towards() {
        let first: jiff::civil::Date = "2027-01-01".parse().unwrap();
        let dates: Vec<_> =
            (0..1_000).map(|day| first.saturating_add(jiff::ToSpan::days(day)).to_string()).collect();
        let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20271225\nEND:VEVENT\nEND:VCALENDAR";
        let parse = |body| CalendarDraft::parse(&body, &Path::body()).unwrap().all_days(&Path::body());
        assert!(parse(json!({"days": dates})).is_ok());
        assert_eq!(parse(json!({"days": dates, "ical": text})).unwrap_err().kind, "too_many");
    }
}
