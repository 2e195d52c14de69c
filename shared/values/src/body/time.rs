//! Durations and points in time.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Custom, Schemas, Shape, custom};
use crate::{
    duration,
    time::{TimeError, UtcTime},
    violation::{Path, Violation, Violations},
};

/// A duration between two others.
#[derive(Debug, Clone, Copy)]
pub struct Length {
    min: Duration,
    max: Duration,
}

/// A duration of `min` to `max`.
pub const fn length(min: Duration, max: Duration) -> Length {
    Length { min, max }
}

impl Shape for Length {
    type Value = Duration;

    fn read(&self, value: &Value, path: &Path) -> Result<Duration, Violations> {
        Ok(duration::parse_within(value, self.min, self.max, path)?)
    }

    fn schema(&self, schemas: &mut Schemas) -> Value {
        schemas.named("Duration", |_| {
            json!({
                "description": "A duration: `\"30s\"`, `\"5m\"`, `\"1h 30m\"`, `\"PT30S\"`, or a number of milliseconds.",
                "anyOf": [
                    {"type": "string", "description": "With its unit."},
                    {"type": "integer", "format": "int64", "minimum": 0, "description": "In milliseconds."}
                ],
                "example": "30s"
            })
        })
    }
}

/// A point in time (RFC 3339).
pub type Time = Custom<Timestamp>;

/// A point in time (RFC 3339) to compute with; the last days of the year 9999 are the last one there is.
pub const fn time() -> Time {
    custom(|value, path| read(value, path).map(UtcTime::timestamp), schema)
}

/// A point in time (RFC 3339) that is kept as it is, such as `9999-12-31T23:59:59Z`.
pub const fn utc_time() -> Custom<UtcTime> {
    custom(read, schema)
}

fn schema(_: &mut Schemas) -> Value {
    json!({"type": "string", "format": "date-time"})
}

fn read(value: &Value, path: &Path) -> Result<UtcTime, Violations> {
    let time = value.as_str().ok_or(TimeError::NotATime).and_then(str::parse);
    time.map_err(|fault| {
        let (path, text) = (path.clone(), fault.to_string());
        let violation = match fault {
            TimeError::OutOfRange => Violation::new(path, "out_of_range", text),
            TimeError::NotATime | TimeError::Offset => Violation::new(path, "time", text),
        };
        violation.hint(fault.hint()).into()
    })
}
