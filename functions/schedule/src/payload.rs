//! The payload of the watchdog.

use serde_json::Value;

/// Whether `payload` is that of the watchdog: `{"watch": true}`.
pub fn is_watch(payload: &Value) -> bool {
    payload.get("watch") == Some(&Value::Bool(true))
}
