//! Reads the days of a calendar from iCalendar (RFC 5545): its whole-day events, with their rules.

use std::borrow::Cow;

use beadle_values::violation::{Path, Violation, Violations};
use jiff::civil::Date;

use super::{CalendarDays, events::Event};

/// The longest iCalendar text, in bytes.
pub const MAX_ICAL: usize = 512 * 1024;

/// The most faults that are listed.
const MAX_FAULTS: usize = 20;

/// A property of iCalendar.
pub(super) struct Property {
    /// The name, in upper case.
    pub(super) name: String,
    /// The value.
    pub(super) value: String,
}

/// The days of the whole-day events in `text`. What else iCalendar has, such as to-dos and alarms, is passed over.
///
/// # Errors
/// The faults at `path`, each with its line: events with times of day, rules that are not read, what is no iCalendar.
pub fn read(text: &str, path: &Path) -> Result<CalendarDays, Violations> {
    let fault =
        |line: usize, message: &str| Violation::new(path.clone(), "ical", format!("line {line}: {message}"));
    if text.len() > MAX_ICAL {
        let message = format!("has more than {} KB", MAX_ICAL / 1024);
        return Err(Violation::new(path.clone(), "too_large", message).into());
    }
    let (mut days, mut violations) = (CalendarDays::default(), Violations::new());
    let mut open: Vec<String> = Vec::new();
    let mut event: Option<Event> = None;
    for (line, text) in unfolded(text) {
        let Some(property) = property(&text) else {
            violations.push(fault(line, "is not a property such as `SUMMARY:Christmas`"));
            break;
        };
        match property.name.as_str() {
            "BEGIN" => {
                let component = property.value.to_ascii_uppercase();
                if open.is_empty() && component != "VCALENDAR" {
                    violations.push(fault(line, "a calendar begins with `BEGIN:VCALENDAR`"));
                    break;
                }
                if component == "VEVENT" {
                    event = Some(Event::begin(line));
                }
                open.push(component);
            }
            "END" => {
                let component = property.value.to_ascii_uppercase();
                if open.pop().as_ref() != Some(&component) {
                    violations.push(fault(line, "ends what has not begun"));
                    break;
                }
                if component == "VEVENT"
                    && let Some(ended) = event.take()
                {
                    match ended.finish() {
                        Ok(found) => days.extend(found),
                        Err((line, message)) => violations.push(fault(line, &message)),
                    }
                }
            }
            _ => {
                if open.is_empty() {
                    violations.push(fault(line, "a calendar begins with `BEGIN:VCALENDAR`"));
                    break;
                }
                if let (Some("VEVENT"), Some(event)) = (open.last().map(String::as_str), &mut event)
                    && let Err(message) = event.take(&property)
                {
                    violations.push(fault(line, &message));
                }
            }
        }
        if violations.iter().count() >= MAX_FAULTS {
            return Err(violations);
        }
    }
    if violations.is_empty() && (!open.is_empty() || days.is_empty()) {
        let message =
            if open.is_empty() { "has no whole-day event" } else { "ends before its calendar does" };
        violations.push(Violation::new(path.clone(), "ical", message));
    }
    violations.into_result(days)
}

/// The lines with their numbers, those that are folded joined (section 3.1).
fn unfolded(text: &str) -> Vec<(usize, Cow<'_, str>)> {
    let mut lines: Vec<(usize, Cow<'_, str>)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, line))) => line.to_mut().push_str(rest),
            _ if line.trim().is_empty() => {}
            _ => lines.push((index + 1, Cow::Borrowed(line))),
        }
    }
    lines
}

/// A property, unless the line is none. A value may contain colons, and so may a quoted parameter.
fn property(text: &str) -> Option<Property> {
    let mut quoted = false;
    let colon = text.char_indices().find_map(|(at, character)| {
        quoted ^= character == '"';
        (character == ':' && !quoted).then_some(at)
    })?;
    let (head, value) = (text.get(..colon)?, text.get(colon + 1..)?);
    let name = head.split(';').next()?;
    let is_name = !name.is_empty()
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '-');
    is_name.then(|| Property { name: name.to_ascii_uppercase(), value: value.to_owned() })
}

/// The date of `20271225`.
pub(super) fn date(text: &str) -> Option<Date> {
    let is_date = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok().filter(|_| is_date)
}
