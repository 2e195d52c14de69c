//! Events about users, sent without an event bus.

use serde_json::json;

use super::Client;

#[tokio::test]
async fn deleting_a_user_removes_tasks_keys_and_configs() {
    let client = Client::new().header("prefer", "respond-async");
    let task = client.task(json!({"schedule": "every 5 minutes"})).await.id();
    let execution = client.ask(&format!("/api/v1/tasks/{task}/execute")).await.expecting(202).id();
    let body = json!({"name": "ci", "scopes": ["read"]});
    let key = client.post("/api/v1/api-keys", body).await.expecting(201).json["key"].take();
    client.post("/api/v1/configs", json!({"name": "users"})).await.expecting(201);
    let event = json!({"type": "user.deleted", "user_id": "local"});
    let result = client.post("/api/v1/events", event.clone()).await.expecting(200).json;
    let expected = json!({
        "type": "user.deleted", "user_id": "local", "finished": true,
        "api_keys": 1, "tasks": 1, "executions": 1, "configs": 1, "paused": 0, "resumed": 0, "released": 0,
    });
    assert_eq!(result, expected);
    client.get(&format!("/api/v1/tasks/{task}")).await.problem(404, "task_not_found");
    let execution = client.get(&format!("/api/v1/executions/{execution}")).await.expecting(200).json;
    assert_eq!(execution["status"], "cancelled");
    client
        .header("x-api-key", key.as_str().unwrap())
        .get("/api/v1/tasks")
        .await
        .problem(401, "invalid_token");
    let again = client.post("/api/v1/events", event).await.expecting(200).json;
    assert_eq!((&again["tasks"], &again["finished"]), (&json!(0), &json!(true)));
}

#[tokio::test]
async fn a_downgrade_pauses_tasks_until_an_upgrade() {
    let client = Client::new();
    let often = client.task(json!({"schedule": "every 1 minutes"})).await.id();
    let seldom = client.task(json!({"schedule": "every 1 hours"})).await.id();
    let paused = async |id: &str| {
        client.get(&format!("/api/v1/tasks/{id}")).await.expecting(200).json["paused"].take()
    };
    let event = |level: &str| json!({"type": "subscription.changed", "user_id": "local", "level": level});
    let result = client.post("/api/v1/events", event("free")).await.expecting(200).json;
    assert_eq!((&result["finished"], &result["paused"]), (&json!(true), &json!(1)));
    assert_eq!((paused(&often).await, paused(&seldom).await), (json!(true), json!(false)));
    client.clock.advance(1_000);
    let result = client.post("/api/v1/events", event("pro")).await.expecting(200).json;
    assert_eq!(result["resumed"], 1);
    assert_eq!((paused(&often).await, paused(&seldom).await), (json!(false), json!(false)));
}

#[tokio::test]
async fn events_are_validated_and_for_admins_only() {
    let client = Client::new();
    client.post("/api/v1/events", json!({"user": "ada"})).await.violations(&["body.user", "body.type"]);
    client
        .post("/api/v1/events", json!({"type": "user.renamed"}))
        .await
        .violations(&["body.user_id", "body.type"]);
    let body = json!({"type": "subscription.changed", "user_id": "ada", "level": "gold"});
    client.post("/api/v1/events", body).await.violations(&["body.level"]);
    let body = json!({"type": "user.deleted", "user_id": "bob"});
    let refused = Client::behind_gateway().by("ada").post("/api/v1/events", body).await;
    assert_eq!(refused.problem(403, "permission_denied").json["action"], "event.tell");
}
