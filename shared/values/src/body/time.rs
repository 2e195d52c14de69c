//! Durations and points in time.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Custom, Schemas, Shape, custom};
use crate::{
    duration,
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

/// A point in time (RFC 3339).
pub const fn time() -> Time {
    custom(read, |_| json!({"type": "string", "format": "date-time"}))
}

fn read(value: &Value, path: &Path) -> Result<Timestamp, Violations> {
    value.as_str().and_then(|text| text.parse().ok()).ok_or_else(|| {
        Violation::new(path.clone(), "time", "is not a time")
            .hint("RFC 3339, such as 2027-01-01T09:00:00Z")
            .into()
    })
}
