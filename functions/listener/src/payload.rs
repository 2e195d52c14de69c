//! The payload that EventBridge delivers: the kind in `detail-type`, its members in `detail`.

use beadle_domain::account_event::AccountEvent;
use beadle_values::violation::{Path, Violations};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
struct Payload {
    #[serde(rename = "detail-type")]
    kind: String,
    detail: Map<String, Value>,
    time: Timestamp,
}

/// A payload that is not an event about a user.
#[derive(Debug, thiserror::Error)]
pub enum PayloadError {
    /// It has another structure.
    #[error("the payload is not an event: {0}")]
    Shape(#[from] serde_json::Error),
    /// It lacks members or has invalid ones.
    #[error("the event is invalid: {0}")]
    Faults(#[from] Violations),
}

/// Reads an event.
///
/// # Errors
/// [`PayloadError`] for anything else.
pub fn event(payload: Value) -> Result<AccountEvent, PayloadError> {
    let Payload { kind, detail, time } = serde_json::from_value(payload)?;
    Ok(AccountEvent::parse(&kind, &detail, time, &Path::of("detail"))?)
}
