//! Executions are kept for `EXECUTION_RETENTION`, and the space of those that are gone is used again.

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use super::Beadle;
use crate::e2e::destination::Destination;

/// More than are removed in one step.
const EXECUTIONS: usize = 1_200;

async fn run_all(beadle: &Beadle, destination: &Destination) -> anyhow::Result<()> {
    let call = json!({"type": "http", "url": destination.url("/ok"), "retries": 0});
    for _ in 0..EXECUTIONS / 100 {
        let (status, answer) =
            beadle.post("/api/v1/executions/batch", &json!({"requests": vec![call.clone(); 100]})).await?;
        ensure!(status.is_success(), "{answer:#}");
    }
    advance(beadle, "0s").await
}

async fn advance(beadle: &Beadle, by: &str) -> anyhow::Result<()> {
    let (status, answer) = beadle.post("/dev/clock/advance", &json!({"by": by})).await?;
    ensure!(status == 200, "{answer:#}");
    Ok(())
}

/// How many executions there are, and the bytes of the store, in all and free.
async fn sizes(beadle: &Beadle) -> anyhow::Result<(usize, u64, u64)> {
    let (mut executions, mut next) = (0, Some(String::new()));
    while let Some(cursor) = next {
        let page = beadle.get(&format!("/api/v1/executions?limit=100{cursor}")).await?;
        executions += page["executions"].as_array().context("no list")?.len();
        next = page["next_cursor"].as_str().map(|cursor| format!("&cursor={cursor}"));
    }
    let health = beadle.get("/health/detailed").await?;
    let store = &health["dependencies"][0];
    let number = |value: &Value| value.as_u64().with_context(|| health.to_string());
    Ok((executions, number(&store["bytes"])?, number(&store["free_bytes"])?))
}

#[tokio::test]
async fn executions_go_when_their_retention_is_over_and_their_space_is_used_again() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let variables = [("EXECUTION_RETENTION", "7")];
    let beadle = Beadle::start_as(data.path(), &["--clock", "manual"], &variables).await?;
    let destination = Destination::start().await?;
    run_all(&beadle, &destination).await?;
    let (executions, full, _) = sizes(&beadle).await?;
    ensure!(executions == EXECUTIONS, "{executions}");
    advance(&beadle, "6d").await?;
    ensure!(sizes(&beadle).await?.0 == executions, "they are not seven days old");
    advance(&beadle, "25h").await?;
    let (left, bytes, free) = sizes(&beadle).await?;
    ensure!((left, bytes) == (0, full) && free > full / 4, "{left} executions, {free} of {bytes} free");
    run_all(&beadle, &destination).await?;
    let (executions, again, _) = sizes(&beadle).await?;
    ensure!(executions == EXECUTIONS && again <= full + full / 10, "{again} bytes after {full}");
    println!(
        "{full} bytes with {EXECUTIONS} executions, {free} of them free a week later, {again} bytes with {executions} more"
    );
    Ok(())
}
