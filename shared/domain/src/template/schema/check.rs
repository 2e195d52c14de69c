//! Checks a value against a schema.

use beadle_values::violation::{Path, Violation, Violations};
use serde_json::Value;

use super::{Bound, Node, Type};
use crate::interpolation::holds_placeholders;

pub(super) fn value(node: &Node, value: &Value, path: &Path, violations: &mut Violations) {
    if value.is_string() && holds_placeholders(value) {
        return;
    }
    if !node.types.is_empty() && !node.types.iter().any(|kind| is(*kind, value)) {
        let names: Vec<&str> = node.types.iter().map(|kind| kind.as_str()).collect();
        violations.add(path.clone(), "type_error", format!("must be of type {}", names.join(" or ")));
        return;
    }
    if let Some(values) = &node.one_of
        && !values.iter().any(|allowed| same(allowed, value))
    {
        let allowed: Vec<String> = values.iter().map(ToString::to_string).collect();
        let violation = Violation::new(path.clone(), "enum", "must be one of the allowed values");
        violations.push(violation.hint(allowed.join(", ")));
    }
    for (bound, limit) in &node.bounds {
        if let Some(message) = broken(*bound, *limit, value) {
            violations.add(path.clone(), "out_of_range", message);
        }
    }
    match value {
        Value::Object(members) => {
            for required in node.required.iter().filter(|name| !members.contains_key(*name)) {
                violations.add(path.key(required), "missing", "is required");
            }
            for (name, member) in members {
                match node.properties.get(name) {
                    Some(of) => self::value(of, member, &path.key(name), violations),
                    None if node.closed => violations.add(path.key(name), "unknown_field", "unknown field"),
                    None => {}
                }
            }
        }
        Value::Array(elements) => {
            let Some(of) = &node.items else { return };
            for (index, element) in elements.iter().enumerate() {
                self::value(of, element, &path.index(index), violations);
            }
        }
        _ => {}
    }
}

fn is(kind: Type, value: &Value) -> bool {
    match kind {
        Type::Null => value.is_null(),
        Type::Boolean => value.is_boolean(),
        // A number without a fraction is an integer, however it is written (section 6.1.1).
        Type::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Type::Number => value.is_number(),
        Type::String => value.is_string(),
        Type::Array => value.is_array(),
        Type::Object => value.is_object(),
    }
}

/// Numbers are the same if they are equal: `1` and `1.0` (core, section 4.2.2).
fn same(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => one.total_cmp(&other).is_eq(),
        _ => one == other,
    }
}

/// The violated bound as a message; `None` if the value is within it or of another type.
fn broken(bound: Bound, limit: f64, value: &Value) -> Option<String> {
    #[expect(clippy::cast_precision_loss, reason = "no text or list comes near 2^52")]
    let length = |length: usize| length as f64;
    let number = value.as_f64();
    let text = value.as_str().map(|text| length(text.chars().count()));
    let list = value.as_array().map(|list| length(list.len()));
    let (broken, message) = match bound {
        Bound::Minimum => (number? < limit, format!("must be at least {limit}")),
        Bound::ExclusiveMinimum => (number? <= limit, format!("must be more than {limit}")),
        Bound::Maximum => (number? > limit, format!("must be at most {limit}")),
        Bound::ExclusiveMaximum => (number? >= limit, format!("must be less than {limit}")),
        Bound::MinLength => (text? < limit, format!("must have at least {limit} characters")),
        Bound::MaxLength => (text? > limit, format!("must have at most {limit} characters")),
        Bound::MinItems => (list? < limit, format!("must have at least {limit} elements")),
        Bound::MaxItems => (list? > limit, format!("must have at most {limit} elements")),
    };
    broken.then_some(message)
}
