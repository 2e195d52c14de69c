//! Examples of answers: what the routes did answer, each shown wherever the same is answered.

use serde_json::{Map, Value, json};

use super::operation::{self, Operation};

/// An answer that was given.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    /// The method of the request, in lower case.
    pub(crate) method: String,
    /// The path of the route, as the document writes it.
    pub(crate) path: &'static str,
    /// The status.
    pub(crate) status: u16,
    /// The type of the body.
    pub(crate) kind: String,
    /// The body.
    pub(crate) body: Value,
}

/// Puts what was answered first to each schema beside it. A pending execution is an answer of its own.
pub(super) fn add(document: &mut Value, answered: &[Answered]) {
    let mut examples = Map::new();
    visit(document, |path, method, status, kind, media| {
        let given = answered.iter().find(|given| {
            (given.method.as_str(), given.path, given.kind.as_str()) == (method, path, kind)
                && given.status.to_string() == status
        });
        if let (Some(given), Some(name)) = (given, name(&media["schema"], status)) {
            examples.entry(name).or_insert_with(|| json!({"value": given.body}));
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

/// Visits what every success may be: path, method, status, type and description of the body.
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

/// What an example of this schema is called.
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
