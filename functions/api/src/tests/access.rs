//! Access to tasks and executions.

use serde_json::json;

use super::Client;

#[tokio::test]
async fn missing_credentials_are_rejected_before_anything_else() {
    let client = Client::behind_gateway();
    for path in ["/api/v1/tasks", "/api/v1/executions", "/api/v1/tasks/tsk_1", "/health/detailed"] {
        let reply = client.get(path).await.problem(401, "unauthenticated");
        assert_eq!(reply.header("www-authenticate"), Some("Bearer realm=\"beadle\""));
    }
    // The body is not validated before the caller is authenticated.
    client.post("/api/v1/execute", json!({"surprise": 1})).await.problem(401, "unauthenticated");
    client.get("/health").await.expecting(200);
    client.get("/openapi.json").await.expecting(200);
}

#[tokio::test]
async fn resources_of_other_users_are_not_found() {
    let client = Client::behind_gateway().header("prefer", "respond-async");
    let [ada, bob] = ["ada", "bob"].map(|name| client.by(name));
    let task = ada.task(json!({})).await.id();
    let execution = ada.ask(&format!("/api/v1/tasks/{task}/execute")).await.expecting(202).id();
    let path = format!("/api/v1/tasks/{task}");
    bob.get(&path).await.problem(404, "task_not_found");
    bob.patch(&path, json!({"name": "mine"})).await.problem(404, "task_not_found");
    bob.delete(&path).await.problem(404, "task_not_found");
    bob.ask(&format!("{path}/execute")).await.problem(404, "task_not_found");
    bob.get(&format!("{path}/executions")).await.problem(404, "task_not_found");
    bob.get(&format!("/api/v1/executions?task_id={task}")).await.problem(404, "task_not_found");
    let path = format!("/api/v1/executions/{execution}");
    bob.get(&path).await.problem(404, "execution_not_found");
    bob.ask(&format!("{path}/cancel")).await.problem(404, "execution_not_found");
    bob.ask(&format!("{path}/retry")).await.problem(404, "execution_not_found");
    assert_eq!(bob.get("/api/v1/tasks").await.json["tasks"], json!([]));
    assert_eq!(bob.get("/api/v1/executions").await.json["executions"], json!([]));
    let refused = bob.get("/api/v1/tasks?user_id=ada").await.problem(403, "permission_denied");
    assert_eq!(
        (&refused.json["detail"], &refused.json["action"]),
        (&json!("Permission denied"), &json!("task.read"))
    );
    bob.get("/api/v1/executions?user_id=ada").await.problem(403, "permission_denied");
    ada.get("/api/v1/tasks?user_id=ada").await.expecting(200);
}

#[tokio::test]
async fn reserved_user_ids_are_rejected() {
    let client = Client::behind_gateway().by("system:user.deleted");
    client.get("/api/v1/tasks").await.problem(401, "invalid_token");
}

#[tokio::test]
async fn two_user_id_headers_are_rejected() {
    Client::behind_gateway().by("ada").by("bob").get("/api/v1/tasks").await.problem(401, "invalid_token");
}

#[tokio::test]
async fn local_mode_refuses_foreign_web_sites() {
    let client = Client::new();
    client.header("host", "localhost:8080").get("/api/v1/tasks").await.expecting(200);
    client.header("host", "rebound.example").get("/api/v1/tasks").await.problem(403, "foreign_origin");
    let from_a_site = client.header("origin", "https://evil.example");
    from_a_site.ask("/api/v1/tasks/tsk_1/pause").await.problem(403, "foreign_origin");
}
