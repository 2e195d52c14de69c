//! Examples of the document: the example bodies are sent, and the responses become the example responses.

use std::{collections::BTreeSet, sync::Arc};

use beadle_application::port::{ExecutionQuery, ExecutionScope, Executions};
use serde_json::{Value, json};

use super::{Client, contract};
use crate::http::openapi::{Documents, RecordedResponse, generate};

/// The documents with the responses to their own examples.
pub(super) async fn documents() -> Documents {
    let bare: Value = serde_json::from_str(&generate(&[]).unwrap().whole).unwrap();
    generate(&answers(&bare).await).unwrap()
}

/// Sends the examples of `document` and records the responses.
async fn answers(document: &Value) -> Vec<RecordedResponse> {
    let (client, record) = Client::recording();
    let example = |name: &str| document["components"]["schemas"][name]["example"].clone();
    let config = configs(&client, &example).await;
    tasks(&client, &example).await;
    executions(&client, &example, &config).await;
    dialects(&client, &example).await;
    administration(&client, &example).await;
    many(&client, &example).await;
    drop(client);
    let mut answers = Arc::into_inner(record).unwrap().into_inner().unwrap();
    answers.iter_mut().for_each(|answered| steady(&mut answered.body));
    answers
}

/// Replaces what differs between runs: random ids, secrets, measured times.
fn steady(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match (name.as_str(), &*member) {
                    ("key", Value::String(_)) => *member = json!("bdl_…"),
                    ("next_cursor" | "nextCursor", Value::String(_)) => {
                        *member = json!("Z0IZ-kTy7yHYsxyXMx3pVg")
                    }
                    // The `duration_ms` of executions follows the test clock.
                    ("dependencies", Value::Array(_)) => {
                        for dependency in member.as_array_mut().into_iter().flatten() {
                            if let Some(took) = dependency.get_mut("duration_ms") {
                                *took = json!(3);
                            }
                        }
                    }
                    ("id", Value::String(id)) => {
                        let prefix = ["key_", "evt_"].into_iter().find(|prefix| id.starts_with(prefix));
                        prefix.into_iter().for_each(|prefix| {
                            *member = json!(format!("{prefix}3f8a1c2b4d5e8f60a1b2c3d4e5f60718"))
                        });
                    }
                    _ => steady(member),
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(steady),
        _ => {}
    }
}

async fn configs(client: &Client, example: &impl Fn(&str) -> Value) -> String {
    let config = client.post("/api/v1/configs", example("ConfigRequest")).await.expecting(201).id();
    let path = format!("/api/v1/configs/{config}");
    client.get("/api/v1/configs").await.expecting(200);
    client.patch(&path, example("ConfigChange")).await.expecting(200);
    client.put(&path, example("ConfigChange")).await.expecting(200);
    config
}

async fn tasks(client: &Client, example: &impl Fn(&str) -> Value) {
    let task = client.post("/api/v1/tasks", example("TaskRequest")).await.expecting(201).id();
    let path = format!("/api/v1/tasks/{task}");
    client.patch(&path, example("TaskChange")).await.expecting(200);
    client.put(&path, example("TaskChange")).await.expecting(200);
    client.get("/api/v1/tasks?limit=1").await.expecting(200);
    client.task(json!({"name": "Report", "dependencies": [task]})).await;
    for of in ["graph", "upcoming?count=3", "calendar.ics"] {
        client.get(&format!("{path}/{of}")).await.expecting(200);
    }
    client.post("/api/v1/tasks/batch", example("TaskBatchRequest")).await.expecting(207);
    client.post("/api/v1/tasks/from-template", example("FromTemplateRequest")).await.expecting(201);
    client.post("/api/v1/schedules/preview", example("PreviewRequest")).await.expecting(200);
    let apart = client.header("prefer", "respond-async");
    apart.post(&format!("{path}/execute"), example("RunRequest")).await.expecting(202);
}

