//! Destinations: saved, shared, and used by tasks and requests.

use beadle_application::port::Configs;
use rstest::rstest;
use serde_json::{Value, json};

use super::Client;

/// Saves a config with these members; returns its id.
async fn config(client: &Client, members: Value) -> String {
    let mut body = json!({"name": "users"});
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    client.post("/api/v1/configs", body).await.expecting(201).id()
}

#[tokio::test]
async fn a_config_is_saved_and_returned_in_normal_form() {
    let client = Client::new();
    let body = json!({
        "name": "users", "base_url": "https://api.example.com/v1/", "timeout": "10s", "retries": 1, "concurrency": 5,
        "headers": {"Accept": "a/b", "X-Api-Key": "k-123", "Authorization": "Token ${secret:t}"},
        "auth": {"type": "bearer", "token": "${secret:users#token}"}, "rate_limit": {"rate": 10, "per": "1m"},
        "breaker": {"failure_rate": 0.5, "window": "30s", "minimum": 10, "open_for": "15s"},
        "egress": {"hosts": ["API.example.com"]},
    });
    let created = client.post("/api/v1/configs", body).await.expecting(201);
    let path = format!("/api/v1/configs/{}", created.id());
    assert_eq!(created.header("location"), Some(path.as_str()));
    assert_eq!(created.header("etag"), Some("\"1\""));
    let saved = client.get(&path).await.expecting(200).json;
    assert_eq!(saved, created.json);
    let expected = json!({"accept": "a/b", "x-api-key": "********", "authorization": "Token ${secret:t}"});
    assert_eq!(saved["headers"], expected);
    assert_eq!(
        saved["rate_limit"],
        json!({"strategy": "token_bucket", "rate": 10, "per_ms": 60_000, "burst": 1})
    );
    assert_eq!((&saved["timeout_ms"], &saved["retry"]["max_retries"]), (&json!(10_000), &json!(1)));
    assert_eq!(saved["egress"]["hosts"], json!(["api.example.com"]));
    assert_eq!(client.get("/api/v1/configs").await.expecting(200).json["configs"], json!([saved]));
}

#[tokio::test]
async fn all_violations_of_a_config_are_reported_together() {
    let body = json!({
        "base_url": "/v1", "auth": {"type": "bearer", "token": "sk-live"}, "rate_limit": {"rate": 0}, "surprise": 1,
    });
    Client::new().post("/api/v1/configs", body).await.violations(&[
        "body.surprise",
        "body.name",
        "body.base_url",
        "body.auth.token",
        "body.rate_limit.rate",
    ]);
}

#[tokio::test]
async fn repeating_a_key_creates_no_second_config() {
    let client = Client::new().header("idempotency-key", "k1");
    let first = client.post("/api/v1/configs", json!({"name": "a"})).await.expecting(201);
    let second = client.post("/api/v1/configs", json!({"name": "a"})).await.expecting(201);
    assert_eq!((first.id(), second.header("idempotency-replayed")), (second.id(), Some("true")));
    client.post("/api/v1/configs", json!({"name": "b"})).await.problem(422, "idempotency_key_reused");
}

