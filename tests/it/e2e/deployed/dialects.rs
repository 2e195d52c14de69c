//! The requests of the two dialects, as their clients send them.

use anyhow::ensure;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Deployed, text};
use crate::e2e::destination::Destination;

#[tokio::test]
async fn the_automated_task_system() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?.by_someone_new()?.0;
    let destination = Destination::start().await?;
    let body = json!({
        "name": "Health Check", "type": "api_call", "config": {"method": "GET", "url": destination.url("/ok")},
        "schedule": "every 5 minutes", "priority": "normal", "maxRetries": 2, "timeout": 30_000,
    });
    let created = deployed.create("/api/tasks", &body).await?;
    for (member, written) in body.as_object().into_iter().flatten().filter(|(name, _)| *name != "config") {
        assert_eq!(created[member], *written, "{member}");
    }
    let path = format!("/api/tasks/{}", text(&created, "id"));
    let (status, run) = deployed.post(&format!("{path}/execute"), &json!({})).await?;
    assert_eq!((status, &run["status"]), (StatusCode::OK, &json!("completed")), "{run:#}");
    assert_eq!(run["result"], json!({"call": 1}));

    let ran = deployed.once(&path, |task| task["runCount"] == 1).await?;
    ensure!(
        ran["status"] == "pending" && ran["nextRun"].is_string() && ran["lastRun"].is_string(),
        "{ran:#}"
    );
    let lines = deployed.get(&format!("{path}/logs")).await?;
    let names: Vec<&String> = lines[0].as_object().into_iter().flat_map(|line| line.keys()).collect();
    assert_eq!(names.len(), 4, "{lines:#}");
    let counted = json!({
        "total": 1, "byStatus": {"pending": 1}, "byType": {"api_call": 1},
        "byPriority": {"low": 0, "normal": 1, "high": 0}, "running": 0, "scheduled": 1,
    });
    deployed.once("/api/tasks/stats", |stats| *stats == counted).await?;
    let listed = deployed.get("/api/tasks?type=api_call").await?;
    assert_eq!(listed["tasks"][0]["id"], created["id"], "{listed:#}");

    let (status, changed) = deployed.send(Method::PUT, &path, &json!({"schedule": "manual"})).await?;
    ensure!(status == StatusCode::OK && changed["nextRun"].is_null(), "{status} {changed:#}");
    let (status, _) = deployed.send(Method::DELETE, &path, &Value::Null).await?;
    ensure!(status.is_success(), "{status}");
    deployed.once("/api/tasks/stats", |stats| stats["total"] == 0).await?;
    Ok(())
}

#[tokio::test]
async fn tasktrack() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?.by_someone_new()?.0;
    for path in ["/task", "/api/task"] {
        let body = json!({"name": "someName", "description": "some description"});
        let created = deployed.create(path, &body).await?;
        assert_eq!(created["message"], "Task created successfully");
        let one = format!("{path}/{}", created["task_id"]);
        let done = deployed.once(&one, |task| task["status"] == "done").await?;
        let took = text(&done, "duration").strip_suffix('s').map(str::parse::<f64>);
        ensure!(
            took.is_some_and(|took| took.is_ok_and(|s| s >= 1.0)),
            "seconds, as the stack says: {done:#}"
        );
        let listed = |list: &Value| {
            let mut all = list.as_array().into_iter().flatten();
            all.any(|task| task["id"] == created["task_id"] && task["status"] == "done")
        };
        deployed.once(path, listed).await?;

        let change = json!({"name": "newName", "description": "new description"});
        let (status, updated) = deployed.send(Method::PATCH, &one, &change).await?;
        assert_eq!((status, &updated["message"]), (StatusCode::OK, &json!("Task updated successfully")));
        assert_eq!(deployed.get(&one).await?["name"], "newName");
        assert_eq!(deployed.send(Method::DELETE, &one, &Value::Null).await?.0, StatusCode::NO_CONTENT);
        assert_eq!(deployed.send(Method::GET, &one, &Value::Null).await?.0, StatusCode::NOT_FOUND);
    }
    Ok(())
}
