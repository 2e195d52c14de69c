//! The document matches the routes.

use std::collections::BTreeSet;

use beadle_domain::{
    execution::Status,
    spec::TaskType,
    task::{Priority, TaskStatus},
};
use serde_json::{Map, Value, json};

use super::{Client, examples};
use crate::http::{
    openapi::{DOCUMENT, PLAN, V1},
    router,
};

/// Update it with `UPDATE_OPENAPI=1 cargo test -p beadle-api`.
#[tokio::test]
async fn the_documents_are_up_to_date() {
    let generated = examples::documents().await;
    let plan = format!("{:#}\n", beadle_domain::plan::schema());
    for (name, generated, current) in [
        ("openapi.json", generated.whole, DOCUMENT),
        ("openapi.v1.json", generated.v1, V1),
        ("beadle.schema.json", plan, PLAN),
    ] {
        if std::env::var_os("UPDATE_OPENAPI").is_some() {
            std::fs::write(format!("{}/{name}", env!("CARGO_MANIFEST_DIR")), &generated).unwrap();
            continue;
        }
        assert!(generated == current, "{name} is out of date: run UPDATE_OPENAPI=1 cargo test -p beadle-api");
    }
}

#[test]
fn the_document_describes_exactly_the_routes() {
    let document = document();
    let described: BTreeSet<_> = operations(&document).map(|(path, method, _)| (path, method)).collect();
    assert_eq!(described, router::operations().collect());
}

fn document() -> Value {
    serde_json::from_str(DOCUMENT).unwrap()
}

fn schema(name: &str) -> Value {
    document()["components"]["schemas"][name].take()
}

#[tokio::test]
async fn the_document_is_served_and_is_openapi_3_1() {
    let served = Client::behind_gateway().get("/openapi.json").await.expecting(200);
    assert_eq!(served.json, document());
    assert_eq!(served.json["openapi"], "3.1.0");
}

#[tokio::test]
async fn the_schema_of_plans_is_served_to_everyone() {
    let served = Client::behind_gateway().get("/beadle.schema.json").await.expecting(200);
    assert_eq!(served.json, serde_json::from_str::<Value>(PLAN).unwrap());
}

fn assert_resolve(document: &Value) {
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get("$ref") {
                    let pointer = reference.strip_prefix('#').unwrap();
                    assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
                }
                open.extend(members.values());
            }
            Value::Array(elements) => open.extend(elements),
            _ => {}
        }
    }
}

#[test]
fn references_resolve_and_errors_are_problems() {
    let document = document();
    assert_resolve(&document);
    for (path, method, operation) in operations(&document) {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let response =
                response["$ref"].as_str().map_or(response, |shared| document.pointer(&shared[1..]).unwrap());
            let problem = &response["content"]["application/problem+json"]["schema"]["$ref"];
            let refused = status.starts_with('4') || status == "500";
            assert!(!refused || problem == "#/components/schemas/Problem", "{method} {path}: {status}");
            assert!(response["headers"]["X-Request-Id"].is_object(), "{method} {path}: {status}");
        }
    }
}

/// What generators of clients stumble over.
#[test]
fn the_v1_document_has_its_routes_once_and_nothing_unnamed() {
    let v1: Value = serde_json::from_str(V1).unwrap();
    let whole = document();
    let aliases: Vec<&str> = router::aliases().map(|(_, alias)| alias).collect();
    let expected: BTreeSet<_> = router::operations()
        .filter(|(path, _)| path.starts_with("/api/v1/") && !aliases.contains(path))
        .collect();
    let described: BTreeSet<_> = operations(&v1).map(|(path, method, _)| (path, method)).collect();
    assert_eq!(described, expected);
    assert_resolve(&v1);
    let mut names = BTreeSet::new();
    for (path, method, operation) in operations(&v1) {
        let name = operation["operationId"].as_str().unwrap();
        assert!(names.insert(name), "{name} is the name of two operations");
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{name}");
        let bodies = operation["requestBody"]["content"].as_object().map_or(0, Map::len);
        assert!(bodies <= 1, "{method} {path} takes bodies of {bodies} types");
        assert_eq!(operation["summary"], whole["paths"][path][method]["summary"]);
    }
    for (name, schema) in v1["components"]["schemas"].as_object().unwrap() {
        assert!(!name.contains("Automated") && !name.contains("Numbered"), "{name} is of a dialect");
        assert!(
            schema["properties"].is_null() || schema["anyOf"].is_null(),
            "{name} is both an object and a choice"
        );
        for alternative in schema["anyOf"].as_array().into_iter().flatten() {
            let told_apart = alternative.pointer("/properties/type/enum").is_some();
            assert!(!told_apart, "an alternative of {name} has no name: {alternative}");
        }
    }
}

/// All operations with path and method.
fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths.iter().flat_map(|(path, item)| {
        item.as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

#[test]
fn enums_match_the_domain() {
    for (name, known) in [
        ("ExecutionStatus", json!(Status::ALL)),
        ("TaskStatus", json!(TaskStatus::ALL)),
        ("TaskType", json!(TaskType::ALL)),
        ("Priority", json!([Priority::Low, Priority::Medium, Priority::High])),
    ] {
        assert_eq!(schema(name)["enum"], known, "{name}");
    }
}

/// A member or parameter in the document is never refused as unknown.
#[tokio::test]
async fn described_members_and_parameters_are_accepted() {
    let client = Client::new();
    for (path, name) in
        [("/api/v1/tasks", "HttpTaskRequest"), ("/api/v1/schedules/preview", "PreviewRequest")]
    {
        let described = schema(name);
        let members = described["properties"].as_object().unwrap();
        let body: Map<_, _> = members.keys().map(|name| (name.clone(), json!({"odd": 1}))).collect();
        let reply = client.post(path, Value::Object(body)).await.problem(422, "validation");
        let unknown: Vec<_> = reply.json["detail"].as_array().unwrap().iter().collect();
        for fault in unknown {
            let top_level = fault["loc"].as_array().unwrap().len() == 2;
            assert!(!(top_level && fault["type"] == "unknown_field"), "{name}: {fault}");
        }
    }
    for path in ["/api/v1/tasks", "/api/v1/executions"] {
        let document = document();
        let parameters = document["paths"][path]["get"]["parameters"].as_array().unwrap();
        for parameter in parameters {
            let reply = client.get(&format!("{path}?{}=1", parameter["name"].as_str().unwrap())).await;
            assert!(!reply.json.to_string().contains("unknown_parameter"), "{parameter}");
        }
    }
}
