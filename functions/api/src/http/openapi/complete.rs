//! What holds for every operation, put to each: credentials, refusals, headers, links. A route says what is its own.

use serde_json::{Map, Value, json};

use super::{
    by_type,
    operation::{self, Operation},
    refusals::{refusals, refuse},
};

/// The schemas of what is saved under an id, has a version, and is answered with an `ETag`.
const VERSIONED: &[&str] = &["Task", "SavedConfig", "Template"];

/// The schemas whose members are given or left out, and never null.
const NOT_NULL: &[&str] = &["RetryPolicy", "RateLimit", "Breaker"];

/// The members of a change that are left out or given, and never null: what they are about can't do without them.
const NEEDED: &[&str] = &["name", "type", "task_type", "config", "category"];

/// Adds to the document what its routes have in common.
pub(super) fn complete(document: &mut Value) {
    document["components"]["headers"] = headers();
    document["components"]["responses"] = refusals();
    document["components"]["securitySchemes"] = json!({
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "A JWT: HS256 with a secret, or RS256, ES256 or EdDSA with a key set. Its claims are `sub`, `exp`, `roles` and \
                `subscription_level`."
        },
        "api_key": {
            "type": "apiKey",
            "in": "header",
            "name": "X-API-Key",
            "description": "A key that was made at `/api/v1/api-keys`."
        }
    });
    document["security"] = json!([{"bearer": []}, {"api_key": []}]);
    // What is written in one of several forms may fit more than one of them.
    operation::everywhere(&mut document["components"]["schemas"], &mut |schema| {
        if let Some(options) = schema.shift_remove("oneOf") {
            schema.insert("anyOf".to_owned(), options);
        }
    });
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        for name in NOT_NULL {
            let members = schemas.get_mut(*name).and_then(|schema| schema["properties"].as_object_mut());
            members.into_iter().flatten().for_each(|(_, member)| operation::never_null(member));
        }
        for (_, schema) in schemas.iter_mut().filter(|(name, _)| name.ends_with("Change")) {
            let members = schema["properties"].as_object_mut().into_iter().flatten();
            let needed = members.filter(|(name, _)| NEEDED.contains(&name.as_str()));
            needed.for_each(|(_, member)| operation::never_null(member));
        }
        by_type::split(schemas);
    }
    close_bodies(document);
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
        refuse(operation);
        add_headers(operation, &readable);
        add_links(operation, &links);
        refuse_null(operation);
    });
    // The id of an ad-hoc execution is taken there too (seed 000), and answered with the execution.
    let answered = "/paths/~1api~1v1~1tasks~1{id}/get/responses/200/content/application~1json/schema";
    if let Some(schema) = document.pointer_mut(answered) {
        *schema = json!({"anyOf": [schema.take(), {"$ref": "#/components/schemas/Execution"}]});
    }
}

/// The headers of answers, each described once.
fn headers() -> Value {
    let header = |description: &str, schema: Value, example: Value| json!({"description": description, "schema": schema, "example": example});
    let text = || json!({"type": "string"});
    let mut headers = json!({
        "ETag": header("The version, for `If-Match`.", text(), json!("\"1\"")),
        "Idempotency-Replayed": header(
            "`true` where the `Idempotency-Key` was used before: nothing was done again.",
            json!({"type": "string", "const": "true"}),
            json!("true"),
        ),
        "Link": header("The next page, where there is one (RFC 8288).", text(), json!("</api/v1/tasks?cursor=eyJ2IjoxfQ>; rel=\"next\"")),
        "Location": header("Where it is.", json!({"type": "string", "format": "uri-reference"}), json!("/api/v1/tasks/tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")),
        "Preference-Applied": header("The preference that was followed (RFC 7240).", text(), json!("wait=10")),
        "RateLimit": header("What is left of the caller's own rate limit, where one applies.", text(), json!("\"caller\";r=99;t=1")),
        "RateLimit-Policy": header("The caller's own rate limit, where one applies.", text(), json!("\"caller\";q=100;w=60")),
        "Retry-After": header("In how many seconds to try again.", json!({"type": "integer", "minimum": 0}), json!(5)),
        "WWW-Authenticate": header("How to show who calls (RFC 6750).", text(), json!("Bearer realm=\"beadle\"")),
        "X-Request-Id": header("The id of the request: the caller's own, or a fresh one.", text(), json!("0198c1f4a2b37c7e9d1a2b3c4d5e6f71")),
    });
    for always in ["Location", "WWW-Authenticate", "X-Request-Id"] {
        headers[always]["required"] = json!(true);
    }
    headers
}

pub(super) fn header(name: &str) -> Value {
    json!({"$ref": format!("#/components/headers/{name}")})
}

/// The headers of a success, by what the operation takes and answers.
fn add_headers(operation: &mut Operation<'_>, readable: &[String]) {
    let placed = readable.iter().any(|known| known == collection(operation));
    let starts = operation.takes("Prefer");
    let replays = operation.takes("Idempotency-Key");
    let limited = operation.is_secured();
    let pages = operation.takes("cursor");
    for (status, response) in operation.responses().iter_mut().filter(|(status, _)| status.starts_with('2')) {
        let versioned = operation::schema(response).is_some_and(|name| VERSIONED.contains(&name));
        let carried = [
            ("X-Request-Id", true),
            ("Location", status == "201" && placed || starts),
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

/// For each schema that is answered where something is made: the operations that take its id.
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

/// Where what an operation makes is found.
fn collection<'a>(operation: &Operation<'a>) -> &'a str {
    if operation.takes("Prefer") {
        return "/api/v1/executions";
    }
    operation.path.strip_suffix("/from-template").unwrap_or(operation.path)
}

/// What was made can be looked at, changed and deleted.
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

/// A parameter or a body is given or it is not; it is never null.
fn refuse_null(operation: &mut Operation<'_>) {
    operation.parameters().for_each(|parameter| operation::never_null(&mut parameter["schema"]));
    operation.bodies().for_each(|content| operation::never_null(&mut content["schema"]));
}

/// Members that a body's schema does not name are refused.
fn close_bodies(document: &mut Value) {
    let mut open: Vec<String> = Vec::new();
    operation::each(document, |_, _, operation| operation::references(&operation["requestBody"], &mut open));
    let mut closed: Vec<String> = Vec::new();
    while let Some(name) = open.pop() {
        if closed.contains(&name) {
            continue;
        }
        let schema = &mut document["components"]["schemas"][&name];
        operation::references(schema, &mut open);
        operation::everywhere(schema, &mut |schema| {
            if schema.get("properties").is_some_and(Value::is_object)
                && !schema.contains_key("additionalProperties")
            {
                schema.insert("additionalProperties".to_owned(), json!(false));
            }
        });
        closed.push(name);
    }
}
