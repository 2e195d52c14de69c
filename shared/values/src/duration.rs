//! Durations as callers write them: `"30s"`, `"5m"`, `"1h 30m"`, `"PT30S"`, or a number of milliseconds.

use std::time::Duration;

use jiff::{SignedDuration, Span, SpanRelativeTo};
use serde_json::Value;

use crate::{
    integer::integer,
    violation::{Path, Violation},
};

const HINT: &str = "write \"30s\", \"5m\", \"PT30S\" or a number of milliseconds";

/// Reads a duration in any accepted form.
///
/// # Errors
/// A violation at `path` if the value is not a duration or is negative.
pub fn parse(value: &Value, path: &Path) -> Result<Duration, Violation> {
    let refused = |what: &str| Err(Violation::new(path.clone(), "duration", what).hint(HINT));
    match value {
        Value::Number(_) => match integer(value) {
            Some(milliseconds) => Ok(Duration::from_millis(milliseconds)),
            None => refused("is not a whole number of milliseconds"),
        },
        Value::String(text) => match parse_text(text) {
            Some(duration) => Ok(duration),
            None => refused("is not a duration"),
        },
        _ => refused("is not a duration"),
    }
}

/// Reads a duration that lies within `min..=max`.
///
/// # Errors
/// A violation at `path` if the value is not a duration or is out of range.
pub fn parse_within(value: &Value, min: Duration, max: Duration, path: &Path) -> Result<Duration, Violation> {
    let duration = parse(value, path)?;
    if (min..=max).contains(&duration) {
        return Ok(duration);
    }
    let message = format!("must lie between {} ms and {} ms", min.as_millis(), max.as_millis());
    Err(Violation::new(path.clone(), "out_of_range", message))
}

/// Reads the text forms, and a bare number as milliseconds, as environment variables carry it.
pub fn parse_text(text: &str) -> Option<Duration> {
    let text = text.trim();
    if let Ok(milliseconds) = text.parse::<u64>() {
        return Some(Duration::from_millis(milliseconds));
    }
    let span: Span = text.parse().ok()?;
    let signed: SignedDuration = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    Duration::try_from(signed).ok()
}

/// The duration as people write it, such as `1h 30m` or `1s 500ms`: [`parse_text`] reads it.
pub fn text(duration: Duration) -> String {
    format!("{:#}", SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX))
}

/// The duration in whole milliseconds, the unit of every response and every stored row.
pub fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// `later − earlier`, or zero if `later` is the earlier one because of clock skew.
pub fn between(earlier: jiff::Timestamp, later: jiff::Timestamp) -> Duration {
    Duration::try_from(later.duration_since(earlier)).unwrap_or_default()
}

/// `time + duration`, or the last representable time.
pub fn after(time: jiff::Timestamp, duration: Duration) -> jiff::Timestamp {
    SignedDuration::try_from(duration)
        .ok()
        .and_then(|signed| time.checked_add(signed).ok())
        .unwrap_or(jiff::Timestamp::MAX)
}

/// Stores a [`Duration`] as whole milliseconds: `#[serde(with = "duration::as_millis")]`.
pub mod as_millis {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes whole milliseconds.
    ///
    /// # Errors
    /// Errors of the serializer.
    pub fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        super::millis(*duration).serialize(serializer)
    }

    /// Reads whole milliseconds.
    ///
    /// # Errors
    /// Errors of the deserializer.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        u64::deserialize(deserializer).map(Duration::from_millis)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(json!("30s"), 30_000)]
    #[case(json!("5m"), 300_000)]
    #[case(json!("1h 30m"), 5_400_000)]
    #[case(json!("250ms"), 250)]
    #[case(json!("2d"), 172_800_000)]
    #[case(json!("PT30S"), 30_000)]
    #[case(json!("PT1H"), 3_600_000)]
    #[case(json!(1500), 1500)]
    fn parses_every_accepted_form(#[case] value: Value, #[case] milliseconds: u64) {
        assert_eq!(parse(&value, &Path::body()), Ok(Duration::from_millis(milliseconds)));
    }

    #[rstest]
    #[case(1, "1ms")]
    #[case(1000, "1s")]
    #[case(1500, "1s 500ms")]
    #[case(3_600_000, "1h")]
    #[case(5_400_000, "1h 30m")]
    #[case(172_800_000, "48h")]
    fn what_people_read_is_what_they_may_write(#[case] milliseconds: u64, #[case] expected: &str) {
        let duration = Duration::from_millis(milliseconds);
        assert_eq!(text(duration), expected);
        assert_eq!(parse_text(expected), Some(duration));
    }

    #[rstest]
    #[case(json!("soon"))]
    #[case(json!("-5s"))]
    #[case(json!(-1))]
    #[case(json!(1.5))]
    #[case(json!(""))]
    #[case(json!(true))]
    #[case(json!("1 month"))]
    fn rejects_anything_else_with_path_and_hint(#[case] value: Value) {
        let violation = parse(&value, &Path::body().key("timeout")).unwrap_err();
        assert_eq!(violation.path.to_string(), "body.timeout");
        assert!(violation.hint.is_some());
    }
}
