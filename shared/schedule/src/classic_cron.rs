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
    rate::Rate,
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
    if let Some(special) = fields.iter().find(|field| is_special(field)) {
        return Err(vec![of_another_dialect(&fields, special)]);
    }
    let mut errors = Vec::new();
    let mut keep = |error| errors.push(error);
    let read = |field: &Field, text: &str| field.parse(text);
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
            if full == "@reboot" {
                let error = Error::new("`@reboot` has no time");
                return Err(vec![
                    error.hint("did you mean `manual`? Let what starts the machine execute the task"),
                ]);
            }
            let names: Vec<&str> = MACROS.iter().map(|(known, _)| *known).collect();
            let error =
                Error::new(format!("`@{name}` is not a schedule")).hint(format!("use {}", names.join(", ")));
            Err(vec![error])
        }
    }
}

/// Whether a field has what only EventBridge's dialect knows: `?`, `#`, the last one, the nearest weekday.
fn is_special(field: &str) -> bool {
    let upper = field.to_ascii_uppercase();
    let counted = upper.trim_end_matches(['L', 'W']);
    let last_or_nearest = counted != upper && (counted.is_empty() || number(counted).is_some());
    last_or_nearest || upper.contains(['?', '#'])
}

/// The error for `special`, with the same schedule in EventBridge's dialect.
fn of_another_dialect(fields: &[&str], special: &str) -> Error {
    let error = Error::new(format!("`{special}` is not for five-field cron"));
    let &[minutes, hours, of_month, month, of_week] = fields else { return error };
    let unrestricted = |field: &str| matches!(field, "*" | "?");
    let (of_month, of_week) = match (unrestricted(of_month), unrestricted(of_week)) {
        (_, true) => (of_month.replace('?', "*"), "?".to_owned()),
        (true, false) => ("?".to_owned(), counted_from_one(of_week)),
        (false, false) => (of_month.to_owned(), of_week.to_owned()),
    };
    match aws::parse(&format!("{minutes} {hours} {of_month} {month} {of_week} *")) {
        Ok(cron) => error.hint(format!("did you mean `{cron}`?")),
        Err(_) => error.hint(
            "`?`, `L`, `W` and `#` belong to `cron(minutes hours day-of-month month day-of-week year)`",
        ),
    }
}

/// A day-of-week field whose first number counts from Sunday as 1.
fn counted_from_one(field: &str) -> String {
    let digits = field.bytes().take_while(u8::is_ascii_digit).count();
    match number(&field[..digits]) {
        Some(day) => format!("{}{}", day % 7 + 1, &field[digits..]),
        None => field.to_owned(),
    }
}

/// The error for two restricted day fields. In `crontab(5)`, days match both fields if one of these begins with `*`, and else
/// either of them.
fn either_day(fields: &[&str]) -> Error {
    let field = |position: usize| fields.get(position).copied().unwrap_or("*");
    let (time, month) = (format!("{} {}", field(0), field(1)), field(3));
    if field(2).starts_with('*') || field(4).starts_with('*') {
        return Error::new("cron runs when both day fields match, which EventBridge cannot express")
            .hint("write `*` in one of the two day fields");
    }
    Error::new("cron runs when either day field matches, which EventBridge cannot express").hint(format!(
        "make two tasks, `{time} {} {month} *` and `{time} * {month} {}`",
        field(2),
        field(4)
    ))
}

/// The error for another number of fields: with six or seven, the first may count seconds, and the last years (Quartz).
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
        Some((seconds, rest)) if matches!(rest.len(), 5 | 6) => match without_seconds(seconds, rest) {
            Some(meant) => error.hint(format!("there is no field for seconds: did you mean `{meant}`?")),
            None => error.hint("there is no field for seconds, so it can only be 0 and left out"),
        },
        _ => error.hint("write `0 9 * * 1-5`, or `cron(0 9 ? * MON-FRI *)` in EventBridge's dialect"),
    }
}

/// What fields with one for seconds mean, if that can be written without it.
fn without_seconds(seconds: &str, rest: &[&str]) -> Option<String> {
    if seconds == "0" {
        if parse(&rest.join(" ")).is_ok() {
            return Some(rest.join(" "));
        }
        let years = if rest.len() == 5 { " *" } else { "" };
        return aws::parse(&format!("{}{years}", rest.join(" "))).ok().map(|cron| cron.to_string());
    }
    let unrestricted = rest.iter().all(|field| matches!(*field, "*" | "?"));
    let step = if seconds == "*" { Some(1) } else { seconds.strip_prefix("*/").and_then(number) };
    Some(Rate::of_seconds(u64::from(step.filter(|_| unrestricted)?)).ok()?.to_string())
}
