//! Notations of other schedulers: what they say, in ours.

use jiff::Timestamp;

use crate::{classic_cron, error::Error, expression::ParsedText, timezone::Zone};

/// The error for a text in the notation of another scheduler, with the same meaning in ours if there is one.
pub(crate) fn foreign(text: &str) -> Option<Error> {
    with_variable(text)
        .or_else(|| unix_time(text))
        .or_else(|| repeating(text))
        .or_else(|| recurrence_rule(text))
        .or_else(|| hashed(text))
}

/// `TZ=Europe/Berlin 0 9 * * *`, of crontabs and of Go's cron.
fn with_variable(text: &str) -> Option<Error> {
    let (variable, rest) = text.split_once(char::is_whitespace)?;
    let zone = ["TZ=", "CRON_TZ="].iter().find_map(|name| variable.strip_prefix(name))?;
    let error = Error::new(format!("`{variable}` is not part of a schedule"));
    Some(match (Zone::parse(zone.trim_matches(['"', '\''])), ParsedText::parse(rest.trim())) {
        (Ok(zone), Ok(Some(_))) => error.hint(format!(
            "did you mean `{{\"expression\": \"{}\", \"timezone\": \"{zone}\"}}`?",
            rest.trim()
        )),
        _ => error.hint("name the zone in `timezone`"),
    })
}

/// `1798761600`, or the same in milliseconds.
fn unix_time(text: &str) -> Option<Error> {
    let number: i64 = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()?;
    let time = match text.len() {
        9 | 10 => Timestamp::from_second(number),
        12 | 13 => Timestamp::from_millisecond(number),
        _ => return None,
    };
    let time = time.ok()?.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    Some(Error::new("a Unix time is not a schedule").hint(format!("did you mean `{time}`?")))
}

/// `R/2027-01-01T00:00:00Z/PT5M`: a repeating interval of ISO 8601.
fn repeating(text: &str) -> Option<Error> {
    let parts: Vec<&str> = text.split('/').collect();
    let [repeats, start, interval] = parts.as_slice() else { return None };
    let count = repeats.strip_prefix('R')?;
    if !count.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let error = Error::new("a repeating interval is an object here");
    Some(match count.is_empty() {
        true => error.hint(format!("did you mean `{{\"every\": \"{interval}\", \"start\": \"{start}\"}}`?")),
        false => error.hint(
            "a number of repetitions can't be given: write `every` and `start`, and `end` for the last one",
        ),
    })
}

/// `RRULE:FREQ=DAILY;INTERVAL=2`, of iCalendar. Without the time of its event, only the interval is known.
fn recurrence_rule(text: &str) -> Option<Error> {
    let rule = text.strip_prefix("RRULE:").or_else(|| text.starts_with("FREQ=").then_some(text))?;
    let (mut unit, mut interval, mut rest) = (None, "1", false);
    for part in rule.split(';') {
        match part.split_once('=') {
            Some(("FREQ", "SECONDLY")) => unit = Some("seconds"),
            Some(("FREQ", "MINUTELY")) => unit = Some("minutes"),
            Some(("FREQ", "HOURLY")) => unit = Some("hours"),
            Some(("FREQ", "DAILY")) => unit = Some("days"),
            Some(("FREQ", "WEEKLY")) => unit = Some("weeks"),
            Some(("INTERVAL", count)) => interval = count,
            _ => rest = true,
        }
    }
    let error = Error::new("a rule of iCalendar is not a schedule");
    let phrase = unit.filter(|_| !rest).map(|unit| format!("every {interval} {unit}"));
    Some(match phrase.filter(|phrase| matches!(ParsedText::parse(phrase), Ok(Some(_)))) {
        Some(phrase) => error.hint(format!("did you mean `{phrase}`?")),
        None => error.hint("write its days and times as a phrase or as cron"),
    })
}

/// `H 2 * * *`, of Jenkins: `H` is some value of the field, to spread load. Here `jitter` does that.
fn hashed(text: &str) -> Option<Error> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let &[minutes, hours, of_month, month, of_week] = fields.as_slice() else { return None };
    let is_hashed = |field: &str| field == "H" || field.starts_with("H/") || field.starts_with("H(");
    if !fields.iter().any(|field| is_hashed(field)) {
        return None;
    }
    let error = Error::new("`H` is Jenkins': a schedule is spread by `jitter`");
    let (minute, jitter) = match minutes.strip_prefix("H/") {
        Some(step) => (format!("*/{step}"), step.parse::<u16>().ok().map(|step| step.saturating_sub(1))),
        None if minutes == "H" => ("0".to_owned(), Some(59)),
        None => (minutes.to_owned(), None),
    };
    let cron = format!("{minute} {hours} {of_month} {month} {of_week}");
    Some(match jitter.filter(|jitter| *jitter > 0 && classic_cron::parse(&cron).is_ok()) {
        Some(jitter) => {
            error.hint(format!("did you mean `{{\"cron\": \"{cron}\", \"jitter\": \"{jitter}m\"}}`?"))
        }
        None => error.hint(
            "write the value, and add `jitter`, as in `{\"cron\": \"0 2 * * *\", \"jitter\": \"59m\"}`",
        ),
    })
}
