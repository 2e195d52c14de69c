//! Reading a schema.

use beadle_values::{
    names::Named,
    violation::{Path, Violation, Violations},
};
use serde_json::Value;

use super::{Bound, Node, Type};

/// How deep a schema may be nested.
const MAX_DEPTH: usize = 16;

/// Keywords that say nothing about what is valid.
const ANNOTATIONS: [&str; 11] = [
    "$schema",
    "$id",
    "$comment",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "format",
];

pub(super) fn node(value: &Value, path: &Path, depth: usize) -> Result<Node, Violations> {
    let Some(members) = value.as_object().filter(|_| depth < MAX_DEPTH) else {
        let message = format!("must be a JSON object, nested at most {MAX_DEPTH} deep");
        return Err(Violation::new(path.clone(), "type_error", message).into());
    };
    let (mut node, mut faults) = (Node::default(), Violations::new());
    for (keyword, value) in members {
        let place = path.key(keyword);
        let bound = keyword.parse::<Bound>().ok();
        match (keyword.as_str(), bound) {
            (_, Some(bound)) => match value.as_f64() {
                Some(limit) => node.bounds.push((bound, limit)),
                None => faults.add(place, "type_error", "must be a number"),
            },
            ("type", _) => node.types = types(value, &place, &mut faults),
            ("properties", _) => match value.as_object() {
                Some(properties) => {
                    for (name, value) in properties {
                        if let Some(of) = faults.take(self::node(value, &place.key(name), depth + 1)) {
                            node.properties.insert(name.clone(), of);
                        }
                    }
                }
                None => faults.add(place, "type_error", "must be a JSON object"),
            },
            ("required", _) => match names(value) {
                Some(required) => node.required = required,
                None => faults.add(place, "type_error", "must be a list of names"),
            },
            ("additionalProperties", _) => match value.as_bool() {
                Some(open) => node.closed = !open,
                None => faults.add(place, "type_error", "must be true or false here"),
            },
            ("items", _) => {
                node.items = faults.take(self::node(value, &place, depth + 1)).map(Box::new);
            }
            ("enum", _) => match value.as_array() {
                Some(values) => node.one_of = Some(values.clone()),
                None => faults.add(place, "type_error", "must be a list"),
            },
            ("const", _) => node.one_of = Some(vec![value.clone()]),
            ("default", _) => node.default = Some(value.clone()),
            (annotation, _) if ANNOTATIONS.contains(&annotation) => {}
            _ => {
                let hint = "type, properties, required, additionalProperties, items, enum, const, and least and most";
                faults.push(
                    Violation::new(place, "unknown_field", "is a keyword that is not checked here")
                        .hint(hint),
                );
            }
        }
    }
    faults.into_result(node)
}

fn names(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|name| name.as_str().map(str::to_owned)).collect()
}

fn types(value: &Value, path: &Path, faults: &mut Violations) -> Vec<Type> {
    let named = match value {
        Value::String(name) => Some(vec![name.clone()]),
        other => names(other),
    };
    let types: Option<Vec<Type>> =
        named.and_then(|names| names.iter().map(|name| name.parse().ok()).collect());
    types.unwrap_or_else(|| {
        let hint = format!("must be one of {}", Type::NAMES.join(", "));
        faults.push(Violation::new(path.clone(), "enum", Type::UNKNOWN.to_string()).hint(hint));
        Vec::new()
    })
}
