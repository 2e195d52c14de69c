//! Jobs that answer later, through the command. The job is an execution of Beadle itself, which calls back.

use std::collections::BTreeSet;

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use super::Beadle;
use crate::e2e::eventually::eventually;

/// A wait whose job calls back after `delay`.
fn wait(beadle: &Beadle, delay: &str) -> Value {
    json!({
        "type": "wait", "deadline": "1h",
        "request": {
            "method": "POST", "url": format!("{}/api/v1/execute", beadle.url), "headers": {"prefer": "respond-async"},
            "body": {"type": "http", "method": "POST", "url": "${callback.url}", "body": {"pages": 12}, "delay": delay},
        },
        "callback": {"extract": "$.pages"},
    })
}

async fn start(beadle: &Beadle, delay: &str) -> anyhow::Result<String> {
    let (status, started) = beadle.post("/api/v1/execute", &wait(beadle, delay)).await?;
    ensure!(status == 202, "{status} {started}");
    Ok(started["id"].as_str().context("an id")?.to_owned())
}

#[tokio::test]
async fn a_job_that_calls_back_at_once_ends_its_wait() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let beadle = Beadle::start(data.path()).await?;
    let id = start(&beadle, "0s").await?;
    let ended = beadle.ended(&id).await?;
    assert_eq!((&ended["status"], &ended["result"]), (&json!("completed"), &json!(12)), "{ended:#}");
    Ok(())
}

#[tokio::test]
async fn fifty_jobs_that_call_back_at_once_end_once_each() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let beadle = Beadle::start(data.path()).await?;
    let started = (0..50).map(|_| start(&beadle, "0s"));
    let ids = futures_util::future::try_join_all(started).await?;
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 50);
    let mut ended = 0;
    for id in &ids {
        let execution = beadle.ended(id).await?;
        assert_eq!(execution["status"], "completed", "{execution:#}");
        assert_eq!(execution["api_calls_made"], 1, "each started its job once");
        ended += 1;
    }
    println!("{ended} waits ended, each by its own callback");
    Ok(())
}

#[tokio::test]
async fn a_callback_is_valid_after_the_process_was_killed() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let beadle = Beadle::start(data.path()).await?;
    let id = start(&beadle, "1h").await?;
    let path = format!("/api/v1/executions/{id}");
    eventually("the wait", || async { Ok((beadle.get(&path).await?["status"] == "waiting").then_some(())) })
        .await?;
    // The job is listed with the address that it is to call.
    let jobs = beadle.get("/api/v1/executions?type=http").await?;
    let url = jobs["executions"][0]["request"]["url"].as_str().context("the job's address")?.to_owned();
    let token = url.rsplit('/').next().context("a token")?.to_owned();
    assert!(url.starts_with(&format!("{}/cb/{id}.1.", beadle.url)), "{url}");
    beadle.kill().await?;

    let beadle = Beadle::start(data.path()).await?;
    let still = beadle.get(&path).await?;
    assert_eq!(still["status"], "waiting");
    let (status, first) = beadle.post(&format!("/cb/{token}"), &json!({"pages": 7})).await?;
    ensure!(status == 200, "{status} {first}");
    let (status, again) = beadle.post(&format!("/cb/{token}"), &json!({"pages": 7})).await?;
    assert_eq!((status.as_u16(), again), (200, first));
    let (status, _) = beadle.post(&format!("/cb/{token}"), &json!({"pages": 8})).await?;
    assert_eq!(status, 409);
    assert_eq!(beadle.ended(&id).await?["result"], 7);
    let log = beadle.stop_and_read_log().await?;
    assert!(!log.contains(&token), "the log tells the token");
    Ok(())
}
