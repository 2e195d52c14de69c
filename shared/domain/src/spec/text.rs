//! Plain texts of a config: they are told to people and hold no placeholders.

use serde_json::{Map, Value};

use beadle_values::violation::{Path, Violations};

/// The member `name` of a config, a text of at most `most` characters; `None` where it is missing or wrong.
pub(super) fn optional(
    config: &Map<String, Value>,
    name: &str,
    most: usize,
    path: &Path,
    violations: &mut Violations,
) -> Option<String> {
    let value = config.get(name).filter(|value| !value.is_null())?;
    required(Some(value), most, &path.key(name), violations)
}

/// A text of 1 to `most` characters; `None` where it is missing or wrong.
pub(super) fn required(
    value: Option<&Value>,
    most: usize,
    path: &Path,
    violations: &mut Violations,
) -> Option<String> {
    match value {
        None | Some(Value::Null) => violations.add(path.clone(), "missing", "is required"),
        Some(Value::String(text)) if (1..=most).contains(&text.chars().count()) => return Some(text.clone()),
        Some(Value::String(_)) => {
            violations.add(path.clone(), "length", format!("must have 1 to {most} characters"));
        }
        Some(_) => violations.add(path.clone(), "type_error", "must be a text"),
    }
    None
}
