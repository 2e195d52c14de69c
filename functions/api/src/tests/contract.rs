//! Compares requests and responses with the document, in every test of the routes.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, LazyLock, Mutex},
};

use http::{HeaderMap, Method, StatusCode, response::Parts};
use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

use crate::http::{
    openapi::{DOCUMENT, RecordedResponse},
    router,
};

/// The URI by which schemas refer to the document.
const ADDRESS: &str = "urn:beadle:openapi";

/// Headers that must be described wherever they are sent.
const DESCRIBED: &[&str] = &[
    "etag",
    "idempotency-replayed",
    "link",
    "location",
    "preference-applied",
    "ratelimit",
    "ratelimit-policy",
    "retry-after",
    "www-authenticate",
    "x-request-id",
];

/// The document with closed schemas: undescribed members of responses are errors.
static CLOSED: LazyLock<Value> = LazyLock::new(|| {
    let mut document: Value = serde_json::from_str(DOCUMENT).unwrap();
    let mut parts = BTreeSet::from(["Problem".to_owned()]);
    parts_of_others(&document["components"]["schemas"], &mut parts);
    for (name, schema) in document["components"]["schemas"].as_object_mut().unwrap() {
        close(schema, parts.contains(name));
    }
    document
});

static REGISTRY: LazyLock<Registry<'static>> =
    LazyLock::new(|| Registry::new().add(ADDRESS, &*CLOSED).unwrap().prepare().unwrap());

static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

/// A request.
pub(super) struct Sent<'a> {
    pub(super) method: &'a Method,
    /// Path with query.
    pub(super) path: &'a str,
    /// Content type.
    pub(super) kind: Option<&'a str>,
    pub(super) body: &'a [u8],
}

/// Differences between the document and a successful request or any response; empty for a route that is not
/// described.
pub(super) fn breaches(sent: &Sent<'_>, answer: &Parts, body: &Value) -> Vec<String> {
    let Sent { method, path, .. } = *sent;
    let Some(template) = template(method, path) else { return Vec::new() };
    let status = answer.status;
    let operation = format!("/paths/{}/{}", escaped(template), method.as_str().to_ascii_lowercase());
    let mut place = format!("{operation}/responses/{}", status.as_str());
    let Some(mut response) = CLOSED.pointer(&place) else {
        return vec![format!("{method} {template}: {status} is not described")];
    };
    if let Some(shared) = response["$ref"].as_str() {
        shared[1..].clone_into(&mut place);
        response = CLOSED.pointer(&place).unwrap();
    }
    let mut found = header_breaches(&response["headers"], &answer.headers);
    // Items of a batch (207) may be refused.
    if status.is_success() && status != StatusCode::MULTI_STATUS {
        found.extend(undescribed(&operation, sent));
    }
    match (kind(answer), &response["content"]) {
        (None, Value::Null) => {}
        (Some(kind), content) if content.get(kind).is_some() => {
            found.extend(mismatches(&format!("{place}/content/{}/schema", escaped(kind)), body));
        }
        (kind, _) => found.push(format!("a body of type {kind:?}")),
    }
    found.into_iter().map(|breach| format!("{method} {template}: {status}: {breach}")).collect()
}

/// Parts of a request that the document does not describe.
fn undescribed(operation: &str, sent: &Sent<'_>) -> Vec<String> {
    let described = CLOSED.pointer(operation).unwrap();
    let names: Vec<&Value> =
        described["parameters"].as_array().into_iter().flatten().map(|p| &p["name"]).collect();
    let query = sent.path.split_once('?').map_or("", |(_, query)| query);
    let query = query.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| !name.is_empty());
    let query = query.filter(|name| !names.contains(&&json!(name)));
    let mut found: Vec<String> = query.map(|name| format!("?{name} is not described")).collect();
    let kind = sent.kind.and_then(|kind| kind.split(';').next()).unwrap_or_default();
    let content = format!("{operation}/requestBody/content/{}/schema", escaped(kind));
    match serde_json::from_slice(sent.body) {
        Err(_) => {}
        Ok(_) if CLOSED.pointer(&content).is_none() => found.push(format!("a {kind:?} was taken")),
        Ok(body) => {
            found.extend(mismatches(&content, &body).into_iter().map(|why| format!("the request: {why}")))
        }
    }
    found
}

