//! Operations of the document.

use serde_json::{Map, Value};

const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

/// An operation with its path and method.
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

    /// Whether it requires credentials.
    pub(super) fn is_secured(&self) -> bool {
        self.value.get("security").is_none()
    }

    /// Whether it has a parameter with this name.
    pub(super) fn takes(&self, name: &str) -> bool {
        self.listed().any(|parameter| parameter["name"] == name)
    }

    /// Whether it has a parameter in this location.
    pub(super) fn has_parameter(&self, place: &str) -> bool {
        self.listed().any(|parameter| parameter["in"] == place)
    }

    fn listed(&self) -> impl Iterator<Item = &Value> {
        self.value.get("parameters").and_then(Value::as_array).into_iter().flatten()
    }

    pub(super) fn parameters(&mut self) -> impl Iterator<Item = &mut Value> {
        self.value.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten()
    }

    /// Returns the media type objects of its body.
    pub(super) fn bodies(&mut self) -> impl Iterator<Item = &mut Value> {
        let content = self.value.get_mut("requestBody").and_then(|body| body["content"].as_object_mut());
        content.into_iter().flatten().map(|(_, content)| content)
    }

    /// Removes the media types of its body other than `kind`, if it may be `kind`.
    pub(super) fn only_body(&mut self, kind: &str) {
        let content = self.value.get_mut("requestBody").and_then(|body| body["content"].as_object_mut());
        if let Some(content) = content.filter(|content| content.contains_key(kind)) {
            content.retain(|name, _| name == kind);
        }
    }

    /// Returns its responses by status.
    pub(super) fn responses(&mut self) -> &mut Map<String, Value> {
        self.value.get_mut("responses").and_then(Value::as_object_mut).unwrap_or(&mut self.none)
    }
}

/// Visits every operation with its path and method.
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

/// Returns the name of the schema of a JSON response.
pub(super) fn schema(response: &Value) -> Option<&str> {
    name(response.pointer("/content/application~1json/schema/$ref")?)
}

fn name(reference: &Value) -> Option<&str> {
    reference.as_str()?.strip_prefix("#/components/schemas/")
}

/// Removes null from what a schema allows.
pub(super) fn never_null(schema: &mut Value) {
    if let Some(types) = schema.get("type").and_then(Value::as_array) {
        let kept: Vec<_> = types.iter().filter(|name| *name != "null").cloned().collect();
        schema["type"] = if let [only] = &kept[..] { only.clone() } else { kept.into() };
    }
    for choice in ["oneOf", "anyOf"] {
        let Some(options) = schema.get(choice).and_then(Value::as_array) else { continue };
        let kept: Vec<_> = options.iter().filter(|option| option["type"] != "null").cloned().collect();
        match &kept[..] {
            [only] => *schema = only.clone(),
            _ => schema[choice] = kept.into(),
        }
    }
}

/// Visits all objects in `value`.
pub(super) fn everywhere(value: &mut Value, visit: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            visit(members);
            members.values_mut().for_each(|value| everywhere(value, visit));
        }
        Value::Array(elements) => elements.iter_mut().for_each(|value| everywhere(value, visit)),
        _ => {}
    }
}
