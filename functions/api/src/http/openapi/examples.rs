//! Examples of responses, recorded from the routes and shared between operations with the same schema.

use serde_json::{Map, Value, json};

use super::operation::{self, Operation};

/// A recorded response.
#[derive(Debug, Clone)]
pub(crate) struct RecordedResponse {
    /// Method of the request, in lower case.
    pub(crate) method: String,
    /// Path template of the route.
    pub(crate) path: &'static str,
    /// Status.
    pub(crate) status: u16,
    /// Content type.
    pub(crate) kind: String,
    /// Body.
    pub(crate) body: Value,
}

/// Adds the first recorded response of each schema as its example. A pending execution (202) has its own
/// example.
pub(super) fn add(document: &mut Value, recorded: &[RecordedResponse]) {
    let mut examples = Map::new();
    visit(document, |path, method, status, kind, media| {
        let response = recorded.iter().find(|response| {
            (response.method.as_str(), response.path, response.kind.as_str()) == (method, path, kind)
                && response.status.to_string() == status
        });
        if let (Some(response), Some(name)) = (response, name(&media["schema"], status)) {
            examples.entry(name).or_insert_with(|| json!({"value": response.body}));
        }
    });
    visit(document, |_, _, status, _, media| {
        let names = [status, "200"].map(|status| name(&media["schema"], status));
        if let Some(name) = names.into_iter().flatten().find(|name| examples.contains_key(name)) {
            let reference = json!({"$ref": format!("#/components/examples/{name}")});
            media["examples"] = Map::from_iter([(name, reference)]).into();
        }
    });
    examples.sort_keys();
    document["components"]["examples"] = examples.into();
}

/// Visits the content of every success: path, method, status, content type and media type object.
fn visit(document: &mut Value, mut visit: impl FnMut(&str, &str, &str, &str, &mut Value)) {
    operation::each(document, |path, method, operation| {
        let mut operation = Operation::of(path, method, operation);
        for (status, response) in
            operation.responses().iter_mut().filter(|(status, _)| status.starts_with('2'))
        {
            let content = response.get_mut("content").and_then(Value::as_object_mut);
            for (kind, media) in content.into_iter().flatten() {
                visit(path, method, status, kind, media);
            }
        }
    });
}

/// Returns the name of the example for a schema.
fn name(schema: &Value, status: &str) -> Option<String> {
    if let Some(items) = schema.get("items") {
        return name(items, status).map(|name| name + "Array");
    }
    if let Some(first) = schema["anyOf"].get(0) {
        return name(first, status);
    }
    match schema["$ref"].as_str() {
        Some(reference) => {
            let name = reference.rsplit('/').next()?;
            Some(if status == "202" { format!("{name}Accepted") } else { name.to_owned() })
        }
        None => (schema["type"] == "string").then(|| "Calendar".to_owned()),
    }
}
