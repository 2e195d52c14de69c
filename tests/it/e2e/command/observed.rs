//! What a process tells while it runs: event streams, metrics and the trace of a caller.

use anyhow::{Context, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::Beadle;
use crate::e2e::{destination::Destination, eventually::eventually};

const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

#[tokio::test]
async fn an_execution_is_followed_and_counted_and_its_call_continues_the_trace() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let beadle = Beadle::start(folder.path()).await?;
    let destination = Destination::start().await?;
    let client = reqwest::Client::builder().no_proxy().build()?;

    let mut all = client.get(format!("{}/api/v1/events", beadle.url)).send().await?;
    ensure!(all.status() == StatusCode::OK, "{all:?}");
    let body = json!({"type": "http", "url": destination.url("/ok"), "delay": "1s"});
    let request = client.post(format!("{}/api/v1/execute", beadle.url)).header("traceparent", PARENT);
    let started: Value = request.json(&body).send().await?.json().await?;
    let id = started["execution_id"].as_str().context("no id")?.to_owned();
    let stream = client.get(format!("{}/api/v1/executions/{id}/events", beadle.url)).send().await?;
    let told = stream.text().await?;
    let statuses: Vec<Value> = told
        .lines()
        .filter_map(|line| line.strip_prefix("data: "))
        .map(|data| Ok(serde_json::from_str::<Value>(data)?["status"].clone()))
        .collect::<anyhow::Result<_>>()?;
    ensure!(statuses.first() == Some(&json!("pending")), "{told}");
    ensure!(statuses.last() == Some(&json!("completed")), "{told}");

    // The stream of all executions told its end, too, and goes on.
    let mut seen = String::new();
    while !seen.contains("\"status\":\"completed\"") {
        seen.push_str(std::str::from_utf8(&all.chunk().await?.context("the stream has ended")?)?);
    }
    ensure!(seen.contains(&id), "{seen}");

    let traces: Vec<String> = destination.calls().into_iter().map(|call| call.trace).collect();
    ensure!(traces == ["4bf92f3577b34da6a3ce929d0e0e4736"], "{traces:?}");

    let line = "beadle_executions_total{task_type=\"http\",status=\"completed\",destination=\"none\"} 1";
    eventually("the execution is counted", async || {
        let text = client.get(format!("{}/metrics", beadle.url)).send().await?.text().await?;
        ensure!(text.ends_with("# EOF\n"), "{text}");
        Ok(text.lines().any(|found| found == line).then_some(()))
    })
    .await
}
