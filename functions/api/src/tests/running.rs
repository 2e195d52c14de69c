//! Running requests and tasks.

use std::time::Duration;

use beadle_application::port::Clock;
use beadle_domain::execution::TriggerKind;
use rstest::rstest;
use serde_json::json;

use super::Client;

#[tokio::test]
async fn a_request_of_seed_001_runs_at_both_paths() {
    let client = Client::new();
    for path in ["/api/v1/execute", "/api/v1/tasks/execute"] {
        let reply = client
            .post(
                path,
                json!({
                    "type": "http", "method": "POST", "url": "https://api.example.com/users",
                    "headers": {"Content-Type": "application/json", "Authorization": "Bearer t0p"},
                    "body": {"name": "John Doe"}, "timeout": "30s", "retries": 3,
                }),
            )
            .await
            .expecting(202);
        let id = reply.id();
        assert_eq!(reply.header("location"), Some(format!("/api/v1/executions/{id}").as_str()));
        assert_eq!(reply.json["execution_id"], id);
        assert_eq!(reply.json["status"], "pending");
        assert_eq!(reply.json["task_id"], json!(null));
        assert_eq!(reply.json["trigger_type"], "api");
        assert_eq!(reply.json["timeout_ms"], 30_000);
        assert_eq!(reply.json["retry"]["max_retries"], 3);
        assert_eq!(reply.json["request"]["headers"]["authorization"], "********");
        assert_eq!(reply.json["request"]["body"], json!({"name": "John Doe"}));
        // Seed 000 polls executions at the path of tasks.
        assert_eq!(client.get(&format!("/api/v1/tasks/{id}")).await.expecting(200).id(), id);
    }
}

#[tokio::test]
async fn only_a_call_that_changes_nothing_may_be_made_more_than_once() {
    let client = Client::new();
    let ask = |method: &str| json!({"type": "http", "method": method, "url": "https://api.example.com/users", "effects": "at_least_once"});
    let read = client.post("/api/v1/execute", ask("GET")).await.expecting(202);
    assert_eq!(read.json["request"]["effects"], "at_least_once");
    client.post("/api/v1/execute", ask("POST")).await.violations(&["body.effects"]);
    let job = json!({"type": "wait", "request": {"url": "https://api.example.com/${callback.token}", "effects": "at_least_once"}});
    client.post("/api/v1/execute", job).await.violations(&["body.request.effects"]);
}

#[tokio::test]
async fn a_completed_execution_shows_attempts_and_response() {
    let client = Client::new();
    let id = client.execution().await.id();
    client.fail(&id, 503).await;
    let path = format!("/api/v1/executions/{id}");
    let retrying = client.get(&path).await.expecting(200).json;
    assert_eq!(retrying["status"], "retrying");
    assert_eq!(
        retrying["error_details"],
        json!({"code": "http_status", "http_status": 503, "retryable": true})
    );
    assert_eq!(retrying["next_attempt_at"], "2027-01-15T08:00:00.75Z");
    assert_eq!(retrying["result"], json!(null));
    client.clock.advance(10_000);
    client.complete(&id, json!({"id": 7})).await;
    let completed = client.get(&path).await.expecting(200).json;
    assert_eq!(completed["status"], "completed");
    assert_eq!(completed["result"], json!({"id": 7}));
    assert_eq!(completed["error_message"], json!(null));
    assert_eq!(completed["api_calls_made"], 2);
    assert_eq!(completed["retries"], 1);
    assert_eq!(completed["duration_ms"], 10_500);
    assert_eq!(completed["started_at"], "2027-01-15T08:00:00Z");
    assert_eq!(completed["completed_at"], "2027-01-15T08:00:10.5Z");
    assert_eq!(completed["response"]["status"], 200);
    assert_eq!(completed["response"]["headers"]["set-cookie"], "********");
    assert_eq!(completed["response"]["encoding"], "json");
    let attempts = completed["attempts"].as_array().unwrap();
    assert_eq!(attempts.len(), 2);
    assert_eq!(attempts[0]["outcome"], "failed");
    assert_eq!(attempts[0]["http_status"], 503);
    assert_eq!(attempts[0]["error_code"], "http_status");
    assert_eq!(attempts[0]["duration_ms"], 250);
    assert_eq!(attempts[1]["outcome"], "succeeded");
    assert_eq!(attempts[1]["next_attempt_at"], json!(null));
}

