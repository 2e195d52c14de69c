//! Placeholders in JSON: every string of a value is a template, names of members are not.

use std::collections::BTreeSet;

use beadle_values::{
    body::{Custom, custom},
    violation::{Path, Violations},
};
use serde_json::{Value, json};

use super::{MAX_RENDERED, Scope, SecretRef, Template, render};
use crate::execution::{Failure, FailureCode};

/// The maximum nesting depth of a value.
pub const MAX_DEPTH: usize = 64;

/// Any JSON value, whose strings may hold placeholders.
pub(crate) fn any_value() -> Custom<Value> {
    custom(
        |value, path| {
            check_value(value, path)?;
            Ok(value.clone())
        },
        |_| json!({}),
    )
}

/// Checks the placeholders of all texts of `value`.
///
/// # Errors
/// Every malformed placeholder, below `path`, and a value that is nested too deeply.
pub fn check_value(value: &Value, path: &Path) -> Result<(), Violations> {
    let mut violations = Violations::new();
    check(value, path, MAX_DEPTH, &mut violations);
    violations.into_result(())
}

fn check(value: &Value, path: &Path, levels: usize, violations: &mut Violations) {
    if levels == 0 {
        return violations.add(path.clone(), "depth", format!("nests deeper than {MAX_DEPTH} levels"));
    }
    match value {
        Value::String(text) if text.contains("${") => {
            violations.take(Template::parse(text, path));
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                check(value, &path.index(index), levels - 1, violations);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                check(value, &path.key(name), levels - 1, violations);
            }
        }
        _ => {}
    }
}

/// Whether `value` may depend on the attempt; `$${` counts.
pub fn holds_placeholders(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains("${"),
        Value::Array(values) => values.iter().any(holds_placeholders),
        Value::Object(members) => members.values().any(holds_placeholders),
        _ => false,
    }
}

/// The secrets that the strings of `value` refer to.
pub fn secrets_of(value: &Value) -> BTreeSet<SecretRef> {
    let mut found = BTreeSet::new();
    collect(value, &mut found);
    found
}

/// Whether a string of `value` refers to dependencies of the task.
pub fn names_dependencies(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains("${") && Template::new(text.as_str()).names_dependencies(),
        Value::Array(values) => values.iter().any(names_dependencies),
        Value::Object(members) => members.values().any(names_dependencies),
        _ => false,
    }
}

/// Whether a string of `value` gives the destination an address to call back.
pub fn names_callback(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains("${") && Template::new(text.as_str()).names_callback(),
        Value::Array(values) => values.iter().any(names_callback),
        Value::Object(members) => members.values().any(names_callback),
        _ => false,
    }
}

fn collect(value: &Value, found: &mut BTreeSet<SecretRef>) {
    match value {
        Value::String(text) if text.contains("${") => found.extend(Template::new(text.as_str()).secrets()),
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        Value::Object(members) => members.values().for_each(|value| collect(value, found)),
        _ => {}
    }
}

/// Renders `value` with the placeholders of its strings replaced; a string that is exactly one placeholder
/// keeps the type of its value.
///
/// # Errors
/// As [`Template::render`]; also if the result is nested too deeply or too large.
pub fn render_value(value: &Value, scope: &Scope<'_>) -> Result<Value, Failure> {
    let mut left = MAX_RENDERED;
    rendered(value, scope, MAX_DEPTH, &mut left)
}

fn rendered(value: &Value, scope: &Scope<'_>, levels: usize, left: &mut usize) -> Result<Value, Failure> {
    let below = levels.checked_sub(1).ok_or_else(too_deep)?;
    Ok(match value {
        Value::String(text) if text.contains("${") => {
            let value = Template::new(text.as_str()).render_value(scope)?;
            charge(&value, levels, left)?;
            value
        }
        Value::Array(values) => {
            let values = values.iter().map(|value| rendered(value, scope, below, left));
            Value::Array(values.collect::<Result<_, _>>()?)
        }
        Value::Object(members) => {
            let members =
                members.iter().map(|(name, value)| Ok((name.clone(), rendered(value, scope, below, left)?)));
            Value::Object(members.collect::<Result<_, Failure>>()?)
        }
        other => other.clone(),
    })
}

/// Subtracts the size of a replaced value from the remaining budget.
fn charge(value: &Value, levels: usize, left: &mut usize) -> Result<(), Failure> {
    let below = levels.checked_sub(1).ok_or_else(too_deep)?;
    let cost = match value {
        Value::String(text) => text.len(),
        _ => 8,
    };
    *left = left.checked_sub(cost).ok_or_else(render::too_large)?;
    match value {
        Value::Array(values) => values.iter().try_for_each(|value| charge(value, below, left)),
        Value::Object(members) => members.iter().try_for_each(|(name, value)| {
            *left = left.checked_sub(name.len()).ok_or_else(render::too_large)?;
            charge(value, below, left)
        }),
        _ => Ok(()),
    }
}

fn too_deep() -> Failure {
    let message = format!("what is to be sent nests deeper than {MAX_DEPTH} levels");
    Failure::new(FailureCode::Interpolation, message)
}
