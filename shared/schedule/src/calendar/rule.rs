//! Recurrence rules of whole days: the part of RFC 5545's `RRULE` that says on which days something recurs.

use std::{fmt, str::FromStr};

use jiff::civil::{Date, Weekday};

/// The longest rule, in characters.
pub const MAX_RULE: usize = 200;

/// The largest `INTERVAL` and `COUNT`.
const MAX_NUMBER: u32 = 1_000;

/// How a rule repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A recurrence rule, such as `FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    text: String,
    pub(super) frequency: Frequency,
    pub(super) interval: i32,
    pub(super) count: Option<u32>,
    pub(super) until: Option<Date>,
    pub(super) months: Vec<i8>,
    /// Days of the month; negative ones count from its end.
    pub(super) month_days: Vec<i8>,
    /// Days of the week, each with its number in the month or year where it has one.
    pub(super) weekdays: Vec<(Option<i8>, Weekday)>,
    pub(super) week_start: Weekday,
}

/// What is wrong with a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRule(String);

impl fmt::Display for BadRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadRule {}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Rule {
    type Err = BadRule;

    fn from_str(text: &str) -> Result<Self, BadRule> {
        if text.len() > MAX_RULE {
            return Err(BadRule(format!("is longer than {MAX_RULE} characters")));
        }
        let text = text.to_ascii_uppercase();
        let mut rule = Self {
            text: text.clone(),
            frequency: Frequency::Yearly,
            interval: 1,
            count: None,
            until: None,
            months: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
            week_start: Weekday::Monday,
        };
        let mut seen: Vec<&str> = Vec::new();
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let (name, value) =
                part.split_once('=').ok_or_else(|| BadRule(format!("`{part}` has no value")))?;
            if seen.contains(&name) {
                return Err(BadRule(format!("`{name}` is given twice")));
            }
            seen.push(name);
            rule.take(name, value)?;
        }
        if !seen.contains(&"FREQ") {
            return Err(BadRule("has no `FREQ`".to_owned()));
        }
        rule.fits_together()?;
        Ok(rule)
    }
}

impl Rule {
    fn take(&mut self, name: &str, value: &str) -> Result<(), BadRule> {
        let bad = || BadRule(format!("`{name}={value}` can't be read"));
        let number = || value.parse().ok().filter(|number| (1..=MAX_NUMBER).contains(number)).ok_or_else(bad);
        match name {
            "FREQ" => {
                self.frequency = match value {
                    "DAILY" => Frequency::Daily,
                    "WEEKLY" => Frequency::Weekly,
                    "MONTHLY" => Frequency::Monthly,
                    "YEARLY" => Frequency::Yearly,
                    _ => return Err(BadRule(format!("`FREQ={value}` is not about whole days"))),
                }
            }
            "INTERVAL" => self.interval = i32::try_from(number()?).map_err(|_| bad())?,
            "COUNT" => self.count = Some(number()?),
            "UNTIL" => self.until = Some(super::ical::date(value.get(..8).unwrap_or(value)).ok_or_else(bad)?),
            "BYMONTH" => self.months = numbers(value, |month| (1..=12).contains(&month)).ok_or_else(bad)?,
            "BYMONTHDAY" => {
                let is_day = |day: i8| day != 0 && (-31..=31).contains(&day);
                self.month_days = numbers(value, is_day).ok_or_else(bad)?;
            }
            "BYDAY" => {
                let days: Option<Vec<_>> = value.split(',').map(weekday).collect();
                self.weekdays = days.ok_or_else(bad)?;
            }
            "WKST" => {
                let start = weekday(value).filter(|(number, _)| number.is_none());
                self.week_start = start.ok_or_else(bad)?.1;
            }
            _ => return Err(BadRule(format!("`{name}` is not among what is read of rules"))),
        }
        Ok(())
    }

    fn fits_together(&self) -> Result<(), BadRule> {
        let numbered = self.weekdays.iter().any(|(number, _)| number.is_some());
        let by_period = matches!(self.frequency, Frequency::Monthly | Frequency::Yearly);
        let refused = if numbered && !by_period {
            "a number before a day of the week needs `FREQ=MONTHLY` or `FREQ=YEARLY`"
        } else if numbered && !self.month_days.is_empty() {
            "a number before a day of the week does not go with `BYMONTHDAY`"
        } else if self.frequency == Frequency::Weekly && !self.month_days.is_empty() {
            "`BYMONTHDAY` does not go with `FREQ=WEEKLY`"
        } else if self.count.is_some() && self.until.is_some() {
            "`COUNT` does not go with `UNTIL`"
        } else {
            return Ok(());
        };
        Err(BadRule(refused.to_owned()))
    }
}

fn numbers(value: &str, fits: impl Fn(i8) -> bool) -> Option<Vec<i8>> {
    value.split(',').map(|number| number.parse().ok().filter(|number| fits(*number))).collect()
}

/// A day of the week, with its number: `MO`, `1MO`, `-1FR`.
fn weekday(text: &str) -> Option<(Option<i8>, Weekday)> {
    let at = text.len().checked_sub(2).filter(|at| text.is_char_boundary(*at))?;
    let (number, day) = text.split_at(at);
    let day = match day {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    };
    if number.is_empty() {
        return Some((None, day));
    }
    let number: i8 = number.parse().ok()?;
    (number != 0 && (-53..=53).contains(&number)).then_some((Some(number), day))
}