/// Records a success with a body as an example.
pub(super) fn recorded(
    method: &Method,
    path: &str,
    answer: &Parts,
    body: &Value,
) -> Option<RecordedResponse> {
    let kind = kind(answer).filter(|_| answer.status.is_success())?;
    Some(RecordedResponse {
        method: method.as_str().to_ascii_lowercase(),
        path: template(method, path)?,
        status: answer.status.as_u16(),
        kind: kind.to_owned(),
        body: body.clone(),
    })
}

/// Content type without parameters.
fn kind(answer: &Parts) -> Option<&str> {
    answer.headers.get("content-type")?.to_str().ok()?.split(';').next()
}

/// Missing headers, and headers that are not described.
fn header_breaches(described: &Value, headers: &HeaderMap) -> Vec<String> {
    let none = Map::new();
    let described = described.as_object().unwrap_or(&none);
    let required = described.iter().filter(|(_, header)| {
        let header = header["$ref"].as_str().map_or(*header, |shared| CLOSED.pointer(&shared[1..]).unwrap());
        header["required"] == true
    });
    let missing = required.map(|(name, _)| name).filter(|name| !headers.contains_key(name.as_str()));
    let missing = missing.map(|name| format!("{name} is missing"));
    let silent = DESCRIBED.iter().filter(|name| headers.contains_key(**name));
    let silent = silent.filter(|name| !described.keys().any(|known| known.eq_ignore_ascii_case(name)));
    missing.chain(silent.map(|name| format!("{name} is not described"))).collect()
}

/// Differences between a value and the schema at `pointer` of the document.
pub(super) fn mismatches(pointer: &str, value: &Value) -> Vec<String> {
    let validator = Arc::clone(VALIDATORS.lock().unwrap().entry(pointer.to_owned()).or_insert_with(|| {
        let schema =
            json!({"$ref": format!("{ADDRESS}#{}", pointer.replace('{', "%7B").replace('}', "%7D"))});
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
        Arc::new(options.with_registry(&REGISTRY).build(&schema).unwrap())
    }));
    let errors = validator.iter_errors(value);
    errors.map(|error| format!("{error} at {}", error.instance_path())).collect()
}

/// Path template of the route.
fn template(method: &Method, path: &str) -> Option<&'static str> {
    let path = path.split('?').next().unwrap_or_default();
    let fits = |template: &str| {
        template.split('/').count() == path.split('/').count()
            && template
                .split('/')
                .zip(path.split('/'))
                .all(|(step, there)| step == there || step.starts_with('{'))
    };
    let of_method = router::operations().filter(|(_, known)| method.as_str().eq_ignore_ascii_case(known));
    let mut fitting: Vec<&str> =
        of_method.map(|(template, _)| template).filter(|template| fits(template)).collect();
    fitting.sort_by_key(|template| template.contains('{'));
    fitting.first().copied()
}

/// A step of a JSON Pointer (RFC 6901).
pub(super) fn escaped(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

/// Names of the schemas that are parts of other schemas.
fn parts_of_others(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            let parts = members.get("allOf").and_then(Value::as_array).into_iter().flatten();
            let names = parts.filter_map(|part| part["$ref"].as_str()?.rsplit('/').next().map(str::to_owned));
            found.extend(names);
            members.values().for_each(|value| parts_of_others(value, found));
        }
        Value::Array(elements) => elements.iter().for_each(|value| parts_of_others(value, found)),
        _ => {}
    }
}

/// Closes a schema and its nested schemas to undescribed members, except parts of other schemas.
fn close(schema: &mut Value, is_part: bool) {
    match schema {
        Value::Object(members) => {
            let whole = members.contains_key("allOf");
            if !is_part && whole {
                members.insert("unevaluatedProperties".to_owned(), json!(false));
            } else if !is_part && members.get("properties").is_some_and(Value::is_object) {
                members.entry("additionalProperties").or_insert(json!(false));
            }
            for (name, value) in members {
                close(value, whole && name == "allOf");
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|value| close(value, is_part)),
        _ => {}
    }
}
