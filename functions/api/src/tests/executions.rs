//! Cancelling and retrying executions.

use beadle_domain::execution::{Answer, AnswerBody, answer::Apart, conclude::Outcome};
use serde_json::{Value, json};

use super::Client;

#[tokio::test]
async fn a_pending_execution_is_cancelled_at_once_and_only_once() {
    let client = Client::new();
    for cancel in ["/api/v1/executions", "/api/v1/tasks"] {
        let id = client.execution().await.id();
        let cancel = format!("{cancel}/{id}/cancel");
        let reply = client.ask(&cancel).await.expecting(200).json;
        assert_eq!((&reply["status"], &reply["duration_ms"]), (&json!("cancelled"), &json!(null)));
        let again = client.ask(&cancel).await.problem(409, "already_ended");
        assert_eq!(again.json["execution_status"], "cancelled");
    }
}

#[tokio::test]
async fn a_retrying_execution_is_cancelled_at_once() {
    let client = Client::new();
    let id = client.execution().await.id();
    client.fail(&id, 500).await;
    let reply = client.ask(&format!("/api/v1/executions/{id}/cancel")).await.expecting(200);
    assert_eq!(reply.json["status"], "cancelled");
}

#[tokio::test]
async fn cancelling_a_running_execution_requests_a_stop() {
    let client = Client::new();
    let id = client.execution().await.id();
    client.claim(&id).await;
    let reply = client.ask(&format!("/api/v1/executions/{id}/cancel")).await.expecting(202).json;
    assert_eq!((&reply["status"], &reply["cancel_requested"]), (&json!("running"), &json!(true)));
    let reply = client.get(&format!("/api/v1/executions/{id}")).await.json;
    assert_eq!(reply["cancel_requested"], true);
}

#[tokio::test]
async fn a_completed_execution_can_not_be_cancelled() {
    let client = Client::new();
    let id = client.execution().await.id();
    client.complete(&id, json!(null)).await;
    client.ask(&format!("/api/v1/executions/{id}/cancel")).await.problem(409, "already_ended");
}

/// As a store leaves it whose object was removed before its row.
#[tokio::test]
async fn an_execution_whose_response_is_gone_is_shown_and_says_so() {
    let client = Client::new();
    let id = client.execution().await.id();
    let apart = Apart { digest: "d".to_owned(), bytes: 20_000, tokens: Some(7), result: None };
    let answer = Answer {
        status: Some(200),
        headers: Default::default(),
        body: AnswerBody::Apart(Box::new(apart)),
        size: 64_000,
        truncated: false,
        extracted: None,
        warnings: Vec::new(),
    };
    let running = client.claim(&id).await;
    client.settle(&running, Outcome::Succeeded { answer: Some(answer) }).await;
    let path = format!("/api/v1/executions/{id}");
    let shown = client.get(&path).await.expecting(200).json;
    assert_eq!((&shown["status"], &shown["result"]), (&json!("completed"), &Value::Null));
    let response = &shown["response"];
    assert_eq!((&response["encoding"], &response["body"]), (&json!("gone"), &Value::Null));
    assert_eq!((&response["status"], &response["size"]), (&json!(200), &json!(64_000)));
    assert_eq!((&shown["tokens_used"], &shown["cost"]["object_writes"]), (&json!(7), &json!(1)));
    for path in [format!("{path}/logs"), format!("{path}/explain"), "/api/v1/executions".to_owned()] {
        client.get(&path).await.expecting(200);
    }
}

#[tokio::test]
async fn cancelling_a_task_id_is_refused() {
    let client = Client::new();
    let task = client.task(json!({})).await.id();
    client.ask(&format!("/api/v1/tasks/{task}/cancel")).await.problem(409, "not_an_execution");
    client.ask(&format!("/api/v1/executions/{task}/cancel")).await.problem(404, "execution_not_found");
}

#[tokio::test]
async fn an_ended_execution_can_be_retried() {
    let client = Client::new();
    let first = client.execution().await.id();
    let retry = format!("/api/v1/executions/{first}/retry");
    client.ask(&retry).await.problem(409, "not_ended");
    client.fail(&first, 404).await;
    let reply = client.ask(&retry).await.expecting(202);
    assert_ne!(reply.id(), first);
    assert_eq!(reply.json["trigger_type"], "replay");
    assert_eq!(reply.json["trigger_data"]["replay_of"], first);
    assert_eq!(reply.json["request"]["url"], "http://a.example/");
    assert_eq!(reply.header("location"), Some(format!("/api/v1/executions/{}", reply.id()).as_str()));
}

#[tokio::test]
async fn an_execution_of_a_deleted_task_can_not_be_retried() {
    let client = Client::new().header("prefer", "respond-async");
    let task = client.task(json!({})).await.id();
    let id = client.ask(&format!("/api/v1/tasks/{task}/execute")).await.id();
    client.complete(&id, json!(1)).await;
    client.delete(&format!("/api/v1/tasks/{task}")).await.expecting(204);
    client.ask(&format!("/api/v1/executions/{id}/retry")).await.problem(409, "task_gone");
}

#[tokio::test]
async fn what_ran_of_a_deleted_task_can_be_read_until_the_task_is_gone() {
    let gateway = Client::behind_gateway().header("prefer", "respond-async");
    let [client, eve] = ["ada", "eve"].map(|name| gateway.by(name));
    let task = client.task(json!({})).await.id();
    let path = format!("/api/v1/tasks/{task}");
    let id = client.ask(&format!("{path}/execute")).await.id();
    client.complete(&id, json!(1)).await;
    client.delete(&path).await.expecting(204);
    let history = client.get(&format!("{path}/executions")).await.expecting(200).json;
    let ids: Vec<_> = history["executions"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&json!(id)]);
    client.get(&format!("{path}/logs")).await.expecting(200);
    client.get(&format!("/api/v1/executions/{id}")).await.expecting(200);
    eve.get(&format!("{path}/executions")).await.problem(404, "task_not_found");
}

#[tokio::test]
async fn an_unknown_execution_is_not_found() {
    let client = Client::new();
    for id in ["exe_00000000000000000000000000000001", "42", "tsk_00000000000000000000000000000001"] {
        let reply = client.get(&format!("/api/v1/executions/{id}")).await.problem(404, "execution_not_found");
        assert_eq!(reply.json["detail"], "Execution not found");
        assert_eq!(reply.json["execution_id"], id);
    }
}
