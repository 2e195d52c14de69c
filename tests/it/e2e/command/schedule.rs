//! Saved tasks and their schedules, from creation to history.

use anyhow::ensure;
use serde_json::json;

use super::Beadle;
use crate::e2e::{destination::Destination, eventually::eventually};

#[tokio::test]
async fn a_schedule_runs_its_task_and_the_counters_follow() -> anyhow::Result<()> {
    let destination = Destination::start().await?;
    let data = tempfile::tempdir()?;
    let beadle = Beadle::start(data.path()).await?;
    let task = json!({
        "name": "pulse", "type": "api_call", "config": {"method": "GET", "url": destination.url("/ok")},
        "schedule": "every 5 seconds",
    });
    let (status, task) = beadle.post("/api/v1/tasks", &task).await?;
    ensure!(status == 201, "{task}");
    let path = format!("/api/v1/tasks/{}", task["id"].as_str().unwrap_or_default());
    let counted = eventually("a counted run", || async {
        let task = beadle.get(&path).await?;
        Ok((task["success_count"].as_u64() > Some(0)).then_some(task))
    })
    .await?;
    ensure!(counted["last_success_time"].is_string() && counted["next_run_time"].is_string(), "{counted:#}");

    let (status, paused) = beadle.post(&format!("{path}/pause"), &json!({})).await?;
    ensure!(status == 200 && paused["next_run_time"].is_null(), "{paused:#}");
    Ok(())
}
