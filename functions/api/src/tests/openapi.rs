//! The document matches the routes.

use std::collections::BTreeSet;

use beadle_domain::{
    execution::Status,
    spec::TaskType,
    task::{Priority, TaskStatus},
};
use serde_json::{Map, Value, json};

use super::{Client, examples};
use crate::http::{openapi::DOCUMENT, router};

/// Update it with `UPDATE_OPENAPI=1 cargo test -p beadle-api`.
#[tokio::test]
async fn the_document_is_up_to_date() {
    let generated = examples::document().await;
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json"), &generated).unwrap();
        return;
    }
    assert!(
        generated == DOCUMENT,
        "openapi.json is out of date: run UPDATE_OPENAPI=1 cargo test -p beadle-api"
    );
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

#[test]
fn references_resolve_and_errors_are_problems() {
    let document = document();
    let mut open = vec![&document];
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
