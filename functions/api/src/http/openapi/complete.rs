//! Completes the operations of the document with what they have in common: security, error responses, headers
//! and links.

use beadle_values::body::openapi::CARRIED;
use serde_json::{Map, Value, json};

use super::{
    errors::{describe_errors, error_responses},
    operation::{self, Operation},
};

/// Schemas of versioned resources, which are returned with an `ETag`.
const VERSIONED: &[&str] = &["Task", "SavedConfig", "Template", "Function", "DayCalendar"];

/// Adds to the document what its routes have in common.
pub(super) fn complete(document: &mut Value) {
    operation::everywhere(document, &mut |schema| {
        if let Some(Value::Object(carried)) = schema.shift_remove(CARRIED) {
            *schema = carried;
        }
    });
    document["components"]["headers"] = headers();
    document["components"]["responses"] = error_responses();
    document["components"]["securitySchemes"] = json!({
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "A JWT: HS256 with a secret, or RS256, ES256 or EdDSA with a key set. Its claims are `sub`, `exp`, `roles` and \
                `subscription_level`."
        },
        "callback": {
            "type": "http",
            "scheme": "bearer",
            "description": "The token of a waiting execution: `${callback.token}` in the request that started its job."
        },
        "api_key": {
            "type": "apiKey",
            "in": "header",
            "name": "X-API-Key",
            "description": "A key created at `/api/v1/api-keys`."
        }
    });
    document["security"] = json!([{"bearer": []}, {"api_key": []}]);
    // A value may match more than one of its forms.
    operation::everywhere(&mut document["components"]["schemas"], &mut |schema| {
        if let Some(options) = schema.shift_remove("oneOf") {
            schema.insert("anyOf".to_owned(), options);
        }
    });
    let links = links(document);
    let readable: Vec<String> = document["paths"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, item)| item.get("get").is_some())
        .filter_map(|(path, _)| path.strip_suffix("/{id}"))
        .map(str::to_owned)
        .collect();
    operation::each(document, |path, method, operation| {
        let operation = &mut Operation::of(path, method, operation);
        describe_errors(operation);
        add_headers(operation, &readable);
        add_links(operation, &links);
        forbid_null(operation);
    });
    // This path also accepts the id of an ad-hoc execution (seed 000) and returns the execution.
    let answered = "/paths/~1api~1v1~1tasks~1{id}/get/responses/200/content/application~1json/schema";
    if let Some(schema) = document.pointer_mut(answered) {
        *schema = json!({"anyOf": [schema.take(), {"$ref": "#/components/schemas/Execution"}]});
    }
}

/// Shared descriptions of response headers.
fn headers() -> Value {
    let header = |description: &str, schema: Value, example: Value| json!({"description": description, "schema": schema, "example": example});
    let text = || json!({"type": "string"});
    let mut headers = json!({
        "ETag": header("Version, for `If-Match`.", text(), json!("\"1\"")),
        "Idempotency-Replayed": header(
            "`true` if the `Idempotency-Key` was used, or the webhook delivered, before; nothing was done again.",
            json!({"type": "string", "const": "true"}),
            json!("true"),
        ),
        "Link": header(
            "Next page, if there is one (RFC 8288).",
            text(),
            json!("</api/v1/tasks?cursor=eyJ2IjoxfQ>; rel=\"next\""),
        ),
        "Location": header(
            "URL of the resource.",
            json!({"type": "string", "format": "uri-reference"}),
            json!("/api/v1/tasks/tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"),
        ),
        "Preference-Applied": header("Applied preference (RFC 7240).", text(), json!("wait=10")),
        "RateLimit": header(
            "Remaining quota of the caller, if there is a limit.",
            text(),
            json!("\"caller\";r=99;t=1"),
        ),
        "RateLimit-Policy": header(
            "Rate limit of the caller, if there is one.",
            text(),
            json!("\"caller\";q=100;w=60"),
        ),
        "Retry-After": header(
            "Seconds until the request may be repeated.",
            json!({"type": "integer", "minimum": 0}),
            json!(5),
        ),
        "WWW-Authenticate": header(
            "How to authenticate (RFC 6750).",
            text(),
            json!("Bearer realm=\"beadle\""),
        ),
        "X-Request-Id": header(
            "Id of the request: the caller's own, or a generated one.",
            text(),
            json!("0198c1f4a2b37c7e9d1a2b3c4d5e6f71"),
        ),
    });
    for always in ["Location", "WWW-Authenticate", "X-Request-Id"] {
        headers[always]["required"] = json!(true);
    }
    headers
}

