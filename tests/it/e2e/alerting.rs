//! Alerts: failures in a row and a backlog are told once, and so are their ends, through kill -9.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{destination::Destination, eventually::eventually, machine::Machine};

/// How often the destination was told each thing, under different keys: `alert.firing failing`.
fn told(destination: &Destination) -> BTreeMap<String, usize> {
    let mut told = BTreeMap::new();
    for call in destination.handled() {
        let text = |member: &str| call.body[member].as_str().unwrap_or_default().to_owned();
        *told.entry(format!("{} {}", text("type"), text("rule"))).or_default() += 1;
    }
    told
}

async fn comes(destination: &Destination, what: &str) -> anyhow::Result<()> {
    eventually(what, || async { Ok(told(destination).contains_key(what).then_some(())) }).await
}

async fn firing(machine: &Machine) -> anyhow::Result<Value> {
    Ok(machine.get("/api/v1/alerts/state").await?["rules"][0]["firing"].clone())
}

async fn failures_in_a_row_are_told(mut machine: Machine) -> anyhow::Result<()> {
    let (target, hook, chat) =
        (Destination::start().await?, Destination::start().await?, Destination::start().await?);
    let task = machine
        .task(&json!({
            "name": "backup", "type": "http", "config": {"url": format!("{}/status/${{input.code}}", target.url(""))},
            "retry": {"max_retries": 0},
        }))
        .await?;
    let id = task.rsplit('/').next().context("no id")?.to_owned();
    let rules = json!({
        "rules": [{
            "name": "failing", "when": "consecutive_failures", "count": 2, "task_id": id,
            "targets": ["ops", "chat"],
        }],
        "targets": [
            {"name": "ops", "type": "webhook", "webhook": {"url": hook.url("/ok")}},
            {"name": "chat", "type": "discord", "webhook": chat.url("/ok")},
        ],
    });
    let (status, answer) = machine.put("/api/v1/alerts", &rules).await?;
    ensure!(status == StatusCode::OK, "{answer:#}");
    let path = format!("{task}/execute");
    for code in [500, 200, 500, 500, 500] {
        let run = machine.execute(&path, &json!({"input": {"code": code}})).await?;
        machine.execution(&run, |run| run["completed_at"].is_string()).await?;
    }
    // The process is killed while it tells, and goes on.
    eventually("something that fires", || async {
        Ok(firing(&machine).await?.as_array().is_some_and(|firing| !firing.is_empty()).then_some(()))
    })
    .await?;
    machine.down().await?;
    machine.up().await?;
    comes(&hook, "alert.firing failing").await?;
    eventually("the state to say that it is told", || async {
        Ok((firing(&machine).await?[0]["told"] == true).then_some(()))
    })
    .await?;
    let run = machine.execute(&path, &json!({"input": {"code": 200}})).await?;
    machine.execution(&run, |run| run["status"] == "completed").await?;
    comes(&hook, "alert.resolved failing").await?;
    eventually("both to be told in the chat", || async { Ok((chat.handled().len() >= 2).then_some(())) })
        .await?;
    ensure!(firing(&machine).await? == json!([]));
    let expected = ["alert.firing failing", "alert.resolved failing"].map(|what| (what.to_owned(), 1));
    ensure!(told(&hook) == BTreeMap::from(expected), "{:?}", told(&hook));
    let texts: Vec<Value> = chat.handled().iter().map(|call| call.body["content"].clone()).collect();
    ensure!(texts.len() == 2, "{texts:?}");
    ensure!(
        texts[0].as_str().is_some_and(|text| text.contains("backup failed 2 times in a row")),
        "{texts:?}"
    );
    println!("{}: {:?}, {texts:?}", machine.name(), told(&hook));
    let (status, answer) = machine.put("/api/v1/alerts", &json!({})).await?;
    ensure!(status == StatusCode::OK, "{answer:#}");
    Ok(())
}

#[tokio::test]
async fn failures_in_a_row_are_told_on_one_machine() -> anyhow::Result<()> {
    failures_in_a_row_are_told(Machine::command().await?).await
}

#[tokio::test]
async fn failures_in_a_row_are_told_on_the_deployed_template() -> anyhow::Result<()> {
    failures_in_a_row_are_told(Machine::stack("alerts").await?).await
}
