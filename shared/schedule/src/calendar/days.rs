//! What a calendar contains: titled days and spans, days of the week, and what recurs.

use beadle_values::{
    body,
    body::{Schemas, Shape, custom, list, of, optional, otherwise, required, text},
    violation::{Path, Violation, Violations},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{MAX_TITLE, Recurrence, RecurringDays};
use crate::day_set::{self, Days};

/// The maximum number of entries of a calendar, of all kinds together.
pub const MAX_CALENDAR_DAYS: usize = 1_000;

/// The maximum size of all titles of a calendar, in bytes.
const MAX_TITLES: usize = 100_000;

/// Days with what they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TitledDays {
    /// The days: a date, or a span `first/last`.
    pub days: Days,
    /// What they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

body! {
    /// Days with what they are.
    struct Written as "TitledDays" {
        /// A date, or a span `first/last` with both days in it.
        days: Days = required(custom(read_span, |_| json!({"type": "string", "example": "2027-12-24/2028-01-01"}))),
        /// What they are, such as `Christmas`.
        title: Option<String> = optional(text(1, MAX_TITLE)),
    }
    example {"days": "2027-12-25", "title": "Christmas Day"}
}

body! {
    /// The days of a calendar.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct CalendarDays {
        /// Its days: dates and spans `first/last`, as texts or as objects with a `title`.
        #[serde(default)]
        pub days: Vec<TitledDays> = otherwise(list("days", custom(read_titled, titled_schema)).max(MAX_CALENDAR_DAYS), Vec::new),
        /// Days of every week, such as `saturday`.
        #[serde(default)]
        pub weekly: Vec<Days> = otherwise(
            list("days of the week", custom(read_weekday, |_| json!({"type": "string", "example": "saturday"}))).max(7),
            Vec::new,
        ),
        /// Days that recur by a rule.
        #[serde(default)]
        pub recurring: Vec<Recurrence> = otherwise(
            list("rules", custom(read_recurring, |schemas| of::<RecurringDays>().schema(schemas))).max(MAX_CALENDAR_DAYS),
            Vec::new,
        ),
    }
}

impl CalendarDays {
    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.days.len() + self.weekly.len() + self.recurring.len()
    }

    /// Whether it has no entries.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds the entries of `others`.
    pub fn extend(&mut self, others: Self) {
        self.days.extend(others.days);
        self.weekly
            .extend(others.weekly.into_iter().filter(|day| !self.weekly.contains(day)).collect::<Vec<_>>());
        self.recurring.extend(others.recurring);
    }

    /// Refuses more entries than a calendar has, or larger ones.
    ///
    /// # Errors
    /// A violation at `path`.
    pub fn within_limits(&self, path: &Path) -> Result<(), Violation> {
        let of_days = self.days.iter().map(|days| days.title.as_ref());
        let of_rules = self.recurring.iter().map(|recurring| recurring.written().title.as_ref());
        let titles: usize = of_days.chain(of_rules).flatten().map(String::len).sum();
        let message = if self.len() > MAX_CALENDAR_DAYS {
            format!("a calendar has at most {MAX_CALENDAR_DAYS} entries, not {}", self.len())
        } else if titles > MAX_TITLES {
            format!("the titles of a calendar have at most {MAX_TITLES} bytes, not {titles}")
        } else {
            return Ok(());
        };
        Err(Violation::new(path.clone(), "too_many", message)
            .hint("make several calendars: a schedule may name several"))
    }

    /// Whether `date` is one of its days, and what it is: titled days come before others.
    pub(crate) fn on(&self, date: Date) -> Option<Option<&str>> {
        let days = self.days.iter().filter(|titled| titled.days.contain(date)).map(|titled| &titled.title);
        let recurring = self.recurring.iter().filter(|recurring| recurring.contains(date));
        let mut found =
            days.chain(recurring.map(|recurring| &recurring.written().title)).map(Option::as_deref);
        match found.next() {
            Some(Some(title)) => Some(Some(title)),
            Some(None) => Some(found.flatten().next()),
            None => self.weekly.iter().any(|day| day.contain(date)).then_some(None),
        }
    }
}

fn read_titled(value: &Value, path: &Path) -> Result<TitledDays, Violations> {
    match value {
        Value::String(_) => read_span(value, path).map(|days| TitledDays { days, title: None }),
        _ => Written::parse(value, path).map(|Written { days, title }| TitledDays { days, title }),
    }
}

fn titled_schema(schemas: &mut Schemas) -> Value {
    let text =
        json!({"type": "string", "description": "A date, or a span `first/last`.", "example": "2027-12-25"});
    json!({"anyOf": [text, of::<Written>().schema(schemas)]})
}

fn read_span(value: &Value, path: &Path) -> Result<Days, Violations> {
    match day_set::read(value, path)? {
        span @ Days::Span { .. } => Ok(span),
        Days::Weekly(_) => {
            let violation = Violation::new(path.clone(), "days", "is a day of the week");
            Err(violation.hint("write it into `weekly`").into())
        }
        Days::Calendar(_) => {
            let violation = Violation::new(path.clone(), "days", "is neither a date nor a span");
            Err(violation
                .hint("a calendar does not contain other calendars; a schedule may name several")
                .into())
        }
    }
}

fn read_weekday(value: &Value, path: &Path) -> Result<Days, Violations> {
    match value.as_str().and_then(|text| Days::read(text).ok()) {
        Some(day @ Days::Weekly(_)) => Ok(day),
        _ => {
            let violation = Violation::new(path.clone(), "days", "is not a day of the week");
            Err(violation.hint("such as `saturday`; dates belong into `days`").into())
        }
    }
}

fn read_recurring(value: &Value, path: &Path) -> Result<Recurrence, Violations> {
    RecurringDays::parse(value, path).map(Recurrence::from)
}
