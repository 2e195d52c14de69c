//! `Idempotency-Key`.

use rstest::rstest;
use serde_json::{Value, json};

use super::Client;

fn request() -> Value {
    json!({"type": "http", "url": "http://a.example"})
}

async fn count(client: &Client) -> usize {
    client.get("/api/v1/executions").await.json["executions"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_repeat_returns_the_first_response_and_starts_nothing() {
    let client = Client::new();
    let keyed = client.header("idempotency-key", "order-7");
    let first = keyed.post("/api/v1/execute", request()).await.expecting(202);
    assert_eq!(first.header("idempotency-replayed"), None);
    assert_eq!(first.json["idempotency_key"], "order-7");
    client.clock.advance(5_000);
    for path in ["/api/v1/execute", "/api/v1/tasks/execute"] {
        let again = keyed.post(path, request()).await.expecting(202);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.header("location"), first.header("location"));
        assert_eq!(again.json, first.json);
    }
    assert_eq!(count(&client).await, 1);
}

#[tokio::test]
async fn reusing_a_key_with_another_body_is_refused() {
    let client = Client::new().header("idempotency-key", "k");
    client.post("/api/v1/execute", request()).await.expecting(202);
    let other = json!({"type": "http", "url": "http://b.example"});
    client.post("/api/v1/execute", other).await.problem(422, "idempotency_key_reused");
    assert_eq!(count(&client).await, 1);
}

#[tokio::test]
async fn a_key_is_scoped_to_caller_and_route() {
    let client = Client::behind_gateway().header("idempotency-key", "k").header("prefer", "respond-async");
    let [ada, bob] = ["ada", "bob"].map(|name| client.by(name));
    let of_ada = ada.post("/api/v1/execute", request()).await.expecting(202);
    let of_bob = bob.post("/api/v1/execute", request()).await.expecting(202);
    assert_ne!(of_ada.id(), of_bob.id());
    assert_eq!(of_bob.header("idempotency-replayed"), None);
    let task = ada.task(json!({})).await.id();
    let of_task = ada.ask(&format!("/api/v1/tasks/{task}/execute")).await.expecting(202);
    assert_eq!(of_task.header("idempotency-replayed"), None);
    let again = ada.ask(&format!("/api/v1/tasks/{task}/execute")).await.expecting(202);
    assert_eq!((again.id(), again.header("idempotency-replayed")), (of_task.id(), Some("true")));
}

#[tokio::test]
async fn a_waiting_repeat_gets_the_result() {
    let client = Client::new();
    let keyed = client.header("idempotency-key", "k");
    let id = keyed.post("/api/v1/execute", request()).await.id();
    client.complete(&id, json!(7)).await;
    let again = keyed.header("prefer", "wait=1").post("/api/v1/execute", request()).await.expecting(200);
    assert_eq!((again.id(), &again.json["result"]), (id, &json!(7)));
}

#[tokio::test]
async fn repeating_a_key_creates_one_task() {
    let client = Client::new().header("idempotency-key", "t");
    let body = json!({
        "name": "a", "type": "http", "config": {"url": "http://a.example"}, "schedule": "every 5 minutes",
    });
    let first = client.post("/api/v1/tasks", body.clone()).await.expecting(201);
    let again = client.post("/api/v1/tasks", body.clone()).await.expecting(201);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.json, first.json);
    let mut other = body;
    other["name"] = json!("b");
    client.post("/api/v1/tasks", other).await.problem(422, "idempotency_key_reused");
    assert_eq!(client.get("/api/v1/tasks").await.json["tasks"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn repeating_a_key_retries_once() {
    let client = Client::new();
    let id = client.execution().await.id();
    client.fail(&id, 404).await;
    let keyed = client.header("idempotency-key", "again");
    let path = format!("/api/v1/executions/{id}/retry");
    let [first, second] = [keyed.ask(&path).await, keyed.ask(&path).await].map(|reply| reply.expecting(202));
    assert_eq!(first.id(), second.id());
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
}

#[rstest]
#[case("")]
#[case("two words")]
#[case(&"k".repeat(256))]
#[tokio::test]
async fn a_key_has_1_to_255_visible_characters(#[case] key: &str) {
    let client = Client::new().header("idempotency-key", key);
    client.post("/api/v1/execute", request()).await.violations(&["header.idempotency-key"]);
}

#[tokio::test]
async fn a_key_compares_what_was_asked_and_not_its_bytes() {
    let client = Client::new().header("idempotency-key", "same");
    let pairs = [
        (
            "/api/v1/execute",
            json!({"type": "http", "url": "http://a.example", "timeout": "5s", "delay": "1m", "input": {"a": 1, "b": 2}}),
            json!({"input": {"b": 2, "a": 1}, "delay": 60_000, "timeout_ms": 5_000, "url": "http://a.example", "type": "http"}),
            202,
        ),
        (
            "/api/v1/tasks",
            json!({"name": "a", "type": "http", "config": {"url": "http://a.example"}, "retries": 2, "tags": []}),
            json!({"max_retries": 2, "config": {"url": "http://a.example"}, "type": "http", "name": "a"}),
            201,
        ),
        (
            "/api/v1/configs",
            json!({"name": "c", "base_url": "http://a.example/", "timeout": "5s"}),
            json!({"timeout_ms": 5_000, "base_url": "http://a.example/", "name": "c"}),
            201,
        ),
    ];
    for (path, first, again, status) in pairs {
        let first = client.post(path, first).await.expecting(status);
        client.clock.advance(5_000);
        let again = client.post(path, again).await.expecting(status);
        assert_eq!(again.header("idempotency-replayed"), Some("true"), "{path}");
        assert_eq!(again.id(), first.id(), "{path}");
    }
}

#[tokio::test]
async fn a_key_keeps_its_execution_after_a_failure() {
    let client = Client::new();
    let keyed = client.header("idempotency-key", "k");
    let id = keyed.post("/api/v1/execute", request()).await.id();
    client.fail(&id, 404).await;
    let again = keyed.post("/api/v1/execute", request()).await;
    assert_eq!((again.id(), again.header("idempotency-replayed")), (id, Some("true")));
    assert_eq!(again.json["status"], "failed");
}
