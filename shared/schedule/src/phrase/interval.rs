//! Intervals: `every 5 minutes`, `every half hour`, `every other day`, `every 1h30m`, `every 5 minutes on weekdays`.

use std::time::Duration;

use beadle_values::duration;

use super::week;
use crate::{
    aws_cron::{
        AwsCron,
        field::{HOURS, MINUTES},
    },
    error::Error,
    expression::Expression,
    rate::{Rate, Unit},
};

/// Whether the words after `every` are a count and a unit, or one of both.
pub(super) fn resembles(words: &[&str]) -> bool {
    match words {
        ["half", "hour"] | ["half-hour"] => true,
        [unit] if Unit::parse(unit).is_some() || compact(unit).is_some() => true,
        ["other", unit] if Unit::parse(unit).is_some() => true,
        [count, unit] => is_count(count) && !is_compact_unit(unit),
        [count, unit, "on", ..] => is_count(count) && Unit::parse(unit).is_some(),
        _ => false,
    }
}

/// The interval of the words after `every`.
pub(super) fn every(words: &[&str]) -> Result<Expression, Error> {
    match words {
        ["half", "hour"] | ["half-hour"] => of("30", "minutes"),
        ["other", unit] => of("2", unit),
        [count, unit] => of(count, unit),
        [count, unit, "on", days @ ..] => on_days(count, unit, days),
        [one] => match compact(one) {
            Some(interval) => Rate::of_seconds(interval.as_secs()).map(Expression::Rate),
            None => of("1", one),
        },
        _ => Err(Error::new(format!("`every {}` is not an interval", words.join(" ")))),
    }
}

/// The interval of `5m`, `1h30m`, `90s` or `PT5M`.
pub(crate) fn compact(text: &str) -> Option<Duration> {
    let iso = text.len() > 1 && text.starts_with(['p', 'P']);
    let counted = text.starts_with(|first: char| first.is_ascii_digit()) && !is_count(text);
    let duration = duration::parse_text(text).filter(|_| iso || counted)?;
    (duration.subsec_nanos() == 0).then_some(duration)
}

fn is_count(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `every 5 m` may mean months.
fn is_compact_unit(unit: &str) -> bool {
    unit.len() == 1
}

fn of(count: &str, unit: &str) -> Result<Expression, Error> {
    let Some(unit) = Unit::parse(unit) else {
        return Err(Error::new(format!("`{unit}` is not a unit of time")));
    };
    let count = count.parse().map_err(|_| Error::new(format!("`{count}` is too large")))?;
    Rate::of_count(count, unit).map(Expression::Rate)
}

/// An interval that divides the hour or the day, on certain days: every day it is due at the same times.
fn on_days(count: &str, unit: &str, days: &[&str]) -> Result<Expression, Error> {
    let days = week::days(days)?;
    let (mut minutes, mut hours) = (MINUTES.none(), HOURS.all());
    let step: u16 = count.parse().map_err(|_| Error::new(format!("`{count}` is too large")))?;
    match Unit::parse(unit) {
        Some(Unit::Minute) if step > 0 && 60_u16.is_multiple_of(step) => {
            minutes.insert_range(0, 59, step);
        }
        Some(Unit::Hour) if step > 0 && 24_u16.is_multiple_of(step) => {
            minutes.insert(0);
            hours = HOURS.none();
            hours.insert_range(0, 23, step);
        }
        _ => {
            let hint = "on certain days, an interval is a number of minutes that divides an hour, or of hours that divides a day";
            return Err(Error::new(format!("`every {count} {unit}` does not divide a day")).hint(hint));
        }
    }
    Ok(Expression::of_cron(AwsCron::every_year(minutes, hours, days)))
}
