//! What EventBridge delivers: the kind in `detail-type`, its members in `detail`.

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

/// A payload that is nothing to listen to.
#[derive(Debug, thiserror::Error)]
pub enum NoEvent {
    /// It has another shape.
    #[error("the payload is no event: {0}")]
    Shape(#[from] serde_json::Error),
    /// It says too little.
    #[error("the event has faults: {0}")]
    Faults(#[from] Violations),
}

/// Reads an event.
///
/// # Errors
/// [`NoEvent`] for anything else than an event about a user.
pub fn event(payload: Value) -> Result<AccountEvent, NoEvent> {
    let Payload { kind, detail, time } = serde_json::from_value(payload)?;
    Ok(AccountEvent::parse(&kind, &detail, time, &Path::of("detail"))?)
}
