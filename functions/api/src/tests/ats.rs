//! The dialect of the Automated Task System (seed 002).

use http::Method;
use rstest::rstest;
use serde_json::{Value, json};

use super::Client;

fn health_check() -> Value {
    json!({
        "name": "Health Check",
        "type": "api_call",
        "config": {
            "method": "GET",
            "url": "https://api.example.com/health",
            "headers": {"Authorization": "Bearer token"},
            "timeout": 30000,
        },
        "schedule": "every 5 minutes",
    })
}

#[tokio::test]
async fn a_task_is_created_read_changed_run_and_deleted() {
    let client = Client::new();
    let created = client.post("/api/tasks", health_check()).await.expecting(201);
    let path = format!("/api/tasks/{}", created.id());
    assert_eq!(created.header("location"), Some(path.as_str()));
    let task = client.get(&path).await.expecting(200).json;
    assert_eq!(task, created.json);
    assert_eq!((&task["status"], &task["priority"]), (&json!("pending"), &json!("normal")));
    assert_eq!((&task["schedule"], &task["timeout"]), (&json!("every 5 minutes"), &json!(30_000)));
    assert_eq!((&task["maxRetries"], &task["createdBy"]), (&json!(3), &json!("local")));
    assert_eq!(task["nextRun"], "2027-01-15T08:05:00Z");
    assert_eq!(task["config"]["headers"]["authorization"], "********");

    let change = json!({"priority": "high", "maxRetries": 1, "schedule": "manual", "assignedTo": "bob"});
    let changed = client.put(&path, change).await.expecting(200).json;
    assert_eq!((&changed["priority"], &changed["maxRetries"]), (&json!("high"), &json!(1)));
    assert_eq!((&changed["schedule"], &changed["nextRun"]), (&json!(null), &json!(null)));
    assert_eq!((&changed["assignedTo"], &changed["name"]), (&json!("bob"), &json!("Health Check")));
    client
        .put(&path, json!({"maxRetries": -1, "status": "completed"}))
        .await
        .violations(&["body.status", "body.maxRetries"]);

    let run = client.header("prefer", "respond-async").ask(&format!("{path}/execute")).await.expecting(202);
    assert_eq!((&run.json["status"], &run.json["taskId"]), (&json!("pending"), &created.json["id"]));
    client.complete(&run.id(), json!({"ok": true})).await;
    let again = client.header("prefer", "wait=0").ask(&format!("{path}/execute")).await.expecting(202);
    assert_ne!(again.id(), run.id());
    client.delete(&path).await.expecting(204);
    client.get(&path).await.problem(404, "task_not_found");
}

#[tokio::test]
async fn the_task_is_visible_in_the_native_api() {
    let client = Client::new();
    let id = client.post("/api/tasks", health_check()).await.expecting(201).id();
    let task = client.get(&format!("/api/v1/tasks/{id}")).await.expecting(200).json;
    assert_eq!((&task["timeout_ms"], &task["priority"]), (&json!(30_000), &json!("medium")));
    let other = client.task(json!({"schedule": {"cron": "0 7 * * *"}})).await.id();
    let listed = client.get("/api/tasks").await.expecting(200).json;
    let ids: Vec<_> = listed["tasks"].as_array().unwrap().iter().map(|task| task["id"].clone()).collect();
    assert_eq!(ids, [json!(other), json!(id)]);
    assert_eq!(listed["nextCursor"], json!(null));
}