#[tokio::test]
async fn a_failed_execution_shows_the_error() {
    let client = Client::new();
    let id = client.execution().await.id();
    client.fail(&id, 404).await;
    let failed = client.get(&format!("/api/v1/executions/{id}")).await.json;
    assert_eq!(failed["status"], "failed");
    assert_eq!(failed["error_message"], "the destination answered 404");
    assert_eq!(failed["result"], json!(null));
    assert_eq!(failed["response"]["body"], json!({"error": "no"}));
}

#[rstest]
#[case(json!({"delay": "90s"}))]
#[case(json!({"run_at": "2027-01-15T09:01:30+01:00"}))]
#[tokio::test]
async fn a_run_can_be_delayed(#[case] when: serde_json::Value) {
    let client = Client::new();
    let mut body = json!({"type": "webhook", "url": "http://a.example", "priority": "high"});
    body.as_object_mut().unwrap().extend(when.as_object().unwrap().clone());
    let reply = client.post("/api/v1/execute", body).await.expecting(202).json;
    assert_eq!(reply["scheduled_for"], "2027-01-15T08:01:30Z");
    assert_eq!(reply["next_attempt_at"], "2027-01-15T08:01:30Z");
    assert_eq!(reply["priority"], "high");
    assert_eq!(reply["request"]["method"], "POST");
}

#[tokio::test]
async fn prefer_wait_returns_the_ended_execution() {
    let client = Client::new();
    let waiting = client.header("prefer", "wait=20");
    let body = json!({"type": "http", "url": "http://a.example"});
    let (reply, ()) = tokio::join!(waiting.post("/api/v1/execute", body), async {
        let id = loop {
            let listed = client.get("/api/v1/executions").await.json;
            match listed["executions"][0]["id"].as_str() {
                Some(id) => break id.to_owned(),
                None => tokio::task::yield_now().await,
            }
        };
        client.complete(&id, json!("done")).await;
    });
    let reply = reply.expecting(200);
    assert_eq!(reply.json["result"], "done");
    assert_eq!(reply.header("preference-applied"), Some("wait=20"));
    assert!(reply.header("location").is_some());
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_times_out_returns_202() {
    let client = Client::new().header("prefer", "wait=20");
    let reply = client.post("/api/v1/execute", json!({"type": "http", "url": "http://a.example"})).await;
    let reply = reply.expecting(202);
    assert_eq!(reply.json["status"], "pending");
    assert_eq!(reply.header("preference-applied"), Some("wait=20"));
}

#[tokio::test(start_paused = true)]
async fn running_a_task_waits_by_default() {
    let client = Client::new();
    let path = format!("/api/v1/tasks/{}/execute", client.task(json!({})).await.id());
    let began = tokio::time::Instant::now();
    let reply = client.ask(&path).await.expecting(202);
    assert!(began.elapsed() >= Duration::from_secs(25));
    assert_eq!(reply.json["trigger_type"], TriggerKind::Manual.as_str());

    let began = tokio::time::Instant::now();
    let reply = client.header("prefer", "respond-async").ask(&path).await.expecting(202);
    assert_eq!(began.elapsed(), Duration::ZERO);
    assert_eq!(reply.header("preference-applied"), Some("respond-async"));
}

#[tokio::test]
async fn a_run_uses_the_definition_of_the_task() {
    let client = Client::new().header("prefer", "respond-async");
    let task = client
        .task(json!({"config": {"url": "http://a.example/x"}, "timeout": "7s", "retries": 0, "priority": "low"}))
        .await
        .id();
    let reply = client.ask(&format!("/api/v1/tasks/{task}/execute")).await.expecting(202).json;
    assert_eq!(reply["task_id"], task);
    assert_eq!(reply["request"]["url"], "http://a.example/x");
    assert_eq!((&reply["timeout_ms"], &reply["retry"]["max_retries"]), (&json!(7_000), &json!(0)));
    assert_eq!(reply["priority"], "low");
    assert_eq!(reply["created_at"], client.clock.now().to_string());
}

#[tokio::test]
async fn the_body_of_a_run_is_validated() {
    let client = Client::new().header("prefer", "respond-async");
    let path = format!("/api/v1/tasks/{}/execute", client.task(json!({})).await.id());
    client.post(&path, json!({})).await.expecting(202);
    client.post(&path, json!({"input": 1})).await.violations(&["body.input"]);
}
