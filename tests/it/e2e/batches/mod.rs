//! Batches of executions, on one machine and through the deployed template.

mod ends;
mod kills;

use anyhow::{Context, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{destination::Destination, eventually::eventually, machine::Machine};

/// `count` requests that call `url` with a number each, from `first` on.
fn requests(url: &str, first: usize, count: usize) -> Vec<Value> {
    let request = |number: usize| {
        json!({
            "type": "http", "method": "POST", "url": url, "body": {"number": first + number},
            "retry": {"strategy": "fixed", "delay": "200ms", "max_retries": 5},
        })
    };
    (0..count).map(request).collect()
}

/// A request to `url` that says what became of a batch.
fn telling(url: &str) -> Value {
    let body = json!({
        "id": "${batch.id}", "name": "${batch.name}", "status": "${batch.status}", "total": "${batch.total}",
        "completed": "${batch.completed}", "failed": "${batch.failed}", "cancelled": "${batch.cancelled}",
    });
    json!({"type": "http", "method": "POST", "url": url, "body": body, "retries": 5})
}

/// The batch at `path`, once it has ended and what follows it has too.
async fn ended(beadle: &Machine, path: &str) -> anyhow::Result<Value> {
    let batch = eventually(&format!("the end of {path}"), || async {
        Ok(Some(beadle.get(path).await?).filter(|batch| !batch["ended_at"].is_null()))
    })
    .await?;
    if let Some(id) = batch["execution_id"].as_str() {
        beadle.execution(id, |execution| !execution["completed_at"].is_null()).await?;
    }
    Ok(batch)
}

/// What was posted to `path` of the destination.
fn told(destination: &Destination, path: &str) -> Vec<Value> {
    let calls = destination.calls().into_iter().filter(|call| call.path == path);
    calls.map(|call| call.body).collect()
}

/// Adds requests to a batch; returns the answer.
async fn add(beadle: &Machine, key: &str, requests: &[Value], batch: &Value) -> anyhow::Result<Value> {
    let body = json!({"requests": requests, "batch": batch});
    let (status, answer) = beadle.post_with_key("/api/v1/executions/batch", key, &body).await?;
    ensure!(status == StatusCode::MULTI_STATUS && answer["failed"] == 0, "{status} {answer:#}");
    Ok(answer)
}

fn path_of(answer: &Value) -> anyhow::Result<String> {
    Ok(format!("/api/v1/batches/{}", answer["batch"]["id"].as_str().context("no batch")?))
}