async fn executions(client: &Client, example: &impl Fn(&str) -> Value, config: &str) {
    let mut body = example("AdHocRequest");
    client.post("/api/v1/tasks/execute", body.clone()).await.expecting(202);
    body["config_id"] = json!(config);
    let execution = client.post("/api/v1/execute", body).await.expecting(202).id();
    let path = format!("/api/v1/executions/{execution}");
    client.get(&format!("/api/v1/configs/{config}/gate")).await.expecting(200);
    client.fail(&execution, 503).await;
    client.get(&format!("{path}/explain")).await.expecting(200);
    client.clock.advance(10_000);
    client.complete(&execution, json!({"id": 7, "name": "John Doe"})).await;
    client.get(&path).await.expecting(200);
    client.get(&format!("{path}/logs")).await.expecting(200);
    client.get("/api/v1/executions?limit=1").await.expecting(200);
    let hours = "from=2027-01-15T08:00:00Z&to=2027-01-15T10:00:00Z&type=http";
    for of in ["counts", "histogram"] {
        client.get(&format!("/api/v1/executions/{of}?{hours}")).await.expecting(200);
    }
    client.post("/api/v1/executions/batch", example("ExecutionBatchRequest")).await.expecting(207);
    let failed = client.execution().await.id();
    client.fail(&failed, 404).await;
    let mut replay = example("ReplayRequest");
    replay["dry_run"] = json!(true);
    client.post("/api/v1/executions/replay", replay).await.expecting(200);
    client.post("/api/v1/executions/replay", example("ReplayRequest")).await.expecting(207);
}

async fn dialects(client: &Client, example: &impl Fn(&str) -> Value) {
    let task = client.post("/api/tasks", example("AutomatedTaskRequest")).await.expecting(201).id();
    let path = format!("/api/tasks/{task}");
    client.put(&path, example("AutomatedTaskChange")).await.expecting(200);
    let apart = client.header("prefer", "respond-async");
    let run = apart.ask(&format!("{path}/execute")).await.expecting(202).id();
    client.complete(&run, json!({"status": "up"})).await;
    let (place, again) = (format!("{path}/execute"), json!({"input": {}}));
    let (waited, ()) = tokio::join!(client.post(&place, again), async {
        // Polls the store: polling with requests would use up a random number of ids.
        let scope = ExecutionScope::Task(task.parse().unwrap());
        let query = ExecutionQuery::newest(scope, 1);
        let begun = loop {
            let page = Executions::list(&client.store, &query).await.unwrap();
            match page.items.first().map(|execution| execution.id().to_string()).filter(|id| *id != run) {
                Some(id) => break id,
                None => tokio::task::yield_now().await,
            }
        };
        client.complete(&begun, json!({"status": "up"})).await;
    });
    waited.expecting(200);
    client.get("/api/tasks?limit=1").await.expecting(200);
    client.get(&format!("{path}/logs")).await.expecting(200);

    client.post("/api/task", example("NumberedTaskRequest")).await.expecting(201);
    client.get("/api/task").await.expecting(200);
    client.get("/api/task/1").await.expecting(200);
    client.clock.advance(1_000);
    client.patch("/api/task/1", example("NumberedTaskChange")).await.expecting(200);
}

async fn administration(client: &Client, example: &impl Fn(&str) -> Value) {
    client.project().await;
    for path in ["analytics?days=1", "stats", "audit?limit=1", "account", "templates?category=weather"] {
        client.get(&format!("/api/v1/{path}")).await.expecting(200);
    }
    client.get("/api/tasks/stats").await.expecting(200);
    client.post("/api/v1/api-keys", example("ApiKeyRequest")).await.expecting(201);
    client.get("/api/v1/api-keys").await.expecting(200);
    client.post("/api/v1/templates", example("TemplateRequest")).await.expecting(201);
    client.put("/api/v1/templates/tpl_ping", example("TemplateChange")).await.expecting(200);
    client.put("/api/v1/calendars/office", example("CalendarRequest")).await.expecting(201);
    client.get("/api/v1/calendars/office").await.expecting(200);
    client.get("/api/v1/calendars").await.expecting(200);
    client.put("/api/v1/accounts/ada", example("AccountChangeRequest")).await.expecting(200);
    client.post("/api/v1/accounts/ada/credits", example("TopUpRequest")).await.expecting(200);
    client.post("/api/v1/service/pause", example("PauseRequest")).await.expecting(200);
    client.ask("/api/v1/service/resume").await.expecting(200);
    client.post("/api/v1/events", example("EventRequest")).await.expecting(200);
    client.get("/health/detailed").await.expecting(200);
    let ordered = json!({"type": "http", "url": "https://api.example.com/users", "order_key": "acme"});
    client.post("/api/v1/execute", ordered).await.expecting(202);
    client.get("/api/v1/order-keys").await.expecting(200);
}

