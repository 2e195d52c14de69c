//! What a command is given: data, headers, durations and times.

use std::{io::Read, time::Duration};

use beadle_values::duration;
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde_json::{Map, Value};

use crate::client::{Error, Result};

/// Reads what `-d` names: `@FILE`, `@-` for standard input, or the text itself.
///
/// # Errors
/// [`Error::Usage`] if the file can't be read or is not UTF-8.
pub fn text(given: &str) -> Result<String> {
    let Some(file) = given.strip_prefix('@') else { return Ok(given.to_owned()) };
    let read = if file == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(file)
    };
    read.map_err(|error| Error::Usage(format!("{file}: {error}")))
}

/// Reads a JSON object from what `-d` names.
///
/// # Errors
/// [`Error::Usage`] if it is none, with the place of the fault.
pub fn object(given: &str) -> Result<Map<String, Value>> {
    let place = given.strip_prefix('@').unwrap_or("-d");
    match serde_json::from_str(&text(given)?) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Error::Usage(format!("{place}: must be a JSON object"))),
        Err(error) => Err(Error::Usage(format!("{place}: not JSON: {error}"))),
    }
}

/// Reads JSON, or a text as it is where it is no JSON.
pub fn json_or_text(text: String) -> Value {
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}

/// Reads `Name: value`.
///
/// # Errors
/// A sentence for clap.
pub fn header(given: &str) -> Result<(String, String), String> {
    match given.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("write it as `Name: value`".to_owned()),
    }
}

/// Reads a duration such as `90s` or `2h`.
///
/// # Errors
/// A sentence for clap.
pub fn span(given: &str) -> Result<Duration, String> {
    duration::parse_text(given).ok_or_else(|| "write \"30s\", \"5m\", \"2h\" or \"PT30S\"".to_owned())
}

/// Reads a time in the past: how long ago it is, a day, or a time of RFC 3339.
///
/// # Errors
/// A sentence for clap.
pub fn past(given: &str) -> Result<Timestamp, String> {
    past_of(given, Timestamp::now())
}

fn past_of(given: &str, now: Timestamp) -> Result<Timestamp, String> {
    if let Some(back) = duration::parse_text(given).and_then(|back| SignedDuration::try_from(back).ok()) {
        return now.checked_sub(back).map_err(|_| "is too long ago".to_owned());
    }
    if let Ok(time) = given.parse() {
        return Ok(time);
    }
    let day: Option<Date> = given.parse().ok();
    day.and_then(|day| day.to_zoned(TimeZone::UTC).ok()).map(|start| start.timestamp()).ok_or_else(|| {
        "write how long ago it is (\"1h\"), a day or a time such as 2027-01-15T09:00:00Z".to_owned()
    })
}

/// The text of a member, empty if there is none.
pub fn member<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// Sets a member of a body if there is a value.
pub fn set(body: &mut Map<String, Value>, member: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        body.insert(member.to_owned(), value.into());
    }
}

/// An `Idempotency-Key` that no other call has: whoever sends a request again sends the same.
pub fn idempotency_key() -> String {
    let mut bytes = [0u8; 16];
    // Without randomness the time still tells one call from the next.
    if aws_lc_rs::rand::fill(&mut bytes).is_err() {
        bytes = Timestamp::now().as_nanosecond().to_be_bytes();
    }
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("cli-{digits}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_is_a_distance_a_day_or_a_time() {
        let now: Timestamp = "2027-01-15T12:00:00Z".parse().unwrap();
        let table = [
            ("1h", "2027-01-15T11:00:00Z"),
            ("30d", "2026-12-16T12:00:00Z"),
            ("2027-01-01", "2027-01-01T00:00:00Z"),
            ("2027-01-01T10:00:00+01:00", "2027-01-01T09:00:00Z"),
        ];
        for (given, expected) in table {
            assert_eq!(past_of(given, now).unwrap().to_string(), expected, "{given}");
        }
        for wrong in ["", "yesterday", "2027-13-01"] {
            assert!(past_of(wrong, now).is_err(), "{wrong}");
        }
    }

    #[test]
    fn headers_have_a_name_and_a_value() {
        assert_eq!(header("X-Trace: a:b"), Ok(("X-Trace".into(), "a:b".into())));
        assert!(header("nothing").is_err() && header(": x").is_err());
    }

    #[test]
    fn data_that_is_no_object_is_refused_with_its_place() {
        let error = object("[1]").unwrap_err();
        assert_eq!((error.exit_code(), error.to_string()), (2, "-d: must be a JSON object".into()));
        assert!(object("@/nowhere/body.json").unwrap_err().to_string().starts_with("/nowhere/body.json: "));
    }
}
