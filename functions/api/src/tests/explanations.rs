//! Why an execution stands where it stands, as a client reads it.

use serde_json::json;

use super::Client;

#[tokio::test]
async fn an_execution_tells_what_it_waits_for_and_what_happened() {
    let client = Client::new();
    let config = client.post("/api/v1/configs", json!({"name": "a", "rate_limit": {"rate": 5}})).await.id();
    let body = json!({"type": "http", "url": "http://a.example/", "retries": 1, "config_id": config});
    let id = client.post("/api/v1/execute", body).await.expecting(202).id();
    let path = format!("/api/v1/executions/{id}/explain");
    let told = client.get(&path).await.expecting(200).json;
    assert_eq!((&told["status"], &told["waiting_for"]["kind"]), (&json!("pending"), &json!("runner")));
    assert_eq!(told["waiting_for"]["gate"]["tokens"], 4, "one of the burst is kept for calls on their way");
    assert_eq!(
        (&told["next"]["what"], &told["since"]),
        (&json!("attempt 1 is made"), &json!(super::client::START))
    );
    client.fail(&id, 503).await;
    let told = client.get(&path).await.json;
    assert_eq!(told["waiting_for"]["kind"], "retry_delay");
    let words: Vec<_> = told["decisions"].as_array().unwrap().iter().map(|told| &told["what"]).collect();
    assert_eq!(words, ["created", "attempt_failed"]);
    client.ask(&format!("/api/v1/executions/{id}/cancel")).await.expecting(200);
    let told = client.get(&path).await.json;
    assert_eq!((&told["waiting_for"], &told["next"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn an_execution_of_another_user_tells_nothing() {
    let client = Client::behind_gateway();
    let id = client.by("ada").execution().await.id();
    client
        .by("bob")
        .get(&format!("/api/v1/executions/{id}/explain"))
        .await
        .problem(404, "execution_not_found");
}
