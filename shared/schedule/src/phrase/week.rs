//! Days of the week: `weekdays`, `monday and friday`, `mon-fri`, `monday through friday`.

use super::{at_times, items, split_at_times};
use crate::{
    aws_cron::{days::Days, field::DAYS_OF_WEEK, values::Values},
    error::Error,
    expression::Expression,
};

/// The names of the weekdays, starting with Sunday as in [`DAYS_OF_WEEK`].
pub(crate) const WEEKDAYS: [&str; 7] =
    ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

pub(super) fn on_weekdays(words: &[&str]) -> Result<Expression, Error> {
    let (named, times) = split_at_times(words)?;
    at_times(times, days(&named)?)
}

/// The days that the words name.
pub(super) fn days(words: &[&str]) -> Result<Days, Error> {
    let mut weekdays = DAYS_OF_WEEK.none();
    let named: Vec<&str> = items(words).collect();
    let mut rest = named.as_slice();
    while let [first, after @ ..] = rest {
        rest = match (first.split_once('-'), after) {
            (Some((from, to)), _) => {
                insert_range(from, to, &mut weekdays)?;
                after
            }
            (None, ["through" | "thru" | "to" | "-", to, after @ ..]) => {
                insert_range(first, to, &mut weekdays)?;
                after
            }
            _ => {
                insert(first, &mut weekdays)?;
                after
            }
        };
    }
    if weekdays.is_empty() {
        return Err(Error::new("the days are missing"));
    }
    Ok(Days::of_week(weekdays))
}

/// The number of a weekday, 1 for Sunday.
pub(super) fn weekday(word: &str) -> Option<u16> {
    let names = |name: &str| {
        word == name || word.strip_suffix('s') == Some(name) || (word.len() == 3 && name.starts_with(word))
    };
    WEEKDAYS.iter().position(|name| names(name)).map(|position| position as u16 + 1)
}

fn insert(word: &str, weekdays: &mut Values) -> Result<(), Error> {
    match (word, weekday(word)) {
        ("weekday" | "weekdays", _) => weekdays.insert_range(2, 6, 1),
        ("weekend" | "weekends", _) => weekdays.insert_range(1, 7, 6),
        (_, Some(day)) => weekdays.insert(day),
        (_, None) => return Err(Error::new(format!("`{word}` is not understood"))),
    }
    Ok(())
}

/// Inserts the days from one to another, past the end of the week where the second comes first.
fn insert_range(from: &str, to: &str, weekdays: &mut Values) -> Result<(), Error> {
    let day =
        |word: &str| weekday(word).ok_or_else(|| Error::new(format!("`{word}` is not a day of the week")));
    let (from, to) = (day(from)?, day(to)?);
    let last = if to < from { to + 7 } else { to };
    (from..=last).for_each(|day| weekdays.insert((day - 1) % 7 + 1));
    Ok(())
}
