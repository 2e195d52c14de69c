//! Batches of executions.

use serde_json::{Value, json};

use super::Client;

const ADD: &str = "/api/v1/executions/batch";

fn call() -> Value {
    json!({"type": "http", "url": "http://a.example/"})
}

fn requests(count: usize, batch: Value) -> Value {
    json!({"requests": vec![call(); count], "batch": batch})
}

fn statuses(answer: &Value) -> Vec<u64> {
    answer["results"].as_array().unwrap().iter().map(|item| item["status"].as_u64().unwrap()).collect()
}

fn path(answer: &Value) -> String {
    format!("/api/v1/batches/{}", answer["batch"]["id"].as_str().unwrap())
}

#[tokio::test]
async fn several_requests_fill_a_batch_until_it_is_closed() {
    let client = Client::new();
    let first = client.post(ADD, requests(2, json!({"name": "nightly"}))).await.expecting(207).json;
    assert_eq!(statuses(&first), [202, 202]);
    let batch = &first["batch"];
    assert_eq!(
        (&batch["name"], &batch["status"], &batch["total"], &batch["counts"]["pending"]),
        (&json!("nightly"), &json!("open"), &json!(2), &json!(2))
    );
    assert_eq!(first["results"][0]["execution"]["batch_id"], batch["id"]);
    let by_id = client.post(ADD, requests(1, json!({"id": batch["id"]}))).await.expecting(207).json;
    let by_name = client.post(ADD, requests(1, json!({"name": "nightly", "close": true}))).await;
    let by_name = by_name.expecting(207).json;
    assert_eq!([&by_id["batch"]["total"], &by_name["batch"]["total"]], [3, 4]);
    assert_eq!((&by_name["batch"]["id"], &by_name["batch"]["status"]), (&batch["id"], &json!("closed")));

    let late = client.post(ADD, requests(2, json!({"name": "nightly"}))).await.expecting(207).json;
    assert_eq!(statuses(&late), [409, 409]);
    assert_eq!(late["results"][0]["problem"]["code"], "batch_closed");
    let shown = client.get(&path(&first)).await.expecting(200).json;
    assert_eq!((&shown["total"], shown["closed_at"].is_string()), (&json!(4), true));
    let listed = client.get(&format!("{}/executions?limit=3", path(&first))).await.expecting(200).json;
    assert_eq!(listed["executions"].as_array().unwrap().len(), 3);
    assert!(listed["next_cursor"].is_string());
    client.post(ADD, requests(1, json!({}))).await.expecting(207);
    let batches = client.get("/api/v1/batches").await.expecting(200).json;
    assert_eq!(batches["batches"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_repeat_under_a_key_adds_nothing_twice_even_after_the_close() {
    let client = Client::new().header("idempotency-key", "k");
    let body = requests(3, json!({"name": "nightly", "close": true}));
    let first = client.post(ADD, body.clone()).await.expecting(207).json;
    for _ in 0..2 {
        let again = client.post(ADD, body.clone()).await.expecting(207).json;
        assert_eq!(statuses(&again), [202, 202, 202]);
        assert_eq!(again["results"], first["results"]);
        assert_eq!((&again["batch"]["total"], &again["batch"]["id"]), (&json!(3), &first["batch"]["id"]));
    }
    let mut other = body.clone();
    other["requests"][1]["url"] = json!("http://b.example/");
    let reused = client.post(ADD, other).await.expecting(207).json;
    assert_eq!(statuses(&reused), [202, 422, 202]);
    assert_eq!(reused["results"][1]["problem"]["code"], "idempotency_key_reused");
    let unnamed = requests(1, json!({}));
    let ids = [client.post(ADD, unnamed.clone()).await, client.post(ADD, unnamed).await]
        .map(|reply| reply.expecting(207).json["batch"]["id"].clone());
    assert_eq!(ids[0], ids[1], "the key names it");
}

#[tokio::test]
async fn a_batch_stays_open_if_one_of_its_requests_is_refused() {
    let client = Client::new();
    let mut body = requests(2, json!({"name": "nightly", "close": true}));
    body["requests"][1] = json!({"type": "http"});
    let answer = client.post(ADD, body).await.expecting(207).json;
    assert_eq!(statuses(&answer), [202, 422]);
    assert_eq!((&answer["batch"]["status"], &answer["batch"]["total"]), (&json!("open"), &json!(1)));
    let closed = client.ask(&format!("{}/close", path(&answer))).await.expecting(200).json;
    assert_eq!(closed["status"], "closed");
    let again = client.ask(&format!("{}/close", path(&answer))).await.expecting(200).json;
    assert_eq!(again["closed_at"], closed["closed_at"]);
}

#[tokio::test]
async fn every_fault_of_a_batch_is_named() {
    let client = Client::new();
    let batch = json!({
        "name": "", "close": 1, "colour": 2, "on_complete": {"type": "http", "url": "nowhere", "delay": "1m", "record": "deferred"},
        "on_failure": {"task_id": "x", "type": "http"},
    });
    client.post(ADD, requests(1, batch)).await.violations(&[
        "body.batch.colour",
        "body.batch.name",
        "body.batch.on_complete.delay",
        "body.batch.on_complete.record",
        "body.batch.on_complete.url",
        "body.batch.on_failure.type",
        "body.batch.on_failure.task_id",
        "body.batch.close",
    ]);
    let id = "bat_00000000000000000000000000000007";
    let both = json!({"id": id, "name": "a", "on_failure": call()});
    client.post(ADD, requests(1, both)).await.violations(&["body.batch.name", "body.batch.on_failure"]);
    client.post(ADD, requests(1, json!({"id": id}))).await.expecting(404);
    let task = json!({"on_complete": {"task_id": "tsk_00000000000000000000000000000007"}});
    client.post(ADD, requests(1, task)).await.violations(&["body.batch.on_complete.task_id"]);
    let config = json!({"on_complete": {"type": "http", "url": "http://a.example/", "config_id": "cfg_00000000000000000000000000000007"}});
    client.post(ADD, requests(1, config)).await.violations(&["body.batch.on_complete.config_id"]);
    let listed = client.get("/api/v1/batches").await.expecting(200).json;
    assert_eq!(listed["batches"], json!([]), "nothing was created");
}

#[tokio::test]
async fn a_name_stands_for_one_batch() {
    let client = Client::new();
    let asked = json!({"name": "nightly", "on_complete": call()});
    let first = client.post(ADD, requests(1, asked.clone())).await.expecting(207).json;
    assert_eq!(first["batch"]["on_complete"]["type"], "http");
    assert_eq!(first["batch"]["on_failure"], json!(null));
    client.clock.advance(5_000);
    for same in [asked, json!({"name": "nightly"})] {
        let again = client.post(ADD, requests(1, same)).await.expecting(207).json;
        assert_eq!(again["batch"]["id"], first["batch"]["id"]);
    }
    let other = json!({"name": "nightly", "on_complete": {"type": "http", "url": "http://b.example/"}});
    let refused = client.post(ADD, requests(1, other)).await.expecting(409);
    assert_eq!(refused.json["code"], "batch_differs");
}

#[tokio::test]
async fn a_batch_is_audited() {
    let client = Client::new();
    let answer = client.post(ADD, requests(1, json!({"close": true}))).await.expecting(207).json;
    let entries = client.entries().await;
    let mut actions: Vec<String> = entries.iter().map(|entry| entry.action.to_string()).collect();
    actions.sort();
    assert_eq!(actions, ["batch.closed", "batch.created"]);
    assert!(entries.iter().all(|entry| entry.subject.as_deref() == answer["batch"]["id"].as_str()));
}
