//! Parses the six fields between the parentheses of `cron(…)`.

use super::{
    AwsCron,
    days::Days,
    field::{DAYS_OF_MONTH, DAYS_OF_WEEK, HOURS, MINUTES, MONTHS, YEARS, number},
};
use crate::{classic_cron, error::Error};

const FIELDS: &str = "minutes hours day-of-month month day-of-week year";
const EXAMPLE: &str = "for example `cron(0 9 ? * MON-FRI *)`";

/// Parses `0 9 ? * MON-FRI *`.
///
/// # Errors
/// The errors of every field and of the combination of the two day fields.
pub(crate) fn parse(text: &str) -> Result<AwsCron, Vec<Error>> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let &[minutes, hours, day_of_month, month, day_of_week, year] = fields.as_slice() else {
        return Err(vec![wrong_count(&fields)]);
    };
    let mut errors = Vec::new();
    let mut keep = |error| errors.push(error);
    let minutes = MINUTES.parse(minutes).map_err(&mut keep).ok();
    let hours = HOURS.parse(hours).map_err(&mut keep).ok();
    let of_month = parse_day_of_month(day_of_month).map_err(&mut keep).ok();
    let months = MONTHS.parse(month).map_err(&mut keep).ok();
    let of_week = parse_day_of_week(day_of_week).map_err(&mut keep).ok();
    let years = YEARS.parse(year).map_err(&mut keep).ok();
    let days = match (of_month, of_week) {
        (Some(Some(days)), Some(None)) | (Some(None), Some(Some(days))) => Some(days),
        (Some(Some(_)), Some(Some(_))) => {
            keep(both_restricted(&fields));
            None
        }
        (Some(None), Some(None)) => {
            keep(neither_restricted(&fields));
            None
        }
        _ => None,
    };
    match (minutes, hours, days, months, years) {
        (Some(minutes), Some(hours), Some(days), Some(months), Some(years)) => {
            Ok(AwsCron { minutes, hours, days, months, years })
        }
        _ => Err(errors),
    }
}

/// Parses a day-of-month field; `None` is `?`.
pub(super) fn parse_day_of_month(text: &str) -> Result<Option<Days>, Error> {
    let upper = text.to_ascii_uppercase();
    let days = match upper.as_str() {
        "?" => return Ok(None),
        "L" => Days::LastOfMonth,
        "LW" => Days::LastWeekdayOfMonth,
        _ => match upper.strip_suffix('W').map(number) {
            Some(Some(day @ 1..=31)) => Days::NearestWeekday(day as u8),
            None if !upper.contains(['L', 'W', '?', '#']) => Days::OfMonth(DAYS_OF_MONTH.parse(&upper)?),
            _ => {
                let message = format!("day-of-month: `{text}` is not a day");
                let hint = "`L` (last day), `LW` (last weekday) and `15W` (weekday nearest to the 15th) stand alone, \
                            without lists or offsets";
                return Err(Error::new(message).hint(hint));
            }
        },
    };
    Ok(Some(days))
}

/// Parses a day-of-week field; `None` is `?`.
pub(super) fn parse_day_of_week(text: &str) -> Result<Option<Days>, Error> {
    let upper = text.to_ascii_uppercase();
    if upper == "?" {
        return Ok(None);
    }
    let one = |name: &str| {
        let only = DAYS_OF_WEEK.parse(name).ok()?;
        only.first().filter(|first| only.last() == Some(*first)).map(|day| day as u8)
    };
    let days = match (upper.split_once('#'), upper.strip_suffix('L')) {
        (Some((day, nth)), _) => match (one(day), number(nth)) {
            (Some(weekday), Some(nth @ 1..=5)) => Days::NthOfWeekday { weekday, nth: nth as u8 },
            _ => {
                let hint = "`3#2` is the second Tuesday: one day, `#`, and a number from 1 to 5";
                return Err(Error::new(format!("day-of-week: `{text}` is not a day")).hint(hint));
            }
        },
        (None, Some("")) => Days::of_week(DAYS_OF_WEEK.parse("SAT")?),
        (None, Some(day)) => match one(day) {
            Some(weekday) => Days::LastOfWeekday(weekday),
            None => {
                let hint = "`6L` is the last Friday of the month: one day and `L`";
                return Err(Error::new(format!("day-of-week: `{text}` is not a day")).hint(hint));
            }
        },
        (None, None) => Days::of_week(DAYS_OF_WEEK.parse(&upper)?),
    };
    Ok(Some(days))
}

fn wrong_count(fields: &[&str]) -> Error {
    let error = Error::new(format!("cron(…) has six fields ({FIELDS}), not {}", fields.len()));
    match fields.len() {
        5 => match classic_cron::parse(&fields.join(" ")) {
            Ok(cron) => error.hint(format!("did you mean `{cron}`?")),
            Err(_) => error.hint(EXAMPLE),
        },
        _ => error.hint(EXAMPLE),
    }
}

/// The expression with other day fields, for a suggestion.
fn with_day_fields(fields: &[&str], day_of_month: &str, day_of_week: &str) -> String {
    let field = |position: usize| fields.get(position).copied().unwrap_or("*");
    let [minutes, hours, month, year] = [field(0), field(1), field(3), field(5)];
    format!("`cron({minutes} {hours} {day_of_month} {month} {day_of_week} {year})`")
}

fn both_restricted(fields: &[&str]) -> Error {
    let (of_month, of_week) = (fields.get(2).copied().unwrap_or("*"), fields.get(4).copied().unwrap_or("*"));
    let hint = match (of_month, of_week) {
        (_, "*") => format!("did you mean {}?", with_day_fields(fields, of_month, "?")),
        ("*", _) => format!("did you mean {}?", with_day_fields(fields, "?", of_week)),
        _ => format!(
            "EventBridge cannot combine them; make two tasks, {} and {}",
            with_day_fields(fields, of_month, "?"),
            with_day_fields(fields, "?", of_week)
        ),
    };
    Error::new("one of day-of-month and day-of-week must be `?`").hint(hint)
}

fn neither_restricted(fields: &[&str]) -> Error {
    let hint = format!("did you mean {}?", with_day_fields(fields, "*", "?"));
    Error::new("only one of day-of-month and day-of-week may be `?`").hint(hint)
}
