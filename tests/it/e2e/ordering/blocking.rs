//! A failure that blocks its key, on one machine and on the deployed template: seen in the list and in explanations, retried,
//! and skipped.

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use crate::e2e::{destination::Destination, eventually::eventually, machine::Machine};

#[tokio::test]
async fn a_failure_blocks_its_key_until_a_person_acts_on_one_machine() -> anyhow::Result<()> {
    blocks(Machine::command().await?).await
}

#[tokio::test]
async fn a_failure_blocks_its_key_until_a_person_acts_deployed() -> anyhow::Result<()> {
    blocks(Machine::stack("ordering").await?).await
}

fn ended(execution: &Value) -> bool {
    !execution["completed_at"].is_null()
}

async fn blocks(mut machine: Machine) -> anyhow::Result<()> {
    let destination = Destination::start().await?;
    let request = |path: &str, order: Value| {
        json!({
            "type": "http", "method": "POST", "url": destination.url(path), "body": {}, "retries": 0, "order": order,
        })
    };
    let block = json!({"key": "acme", "on_failure": "block"});
    let first = machine.execute("/api/v1/execute", &request("/fails/1", block.clone())).await?;
    let second = machine.execute("/api/v1/execute", &request("/fails/1", block.clone())).await?;
    let third = machine.execute("/api/v1/execute", &request("/ok", block)).await?;
    let other = machine.execute("/api/v1/execute", &request("/ok", json!({"key": "globex"}))).await?;

    machine.execution(&first, |row| row["status"] == "failed").await?;
    machine.execution(&other, |row| row["status"] == "completed").await?;
    let blocked = eventually("a blocked key", || async {
        let keys = machine.get("/api/v1/order-keys").await?;
        let keys = keys["order_keys"].as_array().context("no keys")?.clone();
        Ok(keys.into_iter().find(|key| key["blocked"] == true))
    })
    .await?;
    ensure!(blocked["order_key"] == "acme" && blocked["execution_id"] == first, "{blocked:#}");
    ensure!(blocked["behind"] == 2, "{blocked:#}");
    let path = format!("/api/v1/executions/{second}/explain");
    let waits = eventually("an explanation", || async {
        Ok(Some(machine.get(&path).await?).filter(|explained| explained["waiting_for"]["kind"] == "order"))
    })
    .await?;
    ensure!(waits["waiting_for"]["execution_id"] == first, "{waits:#}");
    println!("{}: {second} waits: {}", machine.name(), waits["waiting_for"]["reason"]);
    // The block outlasts the process.
    machine.down().await?;
    machine.up().await?;
    ensure!(machine.get(&path).await?["waiting_for"]["execution_id"] == first, "it blocks no more");

    let again = machine.execute(&format!("/api/v1/executions/{first}/retry"), &json!({})).await?;
    machine.execution(&again, ended).await?;
    // The replay has an idempotency key of its own, so it failed once as well.
    let repaired = machine.execute(&format!("/api/v1/executions/{again}/retry"), &json!({})).await?;
    let skipped = machine.execution(&repaired, ended).await?;
    ensure!(skipped["status"] == "failed", "{skipped:#}");
    let (status, answer) = machine.post(&format!("/api/v1/executions/{repaired}/skip"), &json!({})).await?;
    ensure!(status == 200, "{status} {answer:#}");
    machine.execution(&second, |row| row["status"] == "failed").await?;
    let (status, _) = machine.post(&format!("/api/v1/executions/{repaired}/skip"), &json!({})).await?;
    ensure!(status == 409, "{status}: it blocks the key no more");
    let (status, answer) = machine.post(&format!("/api/v1/executions/{second}/skip"), &json!({})).await?;
    ensure!(status == 200, "{status} {answer:#}");
    let last = machine.execution(&third, ended).await?;
    ensure!(last["status"] == "completed", "{last:#}");
    println!("{}: retried twice, skipped twice, and the last of the key completed", machine.name());
    Ok(())
}
