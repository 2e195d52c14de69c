use serde_json::{Value, json};

use super::{Deployed, text};
use crate::e2e::{destination::Destination, eventually::eventually};

#[tokio::test]
async fn a_schedule_fires_once_a_minute() -> anyhow::Result<()> {
    runs_by("every 1 minute", 1).await
}

#[tokio::test]
async fn a_schedule_can_fire_more_than_once_a_minute() -> anyhow::Result<()> {
    runs_by("every 30 seconds", 2).await
}

/// A task with this schedule runs at least this often.
async fn runs_by(schedule: &str, often: usize) -> anyhow::Result<()> {
    let deployed = Deployed::start().await?;
    let destination = Destination::start().await?;
    let task = json!({
        "name": "pulse", "type": "http", "config": {"url": destination.url("/ok")}, "schedule": schedule,
    });
    let (status, task) = deployed.post("/api/v1/tasks", &task).await?;
    assert_eq!(status, 201, "{task}");
    let path = format!("/api/v1/tasks/{}", text(&task, "id"));
    let fired = eventually("runs by the schedule", || async {
        let list = deployed.get(&format!("{path}/executions")).await?;
        let done = |execution: &&Value| execution["status"] == "completed";
        let runs: Vec<Value> =
            list["executions"].as_array().into_iter().flatten().filter(done).cloned().collect();
        Ok((runs.len() >= often).then_some(runs))
    })
    .await?;
    assert!(fired.iter().all(|run| run["trigger_type"] == "schedule"), "{fired:#?}");

    let url = deployed.stack.api(&path)?;
    let deleted = deployed.client.delete(url).bearer_auth(&deployed.token).send().await?;
    assert_eq!(deleted.status(), 204);
    Ok(())
}
