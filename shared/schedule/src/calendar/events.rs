//! Whole-day events of iCalendar.

use jiff::{ToSpan, civil::Date};

use super::{
    CalendarDays, MAX_LENGTH, MAX_TITLE, Recurrence, RecurringDays, TitledDays,
    ical::{Property, date},
    rule::Rule,
};
use crate::day_set::Days;

/// An event while its properties are read.
pub(super) struct Event {
    line: usize,
    title: Option<String>,
    first: Option<Date>,
    /// The day after its last one.
    end: Option<Date>,
    /// How many days it lasts, where it says that in place of its end.
    length: Option<u16>,
    rule: Option<Rule>,
    except: Vec<Date>,
    more: Vec<Date>,
    is_cancelled: bool,
}

impl Event {
    /// The event that begins on this line.
    pub(super) fn begin(line: usize) -> Self {
        Self {
            line,
            title: None,
            first: None,
            end: None,
            length: None,
            rule: None,
            except: Vec::new(),
            more: Vec::new(),
            is_cancelled: false,
        }
    }

    /// Takes a property.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn take(&mut self, property: &Property) -> Result<(), String> {
        let Property { name, value, .. } = property;
        match name.as_str() {
            "SUMMARY" => self.title = title(value)?,
            "DTSTART" => self.first = Some(whole_day(property)?),
            "DTEND" => self.end = Some(whole_day(property)?),
            "DURATION" => self.length = Some(length(value)?),
            "RRULE" if self.rule.is_some() => return Err("a second `RRULE` is not read".to_owned()),
            "RRULE" => self.rule = Some(value.parse().map_err(|error| format!("the rule {error}"))?),
            "EXDATE" => self.except.extend(dates(property)?),
            "RDATE" => self.more.extend(dates(property)?),
            "STATUS" => self.is_cancelled = value.eq_ignore_ascii_case("CANCELLED"),
            "RECURRENCE-ID" => return Err("changed occurrences of another event are not read".to_owned()),
            _ => {}
        }
        Ok(())
    }

    /// The days of the event.
    ///
    /// # Errors
    /// What is wrong with it, and the line.
    pub(super) fn finish(self) -> Result<CalendarDays, (usize, String)> {
        let line = self.line;
        let refused = |message: &str| (line, message.to_owned());
        let mut days = CalendarDays::default();
        if self.is_cancelled {
            return Ok(days);
        }
        let first = self.first.ok_or_else(|| refused("the event has no `DTSTART`"))?;
        let length = match (self.end, self.length) {
            (Some(end), _) => {
                let length = first.duration_until(end).as_hours() / 24;
                let fits = u16::try_from(length).ok().filter(|length| *length <= MAX_LENGTH);
                fits.ok_or_else(|| refused("the event ends before it begins, or is longer than a year"))?
                    .max(1)
            }
            (None, length) => length.unwrap_or(1),
        };
        let last = |first: Date| first.saturating_add((i64::from(length) - 1).days());
        let span = |first: Date, title: &Option<String>| TitledDays {
            days: Days::Span { first, last: last(first) },
            title: title.clone(),
        };
        days.days.extend(self.more.iter().map(|first| span(*first, &self.title)));
        match self.rule {
            Some(rule) => {
                let Self { title, except, .. } = self;
                days.recurring.push(Recurrence::from(RecurringDays { rule, first, length, except, title }));
            }
            None => days.days.insert(0, span(first, &self.title)),
        }
        Ok(days)
    }
}

fn whole_day(property: &Property) -> Result<Date, String> {
    date(property.value.trim()).ok_or_else(|| {
        format!(
            "`{}:{}` is not a whole day such as `DTSTART;VALUE=DATE:20271225`",
            property.name, property.value
        )
    })
}

fn dates(property: &Property) -> Result<Vec<Date>, String> {
    let read = |text: &str| {
        date(text.trim())
            .ok_or_else(|| format!("`{}:{}` does not list whole days", property.name, property.value))
    };
    property.value.split(',').map(read).collect()
}

/// The days of `P1D` and `P2W`.
fn length(value: &str) -> Result<u16, String> {
    let days = value.strip_prefix('P').and_then(|period| match period.strip_suffix('W') {
        Some(weeks) => weeks.parse::<u16>().ok()?.checked_mul(7),
        None => period.strip_suffix('D')?.parse().ok(),
    });
    days.filter(|days| (1..=MAX_LENGTH).contains(days))
        .ok_or_else(|| format!("`DURATION:{value}` is not a number of days such as `P1D`"))
}

/// A text without its escapes (section 3.3.11).
fn title(value: &str) -> Result<Option<String>, String> {
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n' | 'N') => text.push(' '),
                Some(escaped) => text.push(escaped),
                None => {}
            },
            other => text.push(other),
        }
    }
    let text = text.trim();
    match text.chars().count() {
        0 => Ok(None),
        1..=MAX_TITLE => Ok(Some(text.to_owned())),
        _ => Err(format!("the summary is longer than {MAX_TITLE} characters")),
    }
}