async fn many(client: &Client, example: &impl Fn(&str) -> Value) {
    let mut batch = example("BatchRequest");
    batch["close"] = json!(false);
    let call = json!({"type": "http", "url": "https://api.example.com/users/1", "retries": 0});
    let body = json!({"requests": [call, call], "batch": batch});
    let added = client.post("/api/v1/executions/batch", body).await.expecting(207).json;
    let path = format!("/api/v1/batches/{}", added["batch"]["id"].as_str().unwrap());
    client.fail(added["results"][0]["execution"]["id"].as_str().unwrap(), 503).await;
    client.project().await;
    client.get("/api/v1/batches").await.expecting(200);
    client.get(&path).await.expecting(200);
    client.get(&format!("{path}/executions?limit=1")).await.expecting(200);
    client.ask(&format!("{path}/close")).await.expecting(200);
    let replay = example("ReplayRequest");
    let selections = [
        (format!("{path}/cancel"), example("BatchCancelRequest")),
        (format!("{path}/replay"), example("BatchReplayRequest")),
        ("/api/v1/executions/retry".to_owned(), replay),
        ("/api/v1/executions/cancel".to_owned(), example("CancelRequest")),
        ("/api/v1/tasks/pause".to_owned(), example("TaskSelectionRequest")),
        ("/api/v1/tasks/resume".to_owned(), example("TaskSelectionRequest")),
    ];
    for (path, mut body) in selections {
        for (dry_run, status) in [(true, 200), (false, 207)] {
            body["dry_run"] = json!(dry_run);
            client.post(&path, body.clone()).await.expecting(status);
        }
    }
    let pending = client.execution().await.id();
    client.ask(&format!("/api/v1/executions/{pending}/cancel")).await.expecting(200);
}

/// Collects all examples of the document with the pointers to their schemas.
fn examples(value: &Value, place: &str, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(members) => {
            if let Some(example) = members.get("example") {
                let schema =
                    if members.contains_key("schema") { format!("{place}/schema") } else { place.to_owned() };
                found.push((schema, example.clone()));
            }
            for (name, member) in
                members.iter().filter(|(name, _)| !["example", "examples"].contains(&name.as_str()))
            {
                examples(member, &format!("{place}/{}", contract::escaped(name)), found);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                examples(element, &format!("{place}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_example_matches_its_schema() {
    let document: Value = serde_json::from_str(crate::http::openapi::DOCUMENT).unwrap();
    let mut found = Vec::new();
    examples(&document, "", &mut found);
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            for (status, response) in operation["responses"].as_object().unwrap() {
                for (kind, media) in response["content"].as_object().into_iter().flatten() {
                    let place = ["paths", path, method, "responses", status, "content", kind, "schema"];
                    let place: String =
                        place.iter().map(|step| format!("/{}", contract::escaped(step))).collect();
                    for example in media["examples"].as_object().into_iter().flat_map(|named| named.values())
                    {
                        let shared = document.pointer(&example["$ref"].as_str().unwrap()[1..]).unwrap();
                        found.push((place.clone(), shared["value"].clone()));
                    }
                }
            }
        }
    }
    assert!(found.len() > 300, "{}", found.len());
    let mut wrong = BTreeSet::new();
    for (schema, example) in found {
        wrong.extend(
            contract::mismatches(&schema, &example).into_iter().map(|why| format!("{schema}: {why}")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Checks bodies of requests and successes; shared error responses have their own examples.
#[test]
fn every_body_has_an_example() {
    let document: Value = serde_json::from_str(crate::http::openapi::DOCUMENT).unwrap();
    let of_schema = |media: &Value| {
        let schema = media["schema"]["$ref"].as_str().and_then(|reference| document.pointer(&reference[1..]));
        schema.is_some_and(|schema| schema.get("example").is_some())
    };
    let mut without = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let answers = operation["responses"].as_object().unwrap().values();
            for body in answers.chain([&operation["requestBody"]]) {
                for (kind, media) in body["content"].as_object().into_iter().flatten() {
                    if !["example", "examples"].iter().any(|name| media.get(*name).is_some())
                        && !of_schema(media)
                    {
                        without.push(format!("{method} {path}: {kind}: {}", media["schema"]));
                    }
                }
            }
        }
    }
    assert!(without.is_empty(), "{without:#?}");
}
