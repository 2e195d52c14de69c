//! English phrases: `every 5 minutes`, `daily at 14:30`, `weekdays at 9am`, `every monday and friday at
//! 9:00`, `monthly on 1 at 6:00`, `hourly`. *Every* with a unit is an interval; the others are calendar
//! times.

use super::{
    aws_cron::{
        AwsCron,
        days::Days,
        field::{DAYS_OF_MONTH, DAYS_OF_WEEK, HOURS, MINUTES, number},
        values::Values,
    },
    clock_time::ClockTime,
    error::Error,
    expression::Expression,
    rate::{Rate, Unit},
};

/// The names of the weekdays, starting with Sunday as in [`DAYS_OF_WEEK`].
pub(super) const WEEKDAYS: [&str; 7] =
    ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/// Parses a phrase that [`words`] has split.
pub(super) fn parse(words: &[&str]) -> Result<Expression, Error> {
    match words {
        ["hourly"] => Ok(hourly(0)),
        ["hourly", "at", minute] => hourly_at(minute),
        ["daily" | "everyday", "at", times @ ..] | ["every", "day", "at", times @ ..] => {
            at_times(times, Days::OfMonth(DAYS_OF_MONTH.all()))
        }
        ["daily" | "everyday"] => Err(Error::new("`daily` needs a time")),
        ["monthly" | "weekly"] => Err(Error::new(format!("`{}` needs a day and a time", words.join(" ")))),
        ["monthly", "on", rest @ ..] | ["every", "month", "on", rest @ ..] => monthly(rest),
        ["weekly", "on", rest @ ..] => on_weekdays(rest),
        ["every", unit] if Unit::parse(unit).is_some() => interval("1", unit),
        ["every", count, unit] if count.bytes().all(|byte| byte.is_ascii_digit()) => interval(count, unit),
        ["every", rest @ ..] => on_weekdays(rest),
        rest => on_weekdays(rest),
    }
}

/// The words of a phrase in lower case; commas separate words, and `9:30 pm` is one word.
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
            _ => words.push(word.to_owned()),
        }
    }
    words
}

fn interval(count: &str, unit: &str) -> Result<Expression, Error> {
    let Some(unit) = Unit::parse(unit) else {
        return Err(Error::new(format!("`{unit}` is not a unit of time")));
    };
    let count = count.parse().map_err(|_| Error::new(format!("`{count}` is too large")))?;
    Rate::of_count(count, unit).map(Expression::Rate)
}

fn hourly(minute: u16) -> Expression {
    let mut minutes = MINUTES.none();
    minutes.insert(minute);
    Expression::Cron(AwsCron::every_year(minutes, HOURS.all(), Days::OfMonth(DAYS_OF_MONTH.all())))
}

fn hourly_at(minute: &str) -> Result<Expression, Error> {
    match number(minute.strip_prefix(':').unwrap_or(minute)) {
        Some(minute @ 0..=59) => Ok(hourly(minute)),
        _ => Err(Error::new(format!("`{minute}` is not a minute of an hour")).hint("write `hourly at :15`")),
    }
}

fn monthly(words: &[&str]) -> Result<Expression, Error> {
    let (days, times) = split_at_times(words)?;
    let named: Vec<&str> = days.into_iter().filter(|day| !matches!(*day, "the" | "day")).collect();
    if named == ["last"] {
        return at_times(times, Days::LastOfMonth);
    }
    let mut days = DAYS_OF_MONTH.none();
    for day in items(&named) {
        let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|suffix| day.strip_suffix(suffix));
        match number(ordinal.unwrap_or(day)) {
            Some(day @ 1..=31) => days.insert(day),
            _ => {
                let hint = "write a number from 1 to 31, or `monthly on last at 06:00`";
                return Err(Error::new(format!("`{day}` is not a day of the month")).hint(hint));
            }
        }
    }
    if days.is_empty() {
        return Err(Error::new("the days are missing"));
    }
    at_times(times, Days::OfMonth(days))
}

fn on_weekdays(words: &[&str]) -> Result<Expression, Error> {
    let (days, times) = split_at_times(words)?;
    let mut weekdays = DAYS_OF_WEEK.none();
    for day in items(&days) {
        insert_days(day, &mut weekdays)?;
    }
    if weekdays.is_empty() {
        return Err(Error::new("the days are missing"));
    }
    at_times(times, Days::of_week(weekdays))
}

fn insert_days(word: &str, weekdays: &mut Values) -> Result<(), Error> {
    match word {
        "weekday" | "weekdays" => weekdays.insert_range(2, 6, 1),
        "weekend" | "weekends" => weekdays.insert_range(1, 7, 6),
        _ => {
            let names = |name: &str| {
                word == name
                    || word.strip_suffix('s') == Some(name)
                    || (word.len() == 3 && name.starts_with(word))
            };
            match WEEKDAYS.iter().position(|name| names(name)) {
                Some(position) => weekdays.insert(position as u16 + 1),
                None => return Err(Error::new(format!("`{word}` is not understood"))),
            }
        }
    }
    Ok(())
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
    let times = items(words).map(ClockTime::parse).collect::<Result<Vec<_>, _>>()?;
    let Some(first) = times.first() else { return Err(Error::new("the time after `at` is missing")) };
    if times.iter().any(|time| time.minute() != first.minute()) {
        let hint = "times in one schedule share their minute, as 09:00 and 17:00 do; make a task for each";
        return Err(Error::new("several times at different minutes are several schedules").hint(hint));
    }
    let (mut minutes, mut hours) = (MINUTES.none(), HOURS.none());
    minutes.insert(first.minute());
    times.iter().for_each(|time| hours.insert(time.hour()));
    Ok(Expression::Cron(AwsCron::every_year(minutes, hours, days)))
}
