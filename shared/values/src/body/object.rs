//! Values that are the caller's own.

use serde_json::{Map, Value, json};

use super::{Custom, as_object, custom};

/// An object with any members.
pub type Object = Custom<Map<String, Value>>;

/// An object with any members.
pub const fn object() -> Object {
    custom(
        |value, path| Ok(as_object(value, path)?.clone()),
        |_| json!({"type": "object", "additionalProperties": {}, "propertyNames": {"type": "string"}}),
    )
}

/// Any JSON value.
pub const fn any() -> Custom<Value> {
    custom(|value, _| Ok(value.clone()), |_| json!({}))
}
