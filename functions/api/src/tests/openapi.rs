//! The document says what the routes do.

use std::collections::BTreeSet;

use beadle_domain::{
    execution::Status,
    spec::TaskType,
    task::{Priority, TaskStatus},
};
use serde_json::{Map, Value, json};

use super::Client;
use crate::{
    openapi::{DOCUMENT, generate},
    router::ROUTES,
};

/// Rewrite it with `UPDATE_OPENAPI=1 cargo test -p beadle-api`.
#[test]
fn the_document_is_checked_in_as_the_routes_describe_it() {
    let generated = generate().unwrap();
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
fn the_document_describes_every_route_and_no_other() {
    let document = document();
    let described: BTreeSet<_> = operations(&document).map(|(path, method, _)| (path, method)).collect();
    assert_eq!(described, ROUTES.iter().copied().collect());
}

fn document() -> Value {
    serde_json::from_str(DOCUMENT).unwrap()
}

fn schema(name: &str) -> Value {
    document()["components"]["schemas"][name].take()
}

#[tokio::test]
async fn it_is_served_and_is_openapi_3_1() {
    let served = Client::behind_gateway().get("/openapi.json").await.expecting(200);
    assert_eq!(served.json, document());
    assert_eq!(served.json["openapi"], "3.1.0");
}

#[test]
fn every_reference_leads_somewhere_and_every_refusal_is_a_problem() {
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

/// Every operation with its path and its method.
fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths.iter().flat_map(|(path, item)| {
        item.as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

/// Members of `answer` that the schema does not know, and required ones that it lacks.
fn breaches(answer: &Value, schema: &Value) -> Vec<String> {
    let no_members = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&no_members);
    let unknown = answer.as_object().unwrap().keys().filter(|name| !properties.contains_key(*name)).cloned();
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let missing = required.filter(|name| answer.get(name).is_none()).map(str::to_owned);
    unknown.chain(missing).collect()
}

#[tokio::test]
async fn answers_have_the_members_that_the_document_describes() {
    let client = Client::new();
    let task = client.task(json!({"schedule": "every 5 minutes"})).await.json;
    assert_eq!(breaches(&task, &schema("Task")), Vec::<String>::new());
    let execution = client.execution().await;
    assert_eq!(breaches(&execution.json, &schema("Execution")), Vec::<String>::new());
    client.fail(&execution.id(), 500).await;
    let execution = client.get(&format!("/api/v1/executions/{}", execution.id())).await.json;
    assert_eq!(breaches(&execution["attempts"][0], &schema("Attempt")), Vec::<String>::new());
    assert_eq!(breaches(&execution["response"], &schema("DestinationResponse")), Vec::<String>::new());
    let list = client.get("/api/v1/executions").await.json;
    assert_eq!(breaches(&list["executions"][0], &schema("Execution")), Vec::<String>::new());
    let problem = client.get("/api/v1/tasks/x").await.json;
    assert_eq!(breaches(&problem, &schema("Problem")), ["task_id"]);
}

#[test]
fn the_names_in_the_document_are_those_of_the_domain() {
    for (name, known) in [
        ("ExecutionStatus", json!(Status::ALL)),
        ("TaskStatus", json!(TaskStatus::ALL)),
        ("TaskType", json!(TaskType::ALL)),
        ("Priority", json!([Priority::Low, Priority::Medium, Priority::High])),
    ] {
        assert_eq!(schema(name)["enum"], known, "{name}");
    }
}

#[tokio::test]
async fn the_examples_of_bodies_are_accepted() {
    let client = Client::new();
    let example = |name: &str| schema(name)["example"].take();
    client.post("/api/v1/execute", example("AdHocRequest")).await.expecting(202);
    let task = client.post("/api/v1/tasks", example("TaskRequest")).await.expecting(201).id();
    client.patch(&format!("/api/v1/tasks/{task}"), example("TaskChange")).await.expecting(200);
    client.put(&format!("/api/v1/tasks/{task}"), example("TaskChange")).await.expecting(200);
    client.post("/api/v1/schedules/preview", example("PreviewRequest")).await.expecting(200);
}

/// A member or parameter that the document names is never answered as unknown.
#[tokio::test]
async fn what_the_document_names_is_read() {
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
