//! The query parameters of a call as a user writes them.

use std::collections::BTreeMap;

use beadle_values::{
    body::{Custom, custom},
    violation::{Path, Violation, Violations},
};
use serde_json::{Value, json};

use crate::interpolation;

/// Query parameters: an object of scalars, or lists of these.
pub(crate) fn shape() -> Custom<BTreeMap<String, Value>> {
    custom(parse, |schemas| {
        let parameter = schemas.named("Parameter", |schemas| {
            let scalar = schemas.named("Scalar", |_| {
                json!({
                    "description": "A string, a number, true or false.",
                    "anyOf": [
                        {"type": "string", "description": "It may hold placeholders."},
                        {"type": "number", "format": "double"},
                        {"type": "boolean"}
                    ]
                })
            });
            json!({
                "description": "A parameter: a string, a number, true or false, or a list of these, which repeats it.",
                "anyOf": [scalar, {"type": "array", "items": scalar}]
            })
        });
        json!({"type": "object", "additionalProperties": parameter, "propertyNames": {"type": "string"}})
    })
}

/// Reads query parameters: an object of scalars, or lists of these, whose strings may hold placeholders.
///
/// # Errors
/// Every fault of it, below `path`.
pub fn parse(value: &Value, path: &Path) -> Result<BTreeMap<String, Value>, Violations> {
    let Some(members) = value.as_object() else {
        return Err(Violation::new(path.clone(), "type_error", "must be a JSON object").into());
    };
    let mut violations = Violations::new();
    for (name, value) in members {
        if is_parameter(value) {
            violations.take(interpolation::check_value(value, &path.key(name)));
        } else {
            violations.add(
                path.key(name),
                "type_error",
                "must be a string, a number, true or false, or a list of these",
            );
        }
    }
    violations.into_result(members.iter().map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// A scalar or a list of scalars.
pub(crate) fn is_parameter(value: &Value) -> bool {
    let scalar = |value: &Value| !matches!(value, Value::Object(_) | Value::Array(_) | Value::Null);
    match value {
        Value::Array(values) => values.iter().all(scalar),
        value => scalar(value),
    }
}
