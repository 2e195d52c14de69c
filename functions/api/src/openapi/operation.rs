//! One operation of the document.

use serde_json::{Map, Value};

const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// An operation, with where it is.
pub(super) struct Operation<'a> {
    pub(super) path: &'a str,
    pub(super) method: &'a str,
    value: &'a mut Value,
    none: Map<String, Value>,
}

impl<'a> Operation<'a> {
    pub(super) fn of(path: &'a str, method: &'a str, value: &'a mut Value) -> Self {
        Self { path, method, value, none: Map::new() }
    }

    /// Whether it takes credentials.
    pub(super) fn is_secured(&self) -> bool {
        self.value.get("security").is_none()
    }

    /// Whether it has a parameter of this name.
    pub(super) fn takes(&self, name: &str) -> bool {
        self.listed().any(|parameter| parameter["name"] == name)
    }

    /// Whether it has a parameter in this place.
    pub(super) fn has_parameter(&self, place: &str) -> bool {
        self.listed().any(|parameter| parameter["in"] == place)
    }

    fn listed(&self) -> impl Iterator<Item = &Value> {
        self.value.get("parameters").and_then(Value::as_array).into_iter().flatten()
    }

    pub(super) fn parameters(&mut self) -> impl Iterator<Item = &mut Value> {
        self.value.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten()
    }

    /// What it answers, by status.
    pub(super) fn responses(&mut self) -> &mut Map<String, Value> {
        self.value.get_mut("responses").and_then(Value::as_object_mut).unwrap_or(&mut self.none)
    }
}

/// Visits every operation with its path and its method.
pub(super) fn each(document: &mut Value, mut visit: impl FnMut(&str, &str, &mut Value)) {
    let Some(paths) = document["paths"].as_object_mut() else { return };
    for (path, item) in paths {
        for method in METHODS {
            if let Some(operation) = item.get_mut(method) {
                visit(path, method, operation);
            }
        }
    }
}

/// The name of the schema of a JSON response.
pub(super) fn schema(response: &Value) -> Option<&str> {
    name(response.pointer("/content/application~1json/schema/$ref")?)
}

fn name(reference: &Value) -> Option<&str> {
    reference.as_str()?.strip_prefix("#/components/schemas/")
}

/// Notes the names of the schemas that are referred to anywhere in `value`.
pub(super) fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(name).map(str::to_owned));
            members.values().for_each(|value| references(value, found));
        }
        Value::Array(elements) => elements.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}
