//! Five-field cron as in `crontab(5)`, translated to EventBridge's dialect.

use super::{
    aws_cron::{
        AwsCron,
        days::Days,
        field::{DAY_NAMES, DAYS_OF_MONTH, DAYS_OF_WEEK, Field, HOURS, MINUTES, MONTHS, YEARS, number},
        parse as aws,
        values::Values,
    },
    error::Error,
};

/// Sunday is 0 and 7 here but 1 in EventBridge's dialect.
const WEEKDAYS: Field = Field { names: DAY_NAMES, ..Field::numbers("day-of-week", 0, 7) }.bounded();
const CLASSIC_MINUTES: Field = MINUTES.bounded();
const CLASSIC_HOURS: Field = HOURS.bounded();
const CLASSIC_DAYS_OF_MONTH: Field = DAYS_OF_MONTH.bounded();
const CLASSIC_MONTHS: Field = MONTHS.bounded();

const MACROS: &[(&str, &str)] = &[
    ("@hourly", "0 * * * *"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@weekly", "0 0 * * 0"),
    ("@monthly", "0 0 1 * *"),
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
];

/// Whether `text` looks like cron: it has wildcards, or starts like cron and has enough fields.
pub(super) fn resembles(text: &str) -> bool {
    let numeric =
        |word: &str| word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'-' | b'/'));
    let words = text.split_whitespace();
    text.contains(['*', '?']) || (words.clone().count() >= 4 && words.take(2).all(numeric))
}

/// Parses five fields or a nickname such as `@daily`.
///
/// # Errors
/// The errors of every field, and an error for two restricted day fields: cron combines them with *or*, which
/// EventBridge cannot express.
pub(super) fn parse(text: &str) -> Result<AwsCron, Vec<Error>> {
    if let Some(name) = text.trim().strip_prefix('@') {
        return nickname(name);
    }
    let fields: Vec<&str> = text.split_whitespace().collect();
    let &[minutes, hours, day_of_month, month, day_of_week] = fields.as_slice() else {
        return Err(vec![wrong_count(&fields)]);
    };
    let mut errors = Vec::new();
    let mut keep = |error| errors.push(error);
    let read = |field: &Field, text: &str| field.parse(text).map_err(|error| aws_only(error, text));
    let minutes = read(&CLASSIC_MINUTES, minutes).map_err(&mut keep).ok();
    let hours = read(&CLASSIC_HOURS, hours).map_err(&mut keep).ok();
    let of_month = read(&CLASSIC_DAYS_OF_MONTH, day_of_month).map_err(&mut keep).ok();
    let months = read(&CLASSIC_MONTHS, month).map_err(&mut keep).ok();
    let of_week = read(&WEEKDAYS, day_of_week).map_err(&mut keep).ok();
    if ![day_of_month, day_of_week].iter().any(|field| matches!(*field, "*" | "?")) {
        keep(either_day(&fields));
    }
    match (minutes, hours, of_month, months, of_week) {
        (Some(minutes), Some(hours), Some(of_month), Some(months), Some(of_week)) if errors.is_empty() => {
            let days =
                if day_of_week == "*" { Days::OfMonth(of_month) } else { Days::of_week(from_zero(&of_week)) };
            Ok(AwsCron { minutes, hours, days, months, years: YEARS.all() })
        }
        _ => Err(errors),
    }
}

fn from_zero(weekdays: &Values) -> Values {
    let mut shifted = DAYS_OF_WEEK.none();
    weekdays.iter().for_each(|day| shifted.insert(day % 7 + 1));
    shifted
}

fn nickname(name: &str) -> Result<AwsCron, Vec<Error>> {
    let full = format!("@{}", name.to_ascii_lowercase());
    match MACROS.iter().find(|(known, _)| *known == full) {
        Some((_, fields)) => parse(fields),
        None => {
            let names: Vec<&str> = MACROS.iter().map(|(known, _)| *known).collect();
            let error =
                Error::new(format!("`@{name}` is not a schedule")).hint(format!("use {}", names.join(", ")));
            Err(vec![error])
        }
    }
}

fn aws_only(error: Error, text: &str) -> Error {
    let upper = text.to_ascii_uppercase();
    let counted = upper.trim_end_matches(['L', 'W']);
    let last_or_nearest = counted != upper && (counted.is_empty() || number(counted).is_some());
    match last_or_nearest || upper.contains(['?', '#']) {
        true => Error::new(format!("`{text}` is not for five-field cron")).hint(
            "`?`, `L`, `W` and `#` belong to `cron(minutes hours day-of-month month day-of-week year)`",
        ),
        false => error,
    }
}

fn either_day(fields: &[&str]) -> Error {
    let field = |position: usize| fields.get(position).copied().unwrap_or("*");
    let (time, month) = (format!("{} {}", field(0), field(1)), field(3));
    Error::new("cron runs when either day field matches, which EventBridge cannot express").hint(format!(
        "make two tasks, `{time} {} {month} *` and `{time} * {month} {}`",
        field(2),
        field(4)
    ))
}

fn wrong_count(fields: &[&str]) -> Error {
    let error = Error::new(format!(
        "cron has five fields (minutes hours day-of-month month day-of-week), not {}",
        fields.len()
    ));
    if fields.len() == 6
        && let Ok(cron) = aws::parse(&fields.join(" "))
    {
        return error.hint(format!("six fields are EventBridge's: did you mean `{cron}`?"));
    }
    match fields.split_first() {
        Some((_seconds, rest)) if rest.len() == 5 && parse(&rest.join(" ")).is_ok() => {
            error.hint(format!("there is no field for seconds: did you mean `{}`?", rest.join(" ")))
        }
        _ => error.hint("write `0 9 * * 1-5`, or `cron(0 9 ? * MON-FRI *)` in EventBridge's dialect"),
    }
}
