//! The document at `/openapi.v1.json`: the part of the whole one that generators of clients read.
//!
//! It has the routes below `/api/v1` under one path each, and what these refer to. What generators can't use is left
//! out: further media types of a body that may be JSON, links, and all but the first of several names for one member.
//! Alternatives of a schema that have no name get one, since each generator would make up another.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::operation::{self, Operation};

const ROUTES: &str = "/api/v1/";

const JSON: &str = "application/json";

/// Returns the part of `document` that generators read. `aliases` are further paths of routes.
pub(super) fn part(mut document: Value, aliases: &[&str]) -> Value {
    if let Some(paths) = document["paths"].as_object_mut() {
        paths.retain(|path, _| path.starts_with(ROUTES) && !aliases.contains(&path.as_str()));
    }
    operation::each(&mut document, |path, method, operation| {
        let mut operation = Operation::of(path, method, operation);
        operation.only_body(JSON);
        for (_, response) in operation.responses() {
            response.as_object_mut().and_then(|response| response.shift_remove("links"));
        }
    });
    operation::everywhere(&mut document["components"]["schemas"], &mut |schema| {
        // Names of members are strings in any case.
        if schema.get("propertyNames") == Some(&json!({"type": "string"})) {
            schema.shift_remove("propertyNames");
        }
        keep_one_name(schema);
    });
    name_alternatives(&mut document["components"]["schemas"]);
    keep_reachable(&mut document);
    document
}

/// Keeps the first name of a member that has to be given under one of several names: `type`, and not `task_type`.
fn keep_one_name(schema: &mut Map<String, Value>) {
    let names = |alternative: &Value| match alternative.as_object() {
        Some(only) if only.len() == 1 => only.get("required").and_then(Value::as_array).cloned(),
        _ => None,
    };
    let alternatives = schema.get("anyOf").and_then(Value::as_array);
    let Some(alternatives) = alternatives.and_then(|all| all.iter().map(names).collect::<Option<Vec<_>>>())
    else {
        return;
    };
    let mut alternatives = alternatives.into_iter();
    let Some(first) = alternatives.next() else { return };
    schema.shift_remove("anyOf");
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        alternatives.flatten().filter_map(|name| name.as_str().map(str::to_owned)).for_each(|name| {
            properties.shift_remove(&name);
        });
    }
    if let Value::Array(required) = schema.entry("required").or_insert_with(|| json!([])) {
        required.extend(first);
    }
}

/// Moves each unnamed alternative that a single `type` tells apart to a schema of its own: `basic` of `Auth` is
/// `AuthBasic`.
fn name_alternatives(schemas: &mut Value) {
    let Some(schemas) = schemas.as_object_mut() else { return };
    let mut named: Map<String, Value> = Map::new();
    for (name, schema) in schemas.iter_mut() {
        for alternative in schema.get_mut("anyOf").and_then(Value::as_array_mut).into_iter().flatten() {
            let Some([Value::String(kind)]) =
                alternative.pointer("/properties/type/enum").and_then(Value::as_array).map(Vec::as_slice)
            else {
                continue;
            };
            let own = format!("{name}{}", pascal_case(kind));
            let reference = json!({"$ref": format!("#/components/schemas/{own}")});
            named.insert(own, std::mem::replace(alternative, reference));
        }
    }
    for (name, schema) in named {
        schemas.entry(name).or_insert(schema);
    }
    schemas.sort_keys();
}

fn pascal_case(words: &str) -> String {
    let capitalized = |word: &str| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + rest
    };
    words.split(['_', '-']).map(capitalized).collect()
}

/// Removes the components, tags and security schemes that no route refers to.
fn keep_reachable(document: &mut Value) {
    let mut reached = BTreeSet::new();
    let mut open = references(&document["paths"]);
    while let Some(reference) = open.pop() {
        if let Some(target) = document.pointer(&reference[1..]) {
            let further = references(target);
            if reached.insert(reference) {
                open.extend(further);
            }
        }
    }
    let used_tags = used(document, "tags", |tag| tag.as_str().map(str::to_owned).into_iter().collect());
    let mut used_schemes = used(document, "security", scheme_names);
    used_schemes.extend(document["security"].as_array().into_iter().flatten().flat_map(scheme_names));
    for (kind, components) in document["components"].as_object_mut().into_iter().flatten() {
        if let Some(components) = components.as_object_mut() {
            components.retain(|name, _| match kind.as_str() {
                "securitySchemes" => used_schemes.contains(name),
                _ => reached.contains(&format!("#/components/{kind}/{name}")),
            });
        }
    }
    if let Some(tags) = document["tags"].as_array_mut() {
        tags.retain(|tag| tag["name"].as_str().is_some_and(|name| used_tags.contains(name)));
    }
}

/// All references in a value.
fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(members.values().flat_map(references)).collect()
        }
        Value::Array(elements) => elements.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// What the operations have in a list, as names.
fn used(document: &mut Value, list: &str, names: impl Fn(&Value) -> Vec<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    operation::each(document, |_, _, operation| {
        found.extend(operation[list].as_array().into_iter().flatten().flat_map(&names));
    });
    found
}

fn scheme_names(requirement: &Value) -> Vec<String> {
    requirement.as_object().into_iter().flat_map(Map::keys).cloned().collect()
}