pub(super) fn header(name: &str) -> Value {
    json!({"$ref": format!("#/components/headers/{name}")})
}

/// Adds the headers of a success, depending on the parameters and responses of the operation.
fn add_headers(operation: &mut Operation<'_>, readable: &[String]) {
    let placed = readable.iter().any(|known| known == collection(operation));
    let starts = operation.takes("Prefer");
    // What identifies a delivery of a webhook is not a header of one name.
    let replays = operation.takes("Idempotency-Key") || operation.path == "/hooks/{id}";
    let limited = operation.is_secured();
    let pages = operation.takes("cursor");
    for (status, response) in operation.responses().iter_mut().filter(|(status, _)| status.starts_with('2')) {
        let versioned = operation::schema(response).is_some_and(|name| VERSIONED.contains(&name));
        let carried = [
            ("X-Request-Id", true),
            ("Location", status == "201" && (placed || versioned) || starts),
            ("ETag", versioned),
            ("Preference-Applied", starts),
            ("Idempotency-Replayed", replays),
            ("Link", pages),
            ("RateLimit", limited),
            ("RateLimit-Policy", limited),
        ];
        let carried = carried.into_iter().filter(|(_, carries)| *carries);
        let own = response.get("headers").and_then(Value::as_object).cloned().unwrap_or_default();
        let mut all: Map<_, _> = carried.map(|(name, _)| (name.to_owned(), header(name))).collect();
        all.extend(own);
        response["headers"] = all.into();
    }
}

/// Returns, for each collection, links to the operations on its items.
fn links(document: &mut Value) -> Vec<(String, Map<String, Value>)> {
    let mut links: Vec<(String, Map<String, Value>)> = Vec::new();
    operation::each(document, |path, _, operation| {
        let Some((collection, rest)) = path.split_once("/{id}") else { return };
        let Some(name) = operation["operationId"].as_str().filter(|_| !rest.contains('{')) else { return };
        let link = json!({"operationId": name, "parameters": {"id": "$response.body#/id"}});
        match links.iter_mut().find(|(known, _)| known == collection) {
            Some((_, links)) => drop(links.insert(name.to_owned(), link)),
            None => links.push((collection.to_owned(), Map::from_iter([(name.to_owned(), link)]))),
        }
    });
    links
}

/// Returns the collection of what an operation creates.
fn collection<'a>(operation: &Operation<'a>) -> &'a str {
    if operation.takes("Prefer") {
        return "/api/v1/executions";
    }
    operation.path.strip_suffix("/from-template").unwrap_or(operation.path)
}

/// Adds links from a created item to the operations on it.
fn add_links(operation: &mut Operation<'_>, links: &[(String, Map<String, Value>)]) {
    let makes = collection(operation);
    let Some((_, links)) = links.iter().find(|(known, _)| known == makes) else { return };
    let made: &[&str] = if operation.takes("Prefer") { &["200", "202"] } else { &["201"] };
    for status in made {
        if let Some(response) = operation.responses().get_mut(*status) {
            response["links"] = links.clone().into();
        }
    }
}

/// Parameters and bodies may be omitted but are never null.
fn forbid_null(operation: &mut Operation<'_>) {
    operation.parameters().for_each(|parameter| operation::never_null(&mut parameter["schema"]));
    operation.bodies().for_each(|content| operation::never_null(&mut content["schema"]));
}
