//! The dialect of `TaskTrack` (seed 004).

use beadle_application::port::{Clock, Executions, Tasks};
use beadle_domain::execution::{Awaited, Status, conclude::Outcome};
use http::Method;
use rstest::rstest;
use serde_json::{Value, json};

use super::Client;

/// Returns the id of the only execution of task `number`.
async fn execution(client: &Client, number: u64) -> String {
    let task = client.store.by_number(number).await.unwrap().unwrap();
    let list = client.get(&format!("/api/v1/tasks/{task}/executions")).await.expecting(200).json;
    assert_eq!(list["executions"].as_array().unwrap().len(), 1, "{list:#}");
    list["executions"][0]["id"].as_str().unwrap().to_owned()
}

#[rstest]
#[case("/task")]
#[case("/api/task")]
#[tokio::test]
async fn a_task_is_created_run_changed_and_deleted(#[case] path: &str) {
    let client = Client::new();
    let body = json!({"name": "someName", "description": "some descriotion"});
    let created = client.post(path, body).await.expecting(201);
    assert_eq!(created.json, json!({"message": "Task created successfully", "task_id": 1}));
    let one = format!("{path}/1");
    let pending = client.get(&one).await.expecting(200).json;
    assert_eq!(
        pending,
        json!({
            "id": 1, "name": "someName", "description": "some descriotion", "status": "pending",
            "created_at": "2027-01-15T08:00:00Z", "duration": "0s",
        })
    );

    let id = execution(&client, 1).await;
    let running = client.claim(&id).await;
    client.clock.advance(1_500);
    let until = beadle_values::duration::after(client.clock.now(), std::time::Duration::from_secs(240));
    client.settle(&running, Outcome::Waiting { until, what: Awaited::Time }).await;
    let waiting = client.get(&one).await.json;
    assert_eq!((&waiting["status"], &waiting["duration"]), (&json!("running"), &json!("1.5s")));
    client.clock.advance(240_848);
    client.complete_waiting(&id).await;
    client.clock.advance(99_000);
    let done = client.get(&one).await.json;
    assert_eq!((&done["status"], &done["duration"]), (&json!("done"), &json!("4m2.348s")));

    let change = json!({"name": "newName", "description": "new some Descrption"});
    let updated = client.send(Method::PATCH, &one, Some("application/json"), change.to_string()).await;
    assert_eq!(updated.expecting(200).json, json!({"message": "Task updated successfully", "task_id": 1}));
    assert_eq!(client.get(&one).await.json["name"], "newName");
    let listed = client.get(path).await.expecting(200).json;
    assert_eq!(listed[0]["id"], 1);
    assert_eq!(listed[0].as_object().unwrap().len(), 4, "{listed:#}");
    let deleted = client.delete(&one).await.expecting(204);
    assert_eq!(deleted.json, Value::Null);
    client.get(&one).await.problem(404, "task_not_found");
    assert_eq!(client.get(path).await.json, json!([]));
}

#[tokio::test]
async fn lists_are_ordered_by_number_and_link_to_older_tasks() {
    let client = Client::new();
    client.task(json!({"type": "simulated", "config": {}})).await;
    for number in 1..=5 {
        client.post("/task", json!({"name": format!("task {number}")})).await.expecting(201);
        client.clock.advance(10);
    }
    let numbers = |list: &Value| -> Vec<u64> {
        list.as_array().unwrap().iter().map(|task| task["id"].as_u64().unwrap()).collect()
    };
    let all = client.get("/task").await.expecting(200);
    assert_eq!(numbers(&all.json), [1, 2, 3, 4, 5], "those without a number are not among them");
    assert_eq!(all.header("link"), None);
    let first = client.get("/task?limit=2").await.expecting(200);
    assert_eq!(numbers(&first.json), [4, 5]);
    let link = first.header("link").unwrap();
    let next = link.strip_prefix('<').unwrap().split_once('>').unwrap().0;
    assert_eq!(numbers(&client.get(next).await.expecting(200).json), [2, 3]);
    client.get("/task?limit=1001").await.violations(&["query.limit"]);
    client.get("/task?colour=red").await.violations(&["query.colour"]);
}

#[tokio::test]
async fn errors_have_the_member_error() {
    let client = Client::new();
    let missing = client.get("/task/7").await.problem(404, "task_not_found");
    assert_eq!((&missing.json["error"], &missing.json["task_id"]), (&json!("Task not found"), &json!(7)));
    for path in ["/task/one", "/task/-1", "/api/task/1.5", "/task/99999999999999999999"] {
        let reply = client.get(path).await.problem(404, "task_not_found");
        assert_eq!(reply.json["error"], "Task not found");
    }
    let reply = client.post("/task", json!({"description": 7, "colour": "red"})).await;
    let reply = reply.violations(&["body.colour", "body.name", "body.description"]);
    let error = reply.json["error"].as_str().unwrap();
    assert!(error.contains("body.name: is required"), "{error}");
    client.post("/task", json!({"name": "a"})).await.expecting(201);
    client.patch("/task/1", json!({"status": "done"})).await.violations(&["body.status"]);
    client.patch("/task/1", json!({"name": ""})).await.violations(&["body.name"]);
    let unknown = client.post("/api/v1/tasks", json!({})).await;
    assert_eq!(unknown.json.get("error"), None, "only here");
    let reply = client.send(Method::POST, "/task", Some("application/json"), "{").await;
    assert!(reply.problem(400, "malformed_json").json["error"].as_str().unwrap().contains("not JSON"));
    client.put("/task/1", json!({})).await.problem(405, "method_not_allowed");
}

#[tokio::test]
async fn repeating_a_key_creates_and_runs_nothing() {
    let client = Client::new().header("idempotency-key", "once");
    let body = json!({"name": "once"});
    let first = client.post("/task", body.clone()).await.expecting(201);
    let second = client.post("/task", body).await.expecting(201);
    assert_eq!(first.json, second.json);
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    execution(&client, 1).await;
    client.post("/task", json!({"name": "other"})).await.expecting(422);
}

#[tokio::test]
async fn a_task_of_another_user_is_not_found() {
    let service = Client::behind_gateway();
    let (ada, bob) = (service.by("ada"), service.by("bob"));
    ada.post("/task", json!({"name": "hers"})).await.expecting(201);
    bob.get("/task/1").await.problem(404, "task_not_found");
    bob.patch("/task/1", json!({"name": "his"})).await.problem(404, "task_not_found");
    bob.delete("/task/1").await.problem(404, "task_not_found");
    assert_eq!(bob.get("/task").await.json, json!([]));
    let reply = bob.get("/task/1").await.json.to_string();
    assert!(!reply.contains("tsk_"), "the number leads to no id: {reply}");
    assert_eq!(ada.get("/task/1").await.json["name"], "hers");
}

#[tokio::test]
async fn the_task_is_stored_without_retries() {
    let client = Client::new();
    client.post("/task", json!({"name": "a"})).await.expecting(201);
    let id = client.store.by_number(1).await.unwrap().unwrap();
    let task = Tasks::get(&client.store, id).await.unwrap().unwrap().task;
    assert_eq!(task.policy.retry.as_ref().map(|retry| retry.max_retries), Some(0));
    let execution: beadle_values::id::ExecutionId = execution(&client, 1).await.parse().unwrap();
    let run = Executions::get(&client.store, execution).await.unwrap().unwrap();
    assert_eq!(run.status(), Status::Pending);
    let config = client.get(&format!("/api/v1/executions/{execution}")).await.json["request"].clone();
    assert_eq!(config, json!({"min_ms": 180_000, "max_ms": 300_000, "failure_rate": 0.1}));
}