#[tokio::test]
async fn an_update_increments_the_version_and_keeps_masked_credentials() {
    let client = Client::new();
    let id = config(&client, json!({"headers": {"x-api-key": "k-123"}, "concurrency": 5})).await;
    let path = format!("/api/v1/configs/{id}");
    let saved = client.get(&path).await.json;
    let changed =
        client.put(&path, json!({"headers": saved["headers"], "timeout": "5s"})).await.expecting(200).json;
    assert_eq!((&changed["version"], &changed["timeout_ms"]), (&json!(2), &json!(5_000)));
    let stored = Configs::get(&client.store, id.parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(stored.profile.headers["x-api-key"].as_str(), "k-123");
    client.patch(&path, json!({"concurrency": null})).await.expecting(200);
    client.header("if-match", "\"1\"").put(&path, json!({})).await.problem(412, "version_mismatch");
    client.put(&path, json!({"version": 9})).await.violations(&["body.version"]);
    client
        .put(&path, json!({"headers": {"x-token": "********"}}))
        .await
        .violations(&["body.headers.x-token"]);
}

#[tokio::test]
async fn an_execution_shows_the_policy_that_is_in_force() {
    let client = Client::new().header("prefer", "respond-async");
    let id = config(&client, json!({"timeout": "7s", "retries": 1})).await;
    let started = client
        .post("/api/v1/execute", json!({"type": "http", "url": "http://a.example/", "config_id": id}))
        .await
        .expecting(202);
    let path = format!("/api/v1/executions/{}", started.id());
    let own = json!({"type": "http", "url": "http://a.example/", "config_id": id, "timeout": "3s"});
    let own = client.post("/api/v1/execute", own).await.expecting(202);
    let shown =
        |execution: &Value| (execution["timeout_ms"].clone(), execution["retry"]["max_retries"].clone());
    for execution in [&started.json, &client.get(&path).await.json] {
        assert_eq!(shown(execution), (json!(7_000), json!(1)), "the config's, not the default");
    }
    assert_eq!(shown(&own.json), (json!(3_000), json!(1)), "what the request states goes first");

    client.put(&format!("/api/v1/configs/{id}"), json!({"timeout": "9s"})).await.expecting(200);
    let listed = client.get("/api/v1/executions").await.json["executions"].clone();
    assert_eq!((shown(&listed[0]), shown(&listed[1])), (shown(&own.json), (json!(9_000), json!(1))));
    let batch = json!({"requests": [{"type": "http", "url": "http://a.example/", "config_id": id}]});
    let batch = client.post("/api/v1/executions/batch", batch).await.expecting(207).json;
    assert_eq!(shown(&batch["results"][0]["execution"]), (json!(9_000), json!(1)));
}

#[tokio::test]
async fn a_shared_config_is_visible_to_all_and_writable_by_its_owner() {
    let client = Client::behind_gateway();
    let [ada, bob] = ["ada", "bob"].map(|name| client.by(name));
    let id = config(&ada, json!({})).await;
    let path = format!("/api/v1/configs/{id}");
    let refused = ada.put(&path, json!({"shared": true})).await.problem(403, "permission_denied");
    assert_eq!(refused.json["action"], "config.share");
    ada.post("/api/v1/configs", json!({"name": "a", "shared": true})).await.problem(403, "permission_denied");

    let store = &client.store;
    let mut shared = Configs::get(store, id.parse().unwrap()).await.unwrap().unwrap();
    (shared.shared, shared.version) = (true, 2);
    Configs::replace(store, &shared, 1).await.unwrap();
    assert_eq!(bob.get(&path).await.expecting(200).json["shared"], true);
    assert_eq!(bob.get("/api/v1/configs").await.json["configs"][0]["id"], json!(id));
    bob.put(&path, json!({"name": "mine"})).await.problem(403, "permission_denied");
    bob.delete(&path).await.problem(403, "permission_denied");
    bob.post("/api/v1/execute", json!({"type": "http", "url": "http://a.example/", "config_id": id}))
        .await
        .expecting(202);
    ada.put(&path, json!({"name": "renamed"})).await.expecting(200);
}

#[tokio::test]
async fn a_config_of_another_user_is_not_found() {
    let client = Client::behind_gateway();
    let [ada, bob] = ["ada", "bob"].map(|name| client.by(name));
    let id = config(&ada, json!({})).await;
    let path = format!("/api/v1/configs/{id}");
    bob.get(&path).await.problem(404, "config_not_found");
    bob.put(&path, json!({"name": "mine"})).await.problem(404, "config_not_found");
    bob.delete(&path).await.problem(404, "config_not_found");
    bob.get("/api/v1/configs?user_id=ada").await.problem(403, "permission_denied");
    assert_eq!(bob.get("/api/v1/configs").await.json["configs"], json!([]));
    let named = json!({"type": "http", "url": "http://a.example/", "config_id": id});
    bob.post("/api/v1/execute", named.clone()).await.violations(&["body.config_id"]);
    ada.post("/api/v1/execute", named).await.expecting(202);
}

#[tokio::test]
async fn deleting_a_config_in_use_requires_force() {
    let client = Client::new();
    let id = config(&client, json!({})).await;
    let path = format!("/api/v1/configs/{id}");
    let task = client.task(json!({"config_id": id, "input": {"a": 1}})).await;
    assert_eq!((&task.json["config_id"], &task.json["input"]), (&json!(id), &json!({"a": 1})));
    let refused = client.delete(&path).await.problem(409, "config_in_use");
    assert_eq!((&refused.json["task_count"], &refused.json["task_ids"]), (&json!(1), &json!([task.id()])));
    client.delete(&format!("{path}?force=perhaps")).await.violations(&["query.force"]);
    client.delete(&format!("{path}?force=true")).await.expecting(204);
    client.get(&path).await.problem(404, "config_not_found");
    let task = format!("/api/v1/tasks/{}", task.id());
    client.put(&task, json!({"name": "still there"})).await.expecting(200);
    client.put(&task, json!({"config_id": null})).await.expecting(200);
    client.put(&task, json!({"config_id": id})).await.violations(&["body.config_id"]);
}

#[rstest]
#[case("nonsense")]
#[case("cfg_00000000000000000000000000000007")]
#[tokio::test]
async fn a_reference_to_an_unknown_config_is_refused(#[case] id: &str) {
    let client = Client::new();
    let mut body =
        json!({"name": "ping", "type": "http", "config": {"url": "http://a.example/"}, "config_id": id});
    client.post("/api/v1/tasks", body.clone()).await.violations(&["body.config_id"]);
    body = json!({"type": "http", "url": "http://a.example/", "config_id": id});
    client.post("/api/v1/execute", body).await.violations(&["body.config_id"]);
    client.get(&format!("/api/v1/configs/{id}")).await.problem(404, "config_not_found");
}

#[tokio::test]
async fn the_input_of_a_run_replaces_members_of_the_tasks_input() {
    let client = Client::new().header("prefer", "respond-async");
    let task = client.task(json!({"input": {"a": 1, "b": {"c": 2}}})).await.id();
    let path = format!("/api/v1/tasks/{task}/execute");
    let run = client.post(&path, json!({"input": {"b": 3, "d": null}})).await.expecting(202);
    assert_eq!(run.json["input"], json!({"a": 1, "b": 3, "d": null}));
    assert_eq!(client.ask(&path).await.expecting(202).json["input"], json!({"a": 1, "b": {"c": 2}}));
    client
        .post(&path, json!({"input": [], "surprise": 1}))
        .await
        .violations(&["body.surprise", "body.input"]);
    let keyed = client.header("idempotency-key", "k");
    keyed.post(&path, json!({"input": {"a": 2}})).await.expecting(202);
    keyed.post(&path, json!({"input": {"a": 3}})).await.problem(422, "idempotency_key_reused");
}

#[tokio::test]
async fn operators_reset_gates_and_owners_read_them() {
    let client = Client::new();
    let limits = json!({"rate_limit": {"rate": 10, "burst": 20}, "concurrency": 5, "breaker": {}});
    let id = config(&client, limits).await;
    let path = format!("/api/v1/configs/{id}/gate");
    let gate = client.get(&path).await.expecting(200).json;
    assert_eq!(
        (&gate["config_id"], &gate["state"], &gate["tokens"]),
        (&json!(id), &json!("closed"), &json!(18)),
        "two of the burst are kept for calls on their way"
    );
    assert_eq!((&gate["in_use"], &gate["waiting"], &gate["transitions"]), (&json!(0), &json!(0), &json!([])));
    assert_eq!(client.ask(&format!("{path}/reset")).await.expecting(200).json, gate);

    let client = Client::behind_gateway();
    let [ada, bob] = ["ada", "bob"].map(|name| client.by(name));
    let id = config(&ada, json!({})).await;
    let path = format!("/api/v1/configs/{id}/gate");
    assert_eq!(ada.get(&path).await.expecting(200).json["tokens"], json!(null));
    let refused = ada.ask(&format!("{path}/reset")).await.problem(403, "permission_denied");
    assert_eq!(refused.json["action"], "config.reset_gate");
    bob.get(&path).await.problem(404, "config_not_found");
    bob.ask(&format!("{path}/reset")).await.problem(404, "config_not_found");
}
