//! The life cycle of a task.

use beadle_application::port::Tasks;
use beadle_values::id::TaskId;
use serde_json::json;

use super::Client;

#[tokio::test]
async fn a_task_is_created_and_read() {
    let client = Client::new();
    let created = client
        .post(
            "/api/v1/tasks",
            json!({
                "name": " Health check ", "description": "Is it up?", "task_type": "api_call",
                "config": {"url": "https://api.example.com/health", "headers": {"X-API-Key": "k", "Accept": "*/*"}},
                "schedule": {"cron": "0 9 * * 1-5", "timezone": "Europe/Berlin"}, "priority": "normal",
                "tags": ["ops", "ops"], "metadata": {"team": "core"}, "timeout": "PT10S",
                "retry": {"strategy": "fixed", "delay": "2s", "max_retries": 2},
            }),
        )
        .await
        .expecting(201);
    let id = created.id();
    assert_eq!(created.header("location"), Some(format!("/api/v1/tasks/{id}").as_str()));
    assert_eq!(created.header("etag"), Some("\"1\""));
    let task = client.get(&format!("/api/v1/tasks/{id}")).await.expecting(200);
    assert_eq!(task.json, created.json);
    let task = task.json;
    assert_eq!(task["task_id"], id);
    assert_eq!(task["user_id"], "local");
    assert_eq!(task["name"], "Health check");
    assert_eq!((&task["type"], &task["task_type"]), (&json!("api_call"), &json!("api_call")));
    assert_eq!(task["status"], "scheduled");
    assert_eq!(task["priority"], "medium");
    assert_eq!(task["config"]["headers"], json!({"accept": "*/*", "x-api-key": "********"}));
    assert_eq!(task["schedule"]["timezone"], "Europe/Berlin");
    assert_eq!(task["overlap"], "skip");
    assert_eq!(task["next_run_time"], "2027-01-18T08:00:00Z");
    assert_eq!(task["tags"], json!(["ops"]));
    assert_eq!(task["timeout_ms"], 10_000);
    assert_eq!(task["retry"], json!({"max_retries": 2, "strategy": "fixed", "delay_ms": 2000}));
    assert_eq!(task["version"], 1);
    assert_eq!(task["run_count"], 0);
    assert_eq!(task["last_error"], json!(null));
}

#[tokio::test]
async fn an_unknown_task_is_not_found() {
    let client = Client::new();
    for id in ["tsk_00000000000000000000000000000001", "task_123", "%20"] {
        let path = format!("/api/v1/tasks/{id}");
        let reply = client.get(&path).await.problem(404, "task_not_found");
        assert_eq!(reply.json["detail"], "Task not found");
        assert_eq!(reply.json["task_id"], id.replace("%20", " "));
        assert_eq!(reply.json["instance"], path);
        client.delete(&path).await.problem(404, "task_not_found");
        client.ask(&format!("{path}/execute")).await.problem(404, "task_not_found");
        client.ask(&format!("{path}/pause")).await.problem(404, "task_not_found");
        client.get(&format!("{path}/upcoming")).await.problem(404, "task_not_found");
        client.get(&format!("{path}/executions")).await.problem(404, "task_not_found");
    }
}

#[tokio::test]
async fn a_deleted_task_is_hidden_but_kept_in_the_store() {
    let client = Client::new();
    let id = client.task(json!({"schedule": "every 5 minutes"})).await.id();
    let path = format!("/api/v1/tasks/{id}");
    let reply = client.delete(&path).await.expecting(204);
    assert_eq!(reply.json, json!(null));
    client.get(&path).await.problem(404, "task_not_found");
    client.delete(&path).await.problem(404, "task_not_found");
    assert_eq!(client.get("/api/v1/tasks").await.json["tasks"], json!([]));
    let kept = Tasks::get(&client.store, id.parse::<TaskId>().unwrap()).await.unwrap().unwrap();
    assert!(kept.task.deleted_at.is_some());
}

#[tokio::test]
async fn pausing_and_resuming_are_idempotent() {
    let client = Client::new();
    let id = client.task(json!({"schedule": "every 5 minutes"})).await.id();
    let path = format!("/api/v1/tasks/{id}");
    for _ in 0..2 {
        let paused = client.ask(&format!("{path}/pause")).await.expecting(200);
        assert_eq!((&paused.json["status"], &paused.json["paused"]), (&json!("paused"), &json!(true)));
        assert_eq!(paused.json["next_run_time"], json!(null));
        assert_eq!(paused.header("etag"), Some("\"2\""));
    }
    let upcoming = client.get(&format!("{path}/upcoming")).await.expecting(200).json;
    assert_eq!((&upcoming["paused"], &upcoming["runs"]), (&json!(true), &json!([])));
    for _ in 0..2 {
        let resumed = client.ask(&format!("{path}/resume")).await.expecting(200);
        assert_eq!(resumed.json["status"], "scheduled");
        assert_eq!(resumed.json["next_run_time"], "2027-01-15T08:05:00Z");
        assert_eq!(resumed.header("etag"), Some("\"3\""));
    }
}

#[tokio::test]
async fn upcoming_lists_the_next_runs() {
    let client = Client::new();
    let schedule = json!({"expression": "daily at 9:00", "timezone": "Europe/Berlin"});
    let id = client.task(json!({"schedule": schedule})).await.id();
    let path = format!("/api/v1/tasks/{id}/upcoming");
    let upcoming = client.get(&format!("{path}?count=2")).await.expecting(200).json;
    assert_eq!(upcoming["task_id"], id);
    assert_eq!(upcoming["timezone"], "Europe/Berlin");
    let runs = upcoming["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 2);
    assert_eq!(runs[0]["at"], "2027-01-16T08:00:00Z");
    assert_eq!(runs[0]["local"], "2027-01-16T09:00:00+01:00");
    client.get(&format!("{path}?count=0&limit=3")).await.violations(&["query.count", "query.limit"]);

    let manual = client.task(json!({})).await.id();
    let upcoming = client.get(&format!("/api/v1/tasks/{manual}/upcoming")).await.json;
    assert_eq!((&upcoming["schedule"], &upcoming["runs"]), (&json!(null), &json!([])));
}

#[tokio::test]
async fn a_schedule_in_the_past_is_refused() {
    let client = Client::new();
    let body = json!({
        "name": "late", "type": "http", "config": {"url": "http://a.example"}, "schedule": "2027-01-15T07:59:00Z",
    });
    client.post("/api/v1/tasks", body).await.violations(&["body.schedule"]);
}
