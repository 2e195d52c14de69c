//! `beadle dev`, killed while the executions of many keys run.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use super::destination::Destination;
use crate::e2e::command::Beadle;

const KEYS: usize = 100;
const ITEMS: usize = 100;
const KILLS: usize = 3;

/// The time limit for a part of the executions, which ends a test that hangs.
const PATIENCE: Duration = Duration::from_secs(600);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_keys_run_in_order_through_three_kills() -> anyhow::Result<()> {
    let destination = Destination::start().await?;
    let data = tempfile::tempdir()?;
    let mut beadle = Beadle::start(data.path()).await?;
    for number in 0..ITEMS {
        let requests: Vec<Value> = (0..KEYS)
            .map(|key| {
                let key = format!("key-{key:03}");
                json!({
                    "type": "http", "method": "POST", "url": destination.url, "order_key": key,
                    "body": {"key": key, "number": number},
                    "retry": {"strategy": "fixed", "delay": "100ms", "max_retries": 20},
                })
            })
            .collect();
        let (status, batch) = beadle.post("/api/v1/executions/batch", &json!({"requests": requests})).await?;
        ensure!(status == 207 && batch["failed"] == 0, "{status} {batch:#}");
    }
    for kill in 1..=KILLS {
        let so_far = KEYS * ITEMS * kill / (KILLS + 1);
        let reached = tokio::time::timeout(PATIENCE, destination.successes(so_far)).await;
        reached.with_context(|| format!("{} of {so_far} succeeded", destination.succeeded()))?;
        beadle.kill().await?;
        beadle = Beadle::start(data.path()).await?;
    }
    // What ran when it was killed is repeated: only the lines show that nothing is left.
    let emptied = async {
        while !beadle.get("/api/v1/order-keys").await?["order_keys"].as_array().is_some_and(Vec::is_empty) {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(PATIENCE, emptied).await.context("lines that do not empty")??;
    println!("{KILLS} kills");
    destination.check(KEYS, ITEMS, true)
}
