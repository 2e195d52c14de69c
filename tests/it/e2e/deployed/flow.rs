use serde_json::json;

use super::{Deployed, text};
use crate::e2e::{destination::Destination, eventually::eventually};

#[tokio::test]
async fn a_call_travels_from_the_api_to_its_destination_and_back() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?;
    let destination = Destination::start().await?;
    let request = json!({
        "type": "http", "method": "POST", "url": destination.url("/fails/1"), "body": {"hello": "world"},
        "retry": {"strategy": "fixed", "delay": "1s", "max_retries": 2},
    });
    let (status, accepted) = deployed.post("/api/v1/execute", &request).await?;
    assert_eq!(status, 202, "{accepted}");
    let execution = deployed.ended(text(&accepted, "execution_id")).await?;
    assert_eq!(execution["status"], "completed", "{execution:#}");
    assert_eq!(execution["attempts"].as_array().map(Vec::len), Some(2), "{execution:#}");
    assert_eq!(execution["result"], json!({"call": 2}));
    assert!(destination.calls().iter().all(|call| call.key == execution["id"]));
    Ok(())
}

#[tokio::test]
async fn a_run_of_a_saved_task_is_counted_through_the_stream() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?;
    let destination = Destination::start().await?;
    let task = json!({"name": "once", "type": "api_call", "config": {"url": destination.url("/ok")}, "priority": "high"});
    let (status, task) = deployed.post("/api/v1/tasks", &task).await?;
    assert_eq!(status, 201, "{task}");
    let path = format!("/api/v1/tasks/{}", text(&task, "id"));
    let (status, execution) = deployed.post(&format!("{path}/execute"), &json!({})).await?;
    assert!(status.is_success(), "{execution}");
    deployed.ended(text(&execution, "execution_id")).await?;

    let counted = eventually("the counters", || async {
        let task = deployed.get(&path).await?;
        Ok((task["run_count"].as_u64() > Some(0)).then_some(task))
    })
    .await?;
    assert_eq!((&counted["run_count"], &counted["success_count"]), (&json!(1), &json!(1)), "{counted:#}");
    let list = deployed.get(&format!("{path}/executions")).await?;
    assert_eq!(list["executions"][0]["id"], execution["execution_id"]);
    Ok(())
}
