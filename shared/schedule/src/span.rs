//! Durations inside a schedule: in whole seconds, written `90m`, `1h`, `30s`.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serializer, de::Error};
use serde_json::Value;

use beadle_values::{
    duration,
    violation::{Path, Violation},
};

/// Parses a duration of whole seconds between `min` and `max`.
pub(super) fn parse_within(
    value: &Value,
    min: Duration,
    max: Duration,
    path: &Path,
) -> Result<Duration, Violation> {
    let given = duration::parse(value, path)?;
    if given.subsec_nanos() == 0 && (min..=max).contains(&given) {
        return Ok(given);
    }
    let message = format!("must be whole seconds from {} to {}", write(min), write(max));
    Err(Violation::new(path.clone(), "out_of_range", message).hint("write for example \"5m\""))
}

/// The shortest text in a single unit that parses to the same duration.
pub(super) fn write(span: Duration) -> String {
    match span.as_secs() {
        seconds if seconds > 0 && seconds.is_multiple_of(3600) => format!("{}h", seconds / 3600),
        seconds if seconds > 0 && seconds.is_multiple_of(60) => format!("{}m", seconds / 60),
        seconds => format!("{seconds}s"),
    }
}

pub(super) fn serialize<S: Serializer>(span: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&write(*span))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    duration::parse_text(&text).ok_or_else(|| D::Error::custom(format!("`{text}` is not a duration")))
}
