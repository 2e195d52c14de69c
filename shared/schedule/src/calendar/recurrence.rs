//! Days that recur by a rule.

use beadle_values::{
    body,
    body::{Shape, custom, list, optional, otherwise, parsed, required, text, whole},
    violation::{Path, Violation},
};
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::json;

use super::{
    MAX_TITLE, read_date,
    rule::{Frequency, MAX_RULE, Rule},
};

/// The most days of one occurrence.
pub const MAX_LENGTH: u16 = 366;

/// The most days that a recurrence leaves out.
const MAX_EXCEPTIONS: usize = 200;

/// How many years a rule with a count is followed.
const MAX_YEARS_COUNTED: i16 = 200;

body! {
    /// Days that recur by a rule of RFC 5545.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RecurringDays as "RecurringDays" {
        /// The rule, such as `FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25`: `FREQ` from `DAILY` to `YEARLY` with `INTERVAL`, `COUNT`, `UNTIL`,
        /// `BYMONTH`, `BYMONTHDAY`, `BYDAY` and `WKST`.
        pub rule: Rule = required(parsed("recurrence").shown(|| json!({"maxLength": MAX_RULE, "example": "FREQ=YEARLY"}))),
        /// The first day; the rule counts from it.
        pub first: Date = required(custom(read_date, |_| json!({"type": "string", "format": "date"}))),
        /// How many days each occurrence lasts, 1 unless given.
        pub length: u16 = otherwise(whole::<u16>(1, MAX_LENGTH.into()), || 1),
        /// Occurrences that are left out, by their first days.
        pub except: Vec<Date> = otherwise(
            list("days", custom(read_date, |_| json!({"type": "string", "format": "date"}))).max(MAX_EXCEPTIONS),
            Vec::new,
        ),
        /// What they are.
        pub title: Option<String> = optional(text(1, MAX_TITLE)),
    }
    example {"rule": "FREQ=YEARLY", "first": "2020-12-25", "title": "Christmas Day"}
    check |given, _members, path, violations| {
        if let (Some(rule), Some(first)) = (&given.rule, given.first)
            && rule.until.is_some_and(|until| until < first)
        {
            let violation = Violation::new(Path::key(path, "rule"), "recurrence", "`UNTIL` lies before the first day");
            violations.push(violation);
        }
    }
}

/// Days that recur, with what follows from their rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    written: RecurringDays,
    /// The last first day, if the rule ends.
    last: Option<Date>,
}

impl From<RecurringDays> for Recurrence {
    fn from(written: RecurringDays) -> Self {
        let mut recurrence = Self { last: written.rule.until, written };
        if let Some(count) = recurrence.written.rule.count {
            recurrence.last = Some(recurrence.counted(count));
        }
        recurrence
    }
}

impl Recurrence {
    /// As it was written.
    pub fn written(&self) -> &RecurringDays {
        &self.written
    }

    /// Whether `date` is one of its days.
    pub(super) fn contains(&self, date: Date) -> bool {
        let mut begins = Some(date);
        for _ in 0..self.written.length {
            let Some(day) = begins else { return false };
            if self.begins_on(day) && !self.written.except.contains(&day) {
                return true;
            }
            begins = day.yesterday().ok().filter(|day| *day >= self.written.first);
        }
        false
    }

    /// The first day of the occurrence of this number, counted from 1.
    fn counted(&self, count: u32) -> Date {
        let mut last = self.written.first;
        let mut left = count.saturating_sub(1);
        let mut day = last.tomorrow().ok();
        let end = last.saturating_add(MAX_YEARS_COUNTED.years());
        while let Some(date) = day.filter(|day| left > 0 && *day <= end) {
            if self.begins_on(date) {
                (last, left) = (date, left - 1);
            }
            day = date.tomorrow().ok();
        }
        last
    }

    fn begins_on(&self, date: Date) -> bool {
        let RecurringDays { rule, first, .. } = &self.written;
        if date < *first || self.last.is_some_and(|last| date > last) {
            return false;
        }
        date == *first
            || self.periods(date).is_some_and(|periods| periods % rule.interval == 0) && self.fits(date)
    }

    /// How many periods of the rule lie between its first day and `date`.
    fn periods(&self, date: Date) -> Option<i32> {
        let RecurringDays { rule, first, .. } = &self.written;
        let years = i32::from(date.year()) - i32::from(first.year());
        Some(match rule.frequency {
            Frequency::Yearly => years,
            Frequency::Monthly => years * 12 + i32::from(date.month()) - i32::from(first.month()),
            Frequency::Weekly => {
                let since = |date: Date| i64::from(date.weekday().since(rule.week_start));
                days_between(*first, date)
                    .checked_add(since(*first) - since(date))?
                    .checked_div(7)?
                    .try_into()
                    .ok()?
            }
            Frequency::Daily => days_between(*first, date).try_into().ok()?,
        })
    }

    /// Whether the parts of the rule allow `date` in a period in which it recurs.
    fn fits(&self, date: Date) -> bool {
        let RecurringDays { rule, first, .. } = &self.written;
        let Rule { months, month_days, weekdays, .. } = rule;
        let in_month = months.is_empty() || months.contains(&date.month());
        let from_end = date.day() - date.days_in_month() - 1;
        let on_day =
            month_days.is_empty() || month_days.contains(&date.day()) || month_days.contains(&from_end);
        let on_weekday = weekdays.is_empty() || weekdays.iter().any(|day| self.is_weekday(date, *day));
        let by_day = !month_days.is_empty() || !weekdays.is_empty();
        let as_first = by_day
            || match rule.frequency {
                Frequency::Yearly if months.is_empty() => {
                    (date.month(), date.day()) == (first.month(), first.day())
                }
                Frequency::Yearly | Frequency::Monthly => date.day() == first.day(),
                Frequency::Weekly => date.weekday() == first.weekday(),
                Frequency::Daily => true,
            };
        in_month && on_day && on_weekday && as_first
    }

    /// Whether `date` is this day of the week, and the one of its number in the month or in the year.
    fn is_weekday(&self, date: Date, (number, weekday): (Option<i8>, Weekday)) -> bool {
        if date.weekday() != weekday {
            return false;
        }
        let Some(number) = number else { return true };
        let Rule { frequency, months, .. } = &self.written.rule;
        let (day, days) = if *frequency == Frequency::Yearly && months.is_empty() {
            (date.day_of_year(), date.days_in_year())
        } else {
            (i16::from(date.day()), i16::from(date.days_in_month()))
        };
        let found = if number > 0 { (day - 1) / 7 + 1 } else { -((days - day) / 7 + 1) };
        found == i16::from(number)
    }
}

fn days_between(first: Date, date: Date) -> i64 {
    first.duration_until(date).as_hours() / 24
}

#[derive(Serialize, Deserialize)]
struct Stored {
    rule: String,
    first: Date,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    length: u16,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    except: Vec<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
}

fn one() -> u16 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_one(length: &u16) -> bool {
    *length == 1
}

impl Serialize for Recurrence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let RecurringDays { rule, first, length, except, title } = self.written.clone();
        Stored { rule: rule.to_string(), first, length, except, title }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Recurrence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Stored { rule, first, length, except, title } = Stored::deserialize(deserializer)?;
        let rule = rule.parse().map_err(|error| de::Error::custom(format!("`{rule}` {error}")))?;
        Ok(RecurringDays { rule, first, length, except, title }.into())
    }
}
