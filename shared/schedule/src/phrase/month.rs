//! Days of the month and of the year: `monthly on the 1st and 15th`, `first monday of the month`, `yearly on 1 january`.

use super::{at_times, at_times_of, items, split_at_times, week};
use crate::{
    aws_cron::{
        days::Days,
        field::{DAYS_OF_MONTH, MONTHS, number},
        values::Values,
    },
    error::Error,
    expression::Expression,
};

const ORDINALS: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];
const MONTH_NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The days and times after `monthly on`.
pub(super) fn monthly(words: &[&str]) -> Result<Expression, Error> {
    let (named, times) = split_at_times(words)?;
    at_times(times, days(&named)?)
}

/// `every 3 months on 1 at 6:00`: every third month, counted from January, on the days and at the times after `on`.
pub(super) fn every_months(count: &str, words: &[&str]) -> Result<Expression, Error> {
    let (named, times) = split_at_times(words)?;
    let step = number(count).filter(|step| (1..=12).contains(step) && 12_u16.is_multiple_of(*step));
    let Some(step) = step else {
        let hint = "months are counted from January, every 1, 2, 3, 4, 6 or 12 of them; for others write the months, as in \
                    `0 6 1 1,6,11 *`";
        return Err(Error::new(format!("{count} months do not divide a year")).hint(hint));
    };
    let mut months = MONTHS.none();
    months.insert_range(1, 12, step);
    let end = position_of_the_month(&named).unwrap_or(named.len());
    at_times_of(times, days(&named[..end])?, months)
}

/// Whether the words contain `of the month`.
pub(super) fn names_days_of_the_month(words: &[&str]) -> bool {
    position_of_the_month(words).is_some()
}

/// `[every] first monday of the month at 9:00`
pub(super) fn of_the_month(words: &[&str]) -> Result<Expression, Error> {
    let (named, times) = split_at_times(words)?;
    let Some(end) = position_of_the_month(&named).filter(|end| end + 3 == named.len()) else {
        return Err(Error::new(format!("`{}` is not a schedule", words.join(" "))));
    };
    let named = &named[..end];
    at_times(times, days(named.strip_prefix(&["every"]).unwrap_or(named))?)
}

/// The day, the month and the times after `yearly on`.
pub(super) fn yearly(words: &[&str]) -> Result<Expression, Error> {
    let (named, times) = split_at_times(words)?;
    let named: Vec<&str> = named.into_iter().filter(|word| !matches!(*word, "the" | "of")).collect();
    let (day, month) = match named.as_slice() {
        [first, second] => match (month(first), month(second)) {
            (Some(month), _) => (*second, month),
            (_, Some(month)) => (*first, month),
            _ => return Err(Error::new(format!("neither `{first}` nor `{second}` is a month"))),
        },
        _ => {
            let hint = "write a day and a month, as in `yearly on 1 january at 09:00`";
            return Err(Error::new(format!("`{}` is not a day of the year", named.join(" "))).hint(hint));
        }
    };
    let mut months = MONTHS.none();
    months.insert(month);
    at_times_of(times, Days::OfMonth(numbered(&[day])?), months)
}

fn position_of_the_month(words: &[&str]) -> Option<usize> {
    words.windows(3).position(|window| matches!(window, ["of", "every" | "each" | "the", "month"]))
}

fn month(word: &str) -> Option<u16> {
    let names = |name: &str| word == name || (word.len() == 3 && name.starts_with(word));
    MONTH_NAMES.iter().position(|name| names(name)).map(|position| position as u16 + 1)
}

/// The days of a month that the words name.
fn days(words: &[&str]) -> Result<Days, Error> {
    let named: Vec<&str> = words.iter().copied().filter(|word| *word != "the").collect();
    match named.as_slice() {
        ["last"] | ["last", "day"] => return Ok(Days::LastOfMonth),
        ["last", "weekday" | "workday"] | ["last", "business" | "working", "day"] => {
            return Ok(Days::LastWeekdayOfMonth);
        }
        ["first", "weekday" | "workday"] | ["first", "business" | "working", "day"] => {
            return Ok(Days::NearestWeekday(1));
        }
        ["first", "day"] => return Ok(Days::OfMonth(numbered(&["1"])?)),
        ["last", day] => {
            if let Some(weekday) = week::weekday(day) {
                return Ok(Days::LastOfWeekday(weekday as u8));
            }
        }
        [nth, day] => {
            if let (Some(nth), Some(weekday)) = (ordinal(nth), week::weekday(day)) {
                return Ok(Days::NthOfWeekday { weekday: weekday as u8, nth });
            }
        }
        _ => {}
    }
    let numbers: Vec<&str> = named.into_iter().filter(|word| *word != "day").collect();
    numbered(&numbers).map(Days::OfMonth)
}

/// `2` for `second` and `2nd`, up to 5.
fn ordinal(word: &str) -> Option<u8> {
    let named = ORDINALS.iter().position(|name| *name == word).map(|position| position as u16 + 1);
    let written = || number(without_suffix(word).filter(|digits| *digits != word)?);
    named.or_else(written).filter(|nth| (1..=5).contains(nth)).map(|nth| nth as u8)
}

fn without_suffix(word: &str) -> Option<&str> {
    Some(["st", "nd", "rd", "th"].iter().find_map(|suffix| word.strip_suffix(suffix)).unwrap_or(word))
}

fn numbered(words: &[&str]) -> Result<Values, Error> {
    let mut days = DAYS_OF_MONTH.none();
    for day in items(words) {
        match without_suffix(day).and_then(number) {
            Some(day @ 1..=31) => days.insert(day),
            _ => {
                let hint = "write a number from 1 to 31, or `monthly on last at 06:00`";
                return Err(Error::new(format!("`{day}` is not a day of the month")).hint(hint));
            }
        }
    }
    if days.is_empty() { Err(Error::new("the days are missing")) } else { Ok(days) }
}
