//! Order keys: how they are written, what waits, and how a blocked key goes on.

use std::time::Duration;

use beadle_application::port::Clock as _;
use beadle_domain::execution::{Execution, Hold, HoldKind, conclude::Outcome};
use beadle_values::duration;
use rstest::rstest;
use serde_json::{Value, json};

use super::Client;

fn request(order: Value) -> Value {
    let mut body = json!({"type": "http", "url": "http://a.example/", "retries": 0});
    for (name, value) in order.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

async fn start(client: &Client, order: Value) -> String {
    client.post("/api/v1/execute", request(order)).await.expecting(202).id()
}

/// The executor finds that the execution is not the first.
async fn defer(client: &Client, id: &str) -> Execution {
    let running = client.claim(id).await;
    let due = duration::after(client.clock.now(), Duration::from_secs(600));
    let hold = Hold::new(HoldKind::Order, "another one runs");
    client.settle(&running, Outcome::Deferred { due, hold }).await;
    running
}

async fn keys(client: &Client) -> Vec<Value> {
    client.get("/api/v1/order-keys").await.expecting(200).json["order_keys"].as_array().unwrap().clone()
}

#[tokio::test]
async fn both_ways_to_write_it_are_shown_as_one() {
    let client = Client::new();
    let cases = [
        (json!({"order_key": "acme"}), json!({"key": "acme", "on_failure": "block"})),
        (json!({"order": {"key": "acme"}}), json!({"key": "acme", "on_failure": "block"})),
        (
            json!({"order": {"key": "t-${input.t}", "on_failure": "skip"}, "input": {"t": 7}}),
            json!({"key": "t-7", "on_failure": "skip"}),
        ),
        (json!({}), json!(null)),
    ];
    for (written, shown) in cases {
        let id = start(&client, written).await;
        assert_eq!(client.get(&format!("/api/v1/executions/{id}")).await.json["order"], shown);
    }
}

#[rstest]
#[case(json!({"order_key": "a", "order": {"key": "a"}}), &["body.order_key"])]
#[case(json!({"order_key": "${secret:a}"}), &["body.order_key"])]
#[case(json!({"order": {"key": "", "on_failure": "stop"}}), &["body.order.key", "body.order.on_failure"])]
#[case(json!({"order_key": "${input.tenant}"}), &["body.order"])]
#[tokio::test]
async fn what_is_wrong_is_named(#[case] order: Value, #[case] places: &[&str]) {
    let client = Client::new();
    client.post("/api/v1/execute", request(order)).await.violations(places);
    assert_eq!(keys(&client).await.len(), 0);
}

#[tokio::test]
async fn a_tasks_key_is_resolved_when_it_runs_and_a_patch_may_use_either_name() {
    let client = Client::new().header("prefer", "respond-async");
    let members =
        json!({"order": {"key": "${input.tenant}", "on_failure": "skip"}, "input": {"tenant": "acme"}});
    let task = client.task(members).await;
    let path = format!("/api/v1/tasks/{}", task.id());
    assert_eq!(task.json["order"], json!({"key": "${input.tenant}", "on_failure": "skip"}));
    let execute = format!("{path}/execute");
    let run = |body: Value| client.post(&execute, body);
    let order = async |body| {
        client.get(&format!("/api/v1/executions/{}", run(body).await.id())).await.json["order"]["key"].clone()
    };
    assert_eq!(order(json!({})).await, "acme");
    assert_eq!(order(json!({"input": {"tenant": "globex"}})).await, "globex");
    run(json!({"input": {"tenant": ""}})).await.violations(&["body.input"]);
    let patched = client.patch(&path, json!({"order_key": "all"})).await.expecting(200);
    assert_eq!(patched.json["order"], json!({"key": "all", "on_failure": "block"}));
    assert_eq!(client.patch(&path, json!({"order": null})).await.expecting(200).json["order"], json!(null));
}

#[tokio::test]
async fn one_that_waits_is_explained_by_the_first_and_wakes_when_that_ends() {
    let client = Client::new();
    let first = start(&client, json!({"order_key": "acme"})).await;
    let second = start(&client, json!({"order_key": "acme"})).await;
    defer(&client, &second).await;
    let path = format!("/api/v1/executions/{second}/explain");
    let waiting = client.get(&path).await.expecting(200).json["waiting_for"].clone();
    assert_eq!((&waiting["kind"], &waiting["execution_id"]), (&json!("order"), &json!(first)));
    let key = json!({
        "order_key": "acme", "blocked": false, "execution_id": first, "execution_status": "pending", "behind": 1,
    });
    assert_eq!(keys(&client).await, [key]);
    client.complete(&first, json!({})).await;
    let waits = client.get(&format!("/api/v1/executions/{second}")).await.json;
    assert_eq!(
        waits["next_attempt_at"],
        client.get(&format!("/api/v1/executions/{first}")).await.json["completed_at"]
    );
    client.complete(&second, json!({})).await;
    assert_eq!(keys(&client).await.len(), 0);
}

#[tokio::test]
async fn a_failure_blocks_its_key_until_it_is_skipped() {
    let client = Client::new();
    let first = start(&client, json!({"order_key": "acme"})).await;
    let second = start(&client, json!({"order_key": "acme"})).await;
    let skip = |id: &str| format!("/api/v1/executions/{id}/skip");
    client.ask(&skip(&first)).await.problem(409, "not_blocking");
    defer(&client, &second).await;
    client.fail(&first, 404).await;
    let waiting =
        client.get(&format!("/api/v1/executions/{second}/explain")).await.json["waiting_for"].clone();
    assert_eq!(waiting["execution_id"], first.as_str());
    assert!(waiting["reason"].as_str().unwrap().contains("failed and blocks"), "{waiting}");
    let key = &keys(&client).await[0];
    assert_eq!((&key["blocked"], &key["execution_status"]), (&json!(true), &json!("failed")));
    client.ask(&skip(&second)).await.problem(409, "not_blocking");
    assert_eq!(client.ask(&skip(&first)).await.expecting(200).id(), first);
    client.ask(&skip(&first)).await.problem(409, "not_blocking");
    let audit = client.get("/api/v1/audit?action=execution.skipped").await.expecting(200).json;
    assert_eq!(audit["entries"].as_array().unwrap().len(), 1, "{audit:#}");
    assert_eq!(keys(&client).await[0]["execution_id"], second.as_str());
    let unordered = client.execution().await.id();
    client.ask(&skip(&unordered)).await.problem(409, "not_blocking");
}

#[tokio::test]
async fn a_retry_runs_in_the_place_of_the_one_that_blocks() {
    let client = Client::new();
    let first = start(&client, json!({"order_key": "acme"})).await;
    let second = start(&client, json!({"order_key": "acme"})).await;
    client.fail(&first, 404).await;
    let again = client.ask(&format!("/api/v1/executions/{first}/retry")).await.expecting(202);
    assert_eq!(again.json["order"]["key"], "acme");
    let key = &keys(&client).await[0];
    assert_eq!((&key["execution_id"], &key["behind"]), (&json!(again.id()), &json!(1)));
    client.complete(&again.id(), json!({})).await;
    assert_eq!(keys(&client).await[0]["execution_id"], second.as_str());
}

#[tokio::test]
async fn cancelling_and_skipping_failures_let_the_next_one_begin() {
    let client = Client::new();
    let skipping = || json!({"order": {"key": "acme", "on_failure": "skip"}});
    let mut started = Vec::new();
    for _ in 0..4 {
        started.push(start(&client, skipping()).await);
    }
    client.fail(&started[0], 404).await;
    // One in the middle is gone when its turn comes.
    client.ask(&format!("/api/v1/executions/{}/cancel", started[2])).await.expecting(200);
    assert_eq!(keys(&client).await[0]["execution_id"], started[1].as_str());
    client.ask(&format!("/api/v1/executions/{}/cancel", started[1])).await.expecting(200);
    let key = &keys(&client).await[0];
    assert_eq!((&key["execution_id"], &key["behind"]), (&json!(started[3]), &json!(0)));
}

#[tokio::test]
async fn a_batch_is_accepted_in_its_order() {
    let client = Client::new();
    let requests: Vec<_> = (0..50).map(|_| request(json!({"order_key": "acme"}))).collect();
    let batch =
        client.post("/api/v1/executions/batch", json!({"requests": requests})).await.expecting(207).json;
    let ids: Vec<_> =
        batch["results"].as_array().unwrap().iter().map(|item| &item["execution"]["id"]).collect();
    assert_eq!(ids.len(), 50);
    for id in ids {
        assert_eq!(&keys(&client).await[0]["execution_id"], id);
        client.ask(&format!("/api/v1/executions/{}/cancel", id.as_str().unwrap())).await.expecting(200);
    }
    assert_eq!(keys(&client).await.len(), 0);
}

#[tokio::test]
async fn order_keys_are_those_of_their_owner() {
    let gate = Client::behind_gateway();
    let (ada, bob) = (gate.by("ada"), gate.by("bob"));
    let first = start(&ada, json!({"order_key": "acme"})).await;
    let other = start(&bob, json!({"order_key": "acme"})).await;
    assert_eq!(keys(&ada).await[0]["execution_id"], first.as_str());
    assert_eq!(keys(&bob).await[0]["execution_id"], other.as_str());
    bob.get("/api/v1/order-keys?user_id=ada").await.problem(403, "permission_denied");
}

#[tokio::test]
async fn a_repeated_request_with_another_order_is_another_request() {
    let client = Client::new().header("idempotency-key", "k");
    let body = request(json!({"order_key": "acme"}));
    let first = client.post("/api/v1/execute", body.clone()).await.expecting(202).id();
    assert_eq!(client.post("/api/v1/execute", body).await.id(), first);
    let key = &keys(&client).await[0];
    assert_eq!((&key["execution_id"], &key["behind"]), (&json!(first), &json!(0)));
    client.post("/api/v1/execute", request(json!({"order_key": "globex"}))).await.expecting(422);
}
