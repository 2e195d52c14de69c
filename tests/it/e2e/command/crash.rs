//! No request that was answered with 2xx is lost, however often the process is killed.

use std::{collections::BTreeSet, time::Duration};

use anyhow::ensure;
use jiff::Timestamp;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::Beadle;
use crate::e2e::{destination::Destination, eventually::eventually};

const EXECUTIONS: usize = 500;

#[tokio::test]
async fn five_hundred_executions_survive_three_kills() -> anyhow::Result<()> {
    let destination = Destination::start().await?;
    let data = tempfile::tempdir()?;
    let mut accepted = BTreeSet::new();
    let mut beadle = Beadle::start(data.path()).await?;
    for number in 0..EXECUTIONS {
        if [125, 250, 375].contains(&number) {
            beadle.kill().await?;
            beadle = Beadle::start(data.path()).await?;
        }
        accepted.insert(submit(&beadle, &destination, number).await?);
    }
    ensure!(accepted.len() == EXECUTIONS);

    for id in &accepted {
        let execution = beadle.ended(id).await?;
        ensure!(execution["status"] == "completed", "{execution:#}");
    }
    let effects = destination.effects();
    let lost: Vec<_> = accepted.iter().filter(|id| !effects.contains_key(*id)).collect();
    ensure!(lost.is_empty(), "the destination never saw {lost:?}");
    ensure!(effects.len() == EXECUTIONS && effects.values().all(|times| *times == 1), "an effect came twice");
    let succeeded = destination.calls().iter().filter(|call| call.status == 200).count();
    println!(
        "{EXECUTIONS} submitted, 3 kills: {} completed, {} lost, {} effects; {succeeded} calls succeeded",
        accepted.len(),
        lost.len(),
        effects.len(),
    );
    Ok(())
}

/// Every third fails once, so that some wait for their second attempt when the process is killed.
async fn submit(beadle: &Beadle, destination: &Destination, number: usize) -> anyhow::Result<String> {
    let path = if number.is_multiple_of(3) { "/fails/1" } else { "/ok" };
    let request = json!({
        "type": "http", "method": "POST", "url": destination.url(path), "body": {"number": number},
        "retry": {"strategy": "fixed", "delay": "200ms", "max_retries": 5},
    });
    let (status, answer) = beadle.post("/api/v1/execute", &request).await?;
    ensure!(status == 202, "{status} {answer}");
    Ok(answer["execution_id"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn waiting_executions_continue_after_a_kill() -> anyhow::Result<()> {
    let destination = Destination::start().await?;
    let data = tempfile::tempdir()?;
    let beadle = Beadle::start(data.path()).await?;
    let later = json!({"type": "http", "url": destination.url("/ok"), "delay": "2s"});
    let (_, delayed) = beadle.post("/api/v1/execute", &later).await?;
    let retried = json!({
        "type": "http", "url": destination.url("/fails/1"),
        "retry": {"strategy": "fixed", "delay": "2s", "max_retries": 1},
    });
    let (_, retried) = beadle.post("/api/v1/execute", &retried).await?;
    let task = json!({
        "name": "pulse", "type": "http", "config": {"url": destination.url("/ok")}, "schedule": "every 30 seconds",
    });
    let (status, task) = beadle.post("/api/v1/tasks", &task).await?;
    ensure!(status == 201, "{task}");
    let ids =
        [&delayed, &retried].map(|answer| answer["execution_id"].as_str().unwrap_or_default().to_owned());
    eventually("the first, failing call", || async { Ok((!destination.calls().is_empty()).then_some(())) })
        .await?;
    beadle.kill().await?;

    let beadle = Beadle::start(data.path()).await?;
    for id in &ids {
        let execution = beadle.ended(id).await?;
        ensure!(execution["status"] == "completed", "{execution:#}");
    }
    let executions = format!("/api/v1/tasks/{}/executions", task["id"].as_str().unwrap_or_default());
    let ticked = eventually("a tick of the schedule", || async {
        let list = beadle.get(&executions).await?;
        let done = |execution: &&Value| execution["status"] == "completed";
        Ok(list["executions"].as_array().and_then(|all| all.iter().find(done).cloned()))
    })
    .await?;
    ensure!(ticked["trigger_type"] == "schedule", "{ticked:#}");
    Ok(())
}

/// Every task fails at first, so that each of the three kills happens while some wait for a retry. The
/// reminder is due while the others run.
#[tokio::test]
async fn a_diamond_and_a_reminder_survive_three_kills() -> anyhow::Result<()> {
    let (work, hook) = (Destination::start().await?, Destination::start().await?);
    let data = tempfile::tempdir()?;
    let mut beadle = Beadle::start(data.path()).await?;
    let task = |name: &str, told: &str, after: &[&str]| {
        json!({
            "name": name, "type": "http", "dependencies": after,
            "config": {"method": "POST", "url": work.url("/fails/1"), "body": {"task": name, "told": told}},
            "retry": {"strategy": "fixed", "delay": "500ms", "max_retries": 1},
        })
    };
    let root = saved(&beadle, &task("root", "", &[])).await?;
    let left = saved(&beadle, &task("left", "${dep.root.result.call}", &[&root])).await?;
    let right = saved(&beadle, &task("right", "${dep.root.result.call}", &[&root])).await?;
    let sink = saved(&beadle, &task("sink", "${dep.left.result.call}", &[&left, &right])).await?;
    let reminder = json!({
        "name": "remind me", "type": "reminder", "reminder_time": Timestamp::now() + Duration::from_secs(1),
        "notify": {"webhook": {"url": hook.url("/ok")}},
    });
    let reminder = saved(&beadle, &reminder).await?;
    let run = beadle.client.post(format!("{}/api/v1/tasks/{root}/execute", beadle.url));
    let run = run.header("prefer", "respond-async").send().await?;
    ensure!(run.status() == StatusCode::ACCEPTED, "{}", run.status());

    for name in ["root", "left", "sink"] {
        let called = || async { Ok(work.calls().iter().any(|call| call.body["task"] == name).then_some(())) };
        eventually(&format!("a call of {name}"), called).await?;
        beadle.kill().await?;
        beadle = Beadle::start(data.path()).await?;
    }
    for task in [&root, &left, &right, &sink, &reminder] {
        let path = format!("/api/v1/tasks/{task}/executions");
        let runs = eventually(&format!("the end of {task}"), || async {
            let list = beadle.get(&path).await?;
            let ended = !list["executions"][0]["completed_at"].is_null();
            Ok(list["executions"].as_array().filter(|_| ended).cloned())
        })
        .await?;
        ensure!(runs.len() == 1 && runs[0]["status"] == "completed", "{runs:#?}");
    }
    let effects = work.effects();
    ensure!(effects.len() == 4 && effects.values().all(|times| *times == 1), "{effects:?}");
    let told = |name: &str| {
        work.calls().iter().rfind(|call| call.body["task"] == name).map(|call| call.body["told"].clone())
    };
    // The response of the second call.
    assert_eq!((told("left"), told("right"), told("sink")), (Some(json!(2)), Some(json!(2)), Some(json!(2))));
    let reminded: Vec<_> = hook.calls().iter().map(|call| call.body["data"]["task_id"].clone()).collect();
    assert_eq!(reminded, [json!(reminder)]);
    Ok(())
}

/// Saves a task and returns its id.
async fn saved(beadle: &Beadle, body: &Value) -> anyhow::Result<String> {
    let (status, task) = beadle.post("/api/v1/tasks", body).await?;
    ensure!(status == StatusCode::CREATED, "{status} {task:#}");
    Ok(task["id"].as_str().unwrap_or_default().to_owned())
}
