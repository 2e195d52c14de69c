//! English phrases: `every 5 minutes`, `daily at 14:30`, `weekdays at 9am`, `every monday and friday at
//! 9:00`, `monthly on 1 at 6:00`, `last friday of the month at 17:00`, `hourly`. *Every* with a unit is an interval; the
//! others are calendar times.
//!
//! What is accepted has one meaning. Words that people understand in two ways (`biweekly`, `at 9`) are refused with a
//! suggestion.

mod interval;
mod month;
mod week;

use super::{
    aws_cron::{
        AwsCron,
        days::Days,
        field::{DAYS_OF_MONTH, HOURS, MINUTES, MONTHS, YEARS, number},
        values::Values,
    },
    clock_time::ClockTime,
    crons::Crons,
    error::Error,
    expression::Expression,
};

pub(super) use self::{interval::compact, week::WEEKDAYS};

/// Parses a phrase that [`words`] has split.
pub(super) fn parse(words: &[&str]) -> Result<Expression, Error> {
    if let Some(reordered) = with_times_last(words) {
        return parse(&reordered);
    }
    match words {
        ["hourly"] => Ok(hourly(0)),
        ["hourly", "at", minute] | ["every", "hour", "at", minute] => hourly_at(minute),
        ["daily" | "everyday" | "nightly", "at", times @ ..]
        | ["every", "day" | "night", "at", times @ ..] => at_times(times, every_day()),
        ["daily" | "everyday"] => Err(Error::new("`daily` needs a time")),
        ["monthly" | "weekly"] => Err(Error::new(format!("`{}` needs a day and a time", words.join(" ")))),
        ["monthly", "on", rest @ ..] | ["every", "month", "on", rest @ ..] => month::monthly(rest),
        ["every", "other", "month", "on", rest @ ..] => month::every_months("2", rest),
        ["every", "quarter", "on", rest @ ..] | ["quarterly", "on", rest @ ..] => {
            month::every_months("3", rest)
        }
        ["every", count, "months" | "month", "on", rest @ ..] => month::every_months(count, rest),
        ["yearly" | "annually", "on", rest @ ..] | ["every", "year", "on", rest @ ..] => month::yearly(rest),
        ["weekly", "on", rest @ ..] | ["every", "week", "on", rest @ ..] => week::on_weekdays(rest),
        ["on", rest @ ..] if !rest.is_empty() => parse(rest),
        _ if month::names_days_of_the_month(words) => month::of_the_month(words),
        ["every", rest @ ..] if interval::resembles(rest) => interval::every(rest),
        ["every", rest @ ..] => week::on_weekdays(rest),
        rest => week::on_weekdays(rest),
    }
}

/// The words of a phrase in lower case; commas separate words, `@` is `at`, and `9:30 pm` is one word.
pub(super) fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace(',', " and ");
    let mut words: Vec<String> = Vec::new();
    for word in lower.split_whitespace() {
        let digits = words.last().is_some_and(|last| last.ends_with(|last: char| last.is_ascii_digit()));
        match words.last_mut() {
            Some(last) if digits && matches!(word, "am" | "pm" | "a.m." | "p.m.") => {
                last.push_str(&word.replace('.', ""));
            }
            // An Oxford comma: `monday, tuesday, and friday`.
            Some(last) if last == "and" && word == "and" => {}
            _ if word == "@" => words.push("at".to_owned()),
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// `every day at 9am` for `at 9am every day`.
fn with_times_last<'w>(words: &[&'w str]) -> Option<Vec<&'w str>> {
    let rest = words.strip_prefix(&["at"])?;
    let days = rest.iter().position(|word| *word != "and" && ClockTime::parse(word).is_err())?;
    let (times, days) = rest.split_at(days);
    let named = days.first().is_some_and(|first| *first != "at") && !times.is_empty();
    named.then(|| [days, &["at"], times].concat())
}

fn every_day() -> Days {
    Days::OfMonth(DAYS_OF_MONTH.all())
}

fn hourly(minute: u16) -> Expression {
    let mut minutes = MINUTES.none();
    minutes.insert(minute);
    Expression::of_cron(AwsCron::every_year(minutes, HOURS.all(), every_day()))
}

fn hourly_at(minute: &str) -> Result<Expression, Error> {
    match number(minute.strip_prefix(':').unwrap_or(minute)) {
        Some(minute @ 0..=59) => Ok(hourly(minute)),
        _ => Err(Error::new(format!("`{minute}` is not a minute of an hour")).hint("write `hourly at :15`")),
    }
}

/// Splits the words at `at`.
fn split_at_times<'a, 'w>(words: &'a [&'w str]) -> Result<(Vec<&'w str>, &'a [&'w str]), Error> {
    match words.iter().position(|word| *word == "at") {
        Some(position) => Ok((words[..position].to_vec(), &words[position + 1..])),
        None => Err(Error::new(format!("`{}` is not a schedule", words.join(" ")))),
    }
}

fn items<'a>(words: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    words.iter().copied().filter(|word| *word != "and")
}

fn at_times(words: &[&str], days: Days) -> Result<Expression, Error> {
    at_times_of(words, days, MONTHS.all())
}

/// At these times of these days in these months.
fn at_times_of(words: &[&str], days: Days, months: Values) -> Result<Expression, Error> {
    let times = items(words).map(ClockTime::parse).collect::<Result<Vec<_>, _>>()?;
    if times.is_empty() {
        return Err(Error::new("the time after `at` is missing"));
    }
    // A cron expression has each of its minutes in each of its hours: times that share a minute are one expression.
    let crons = times.iter().map(|time| {
        let (mut minutes, mut hours) = (MINUTES.none(), HOURS.none());
        minutes.insert(time.minute());
        let same_minute = times.iter().filter(|other| other.minute() == time.minute());
        same_minute.for_each(|time| hours.insert(time.hour()));
        AwsCron { minutes, hours, days, months, years: YEARS.all() }
    });
    Crons::any_of(crons).map(Expression::Cron)
}