#[rstest]
#[case("", 3)]
#[case("?status=pending&type=script", 0)]
#[case("?type=custom", 0)]
#[case("?status=pending", 3)]
#[case("?status=scheduled", 1)]
#[case("?status=completed", 0)]
#[case("?type=webhook", 1)]
#[case("?priority=normal", 2)]
#[case("?priority=high&status=pending&type=api_call", 1)]
#[case("?assignedTo=bob", 1)]
#[tokio::test]
async fn lists_filter_by_status_type_priority_and_assignee(#[case] query: &str, #[case] expected: usize) {
    let client = Client::new();
    let with = |change: Value| {
        let mut body = health_check();
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    };
    client.post("/api/tasks", health_check()).await.expecting(201);
    client.post("/api/tasks", with(json!({"schedule": null, "priority": "high"}))).await.expecting(201);
    let hook = json!({"type": "webhook", "config": {"url": "https://a.example/"}, "schedule": "manual", "assignedTo": "bob"});
    client.post("/api/tasks", with(hook)).await.expecting(201);
    let listed = client.get(&format!("/api/tasks{query}")).await.expecting(200).json;
    assert_eq!(listed["tasks"].as_array().unwrap().len(), expected, "{listed:#}");
}

#[tokio::test]
async fn invalid_filters_are_reported_together() {
    let client = Client::new();
    client.get("/api/tasks?status=sleepy&type=smoke&priority=urgent&colour=red").await.violations(&[
        "query.status",
        "query.type",
        "query.priority",
        "query.colour",
    ]);
}

#[tokio::test]
async fn shell_syntax_in_a_script_is_refused_with_a_hint() {
    let client = Client::new();
    let script = json!({
        "name": "Database Backup",
        "type": "script",
        "config": {
            "command": "pg_dump",
            "args": ["-U", "user", "-h", "localhost", "mydb", ">", "backup.sql"],
            "cwd": "/backups",
        },
        "schedule": "daily at 2:00",
        "priority": "high",
    });
    let refused = client.post("/api/tasks", script).await.violations(&["body.config.args.5"]);
    assert_eq!(refused.json["detail"][0]["type"], "shell_syntax");
    assert!(refused.json["detail"][0]["hint"].as_str().unwrap().contains("pg_dump -f backup.sql"));
}

#[tokio::test]
async fn repeating_a_key_creates_no_second_task() {
    let client = Client::new().header("idempotency-key", "k");
    let first = client.post("/api/tasks", health_check()).await.expecting(201);
    let second = client.post("/api/tasks", health_check()).await.expecting(201);
    assert_eq!(first.id(), second.id());
    let malformed = client.send(Method::POST, "/api/tasks", Some("application/json"), "[]").await;
    malformed.violations(&["body"]);
}

#[tokio::test]
async fn dependencies_are_named_as_their_owner_does() {
    let client = Client::new();
    let named = |name: &str| {
        let mut body = health_check();
        body["name"] = json!(name);
        body
    };
    let build = client.post("/api/tasks", named("task_build_app")).await.expecting(201).id();
    let test = client.post("/api/tasks", named("task_run_tests")).await.expecting(201).id();
    let with = |dependencies: Value| {
        let mut body = named("Deploy");
        body["dependencies"] = dependencies;
        body
    };
    let deploy = client.post("/api/tasks", with(json!(["task_build_app", test]))).await.expecting(201);
    assert_eq!(deploy.json["dependencies"], json!([build, test]));
    let path = format!("/api/tasks/{}", deploy.id());
    let changed = client.put(&path, json!({"dependencies": ["task_run_tests"]})).await.expecting(200);
    assert_eq!(changed.json["dependencies"], json!([test]));

    let nobody = client.post("/api/tasks", with(json!([test, "task_lint"]))).await;
    let nobody = nobody.violations(&["body.dependencies.1"]).json;
    assert!(nobody["detail"][0]["msg"].as_str().unwrap().contains("task_lint"), "{nobody}");
    let second = client.post("/api/tasks", named("task_build_app")).await.expecting(201).id();
    let several = client.post("/api/tasks", with(json!(["task_build_app"]))).await;
    let several = several.violations(&["body.dependencies.0"]).json.to_string();
    assert!(several.contains(&build) && several.contains(&second), "{several}");
    client.delete(&format!("/api/tasks/{second}")).await.expecting(204);
    client.post("/api/tasks", with(json!(["task_build_app"]))).await.expecting(201);
}
