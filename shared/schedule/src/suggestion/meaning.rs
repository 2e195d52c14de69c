//! Phrases that have no meaning here, or two: what to write for each meaning.
//!
//! What stands after "did you mean" parses, and means what the phrase says.

use crate::{
    clock_time::ClockTime,
    phrase::{self, words},
    rate::Unit,
};

/// What to write instead of `text`, if it is such a phrase.
pub(super) fn hint(text: &str) -> Option<String> {
    let words = words(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if let Some(hint) = fixed(&words) {
        return Some(hint.to_owned());
    }
    match words.as_slice() {
        ["business", "days", rest @ ..]
        | ["every", "business", "day", rest @ ..]
        | ["workdays", rest @ ..] => {
            let times = if rest.is_empty() { "at 09:00".to_owned() } else { rest.join(" ") };
            let meant = format!("weekdays {times}");
            reads(&meant).then(|| format!("did you mean `{meant}`? Holidays are not known"))
        }
        ["every", count, unit, "at", time]
            if is_number(count) && matches!(Unit::parse(unit), Some(Unit::Day | Unit::Week)) =>
        {
            let time = ClockTime::parse(time).ok()?;
            Some(format!(
                "did you mean `{{\"every\": \"{count} {unit}\", \"start\": \"2027-01-01T{time}:00Z\"}}`? It is counted from `start`"
            ))
        }
        ["every", count, unit, "between", from, "and", to] => between(count, unit, from, to),
        ["daily" | "nightly", "at", "24:00"] | ["every", "day", "at", "24:00"] => {
            Some("did you mean `daily at 00:00`?".to_owned())
        }
        _ => None,
    }
}

/// The hint for a phrase whose replacement does not depend on its other words.
fn fixed(words: &[&str]) -> Option<&'static str> {
    Some(match words {
        ["never"] => "did you mean `manual`?",
        ["biweekly" | "bi-weekly", ..] => {
            "did you mean `every 2 weeks`, or `every monday and thursday at 09:00`, which is twice a week?"
        }
        ["bimonthly" | "bi-monthly", ..] => {
            "did you mean `0 9 1 */2 *`, every other month, or `monthly on 1 and 15 at 09:00`, twice a month?"
        }
        ["fortnightly"] => "did you mean `every 2 weeks`?",
        ["semimonthly" | "semi-monthly"] | ["twice", "a" | "per", "month"] | ["twice", "monthly"] => {
            "did you mean `monthly on 1 and 15 at 09:00`?"
        }
        ["semiweekly" | "semi-weekly"] | ["twice", "a" | "per", "week"] | ["twice", "weekly"] => {
            "did you mean `every monday and thursday at 09:00`?"
        }
        ["twice", "a" | "per", "day"] | ["twice", "daily"] => "did you mean `daily at 09:00 and 21:00`?",
        ["quarterly"] => "did you mean `0 0 1 1,4,7,10 *`, the first day of each quarter?",
        ["yearly" | "annually"] => "did you mean `yearly on 1 january at 09:00`?",
        ["nightly"] => "did you mean `nightly at 02:00`?",
        ["today" | "tonight" | "tomorrow" | "yesterday", ..] => {
            "a schedule does not know what day it is: write the day, as in `2027-01-02T09:00:00` with `timezone`"
        }
        ["in", count, unit] if is_number(count) && Unit::parse(unit).is_some() => {
            "a schedule is not counted from now: write the time, as in `2027-01-02T09:00:00Z`, or leave the schedule out and \
             execute the task with `delay`"
        }
        _ => return None,
    })
}

/// `every 15 minutes between 9:00 and 17:00`. Whether 17:00 itself belongs to it is open, so the hint says when the last run is.
fn between(count: &str, unit: &str, from: &str, to: &str) -> Option<String> {
    let step: u16 = count.parse().ok().filter(|step| *step > 0 && 60_u16.is_multiple_of(*step))?;
    let (from, to) = (ClockTime::parse(from).ok()?, ClockTime::parse(to).ok()?);
    let full_hours = from.minute() == 0 && to.minute() == 0 && from.hour() < to.hour();
    if !full_hours || Unit::parse(unit) != Some(Unit::Minute) {
        return None;
    }
    let last_hour = to.hour() - 1;
    let hours = if from.hour() == last_hour {
        from.hour().to_string()
    } else {
        format!("{}-{last_hour}", from.hour())
    };
    let minutes = if step == 60 { "0".to_owned() } else { format!("*/{step}") };
    Some(format!(
        "did you mean `{minutes} {hours} * * *`? Its last run of the day is at {last_hour:02}:{:02}",
        60 - step
    ))
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn reads(text: &str) -> bool {
    let words = words(text);
    phrase::parse(&words.iter().map(String::as_str).collect::<Vec<_>>()).is_ok()
}
