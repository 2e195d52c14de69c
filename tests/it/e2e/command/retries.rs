//! What is retried, how often, and what the response shows of it.

use anyhow::ensure;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Beadle;
use crate::e2e::destination::Destination;

async fn run(path: &str, retry: Value) -> anyhow::Result<(Value, Destination)> {
    let destination = Destination::start().await?;
    let data = tempfile::tempdir()?;
    let beadle = Beadle::start(data.path()).await?;
    let request = json!({"type": "http", "url": destination.url(path), "retry": retry});
    let (status, answer) = beadle.post("/api/v1/execute", &request).await?;
    ensure!(status == 202, "{status} {answer}");
    Ok((beadle.ended(answer["execution_id"].as_str().unwrap_or_default()).await?, destination))
}

fn attempts(execution: &Value) -> Vec<(Value, Value)> {
    let attempts = execution["attempts"].as_array().cloned().unwrap_or_default();
    attempts.iter().map(|attempt| (attempt["outcome"].clone(), attempt["http_status"].clone())).collect()
}

#[tokio::test]
async fn two_failures_then_success_are_three_attempts_with_the_policys_delays() -> anyhow::Result<()> {
    let (execution, destination) =
        run("/fails/2", json!({"strategy": "custom", "delays": ["300ms", "700ms"]})).await?;
    assert_eq!(execution["status"], "completed");
    let expected = [("failed", 500), ("failed", 500), ("succeeded", 200)];
    assert_eq!(attempts(&execution), expected.map(|(outcome, status)| (json!(outcome), json!(status))));

    let time = |value: &Value| value.as_str().unwrap_or_default().parse::<Timestamp>();
    for (attempt, delay) in [(0, 300), (1, 700)] {
        let [this, next] = [&execution["attempts"][attempt], &execution["attempts"][attempt + 1]];
        let due = time(&this["next_attempt_at"])?;
        let ended =
            time(&this["started_at"])?.as_millisecond() + this["duration_ms"].as_i64().unwrap_or_default();
        assert_eq!(due.as_millisecond() - ended, delay, "{execution:#}");
        assert!(time(&next["started_at"])? >= due, "an attempt came before it was due: {execution:#}");
    }
    let calls = destination.calls();
    assert!(calls.iter().all(|call| call.key == execution["id"]), "one key for all attempts: {calls:?}");
    assert!(calls.iter().all(|call| call.trace == calls[0].trace), "one trace for all attempts: {calls:?}");
    Ok(())
}

#[tokio::test]
async fn a_permanent_failure_ends_after_all_retries() -> anyhow::Result<()> {
    let retry = json!({"strategy": "fixed", "delay": "10ms", "max_retries": 3});
    let (execution, destination) = run("/status/503", retry).await?;
    assert_eq!(execution["status"], "failed");
    assert_eq!(attempts(&execution).len(), 4);
    assert_eq!(destination.calls().len(), 4);
    assert_eq!(execution["error_details"]["code"], "http_status");
    Ok(())
}

#[tokio::test]
async fn a_missing_page_is_not_retried() -> anyhow::Result<()> {
    let retry = json!({"strategy": "fixed", "delay": "10ms", "max_retries": 3});
    let (execution, destination) = run("/status/404", retry).await?;
    assert_eq!(execution["status"], "failed");
    assert_eq!(attempts(&execution), [(json!("failed"), json!(404))]);
    assert_eq!(destination.calls().len(), 1);
    Ok(())
}
