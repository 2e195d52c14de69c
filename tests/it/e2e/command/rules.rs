//! Functions as retry rules and transformations, in the sandbox of this machine.

use anyhow::{Context, ensure};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Beadle;
use crate::e2e::destination::Destination;

const SOURCE: &str = "
    export const patience = ({ attempt, status, error }) => status === 500 && error === 'http_status' ? attempt / 10 : null;
    export const caller = async () => { await fetch('https://a.example/'); return 0; };
    export const endless = () => { for (;;) {} };
    export const shape = ({ status, body }) => ({ status, kind: typeof body });
";

/// A command with the function `rules`.
async fn started(data: &std::path::Path) -> anyhow::Result<Beadle> {
    let beadle = Beadle::start(data).await?;
    let upload = json!({"modules": {"index.js": SOURCE}, "hosts": ["a.example"]});
    let url = format!("{}/api/v1/functions/rules", beadle.url);
    let response = beadle.client.put(url).json(&upload).send().await?;
    let (status, answer) = (response.status(), response.text().await?);
    ensure!(status == 201, "{status} {answer}");
    Ok(beadle)
}

async fn ended(beadle: &Beadle, request: &Value) -> anyhow::Result<Value> {
    let (status, answer) = beadle.post("/api/v1/execute", request).await?;
    ensure!(status == 202, "{status} {answer}");
    beadle.ended(answer["execution_id"].as_str().unwrap_or_default()).await
}

fn by(export: &str) -> Value {
    json!({"function": {"name": "rules@1", "export": export}})
}

#[tokio::test]
async fn a_function_says_when_to_try_again_and_another_makes_the_result() -> anyhow::Result<()> {
    let (destination, data) = (Destination::start().await?, tempfile::tempdir()?);
    let beadle = started(data.path()).await?;
    let request = json!({
        "type": "http", "url": destination.url("/fails/2"), "response": {"transform": by("shape")}, "retry": by("patience"),
    });
    let execution = ended(&beadle, &request).await?;
    assert_eq!(execution["status"], "completed", "{execution:#}");
    assert_eq!(execution["result"]["status"], 200, "{execution:#}");
    assert_eq!(
        (&execution["function"]["name"], &execution["function"]["version"]),
        (&json!("rules"), &json!(1))
    );
    let time = |value: &Value| value.as_str().unwrap_or_default().parse::<Timestamp>();
    for (attempt, delay) in [(0, 100), (1, 200)] {
        let this = &execution["attempts"][attempt];
        let ended =
            time(&this["started_at"])?.as_millisecond() + this["duration_ms"].as_i64().unwrap_or_default();
        assert_eq!(time(&this["next_attempt_at"])?.as_millisecond() - ended, delay, "{execution:#}");
    }
    let id = execution["id"].as_str().context("an id")?;
    let explained = beadle.get(&format!("/api/v1/executions/{id}/explain")).await?.to_string();
    assert!(
        explained.contains("the retry function `rules@1` (version 1 of `rules`) answered 0.1 s"),
        "{explained}"
    );
    Ok(())
}

#[tokio::test]
async fn a_function_that_calls_somebody_or_never_ends_gives_no_answer() -> anyhow::Result<()> {
    let (destination, data) = (Destination::start().await?, tempfile::tempdir()?);
    let beadle = started(data.path()).await?;
    for (export, why) in [("caller", "may not fetch"), ("endless", "default delays apply")] {
        let mut retry = by(export);
        retry["max_retries"] = json!(1);
        let request = json!({"type": "http", "url": destination.url("/status/503"), "retry": retry});
        let execution = ended(&beadle, &request).await?;
        assert_eq!((&execution["status"], &execution["retries"]), (&json!("failed"), &json!(1)), "{export}");
        let id = execution["id"].as_str().context("an id")?;
        let explained = beadle.get(&format!("/api/v1/executions/{id}/explain")).await?.to_string();
        assert!(explained.contains(why) && explained.contains("default delays"), "{export}: {explained}");
    }
    let request = json!({"type": "http", "url": destination.url("/status/200"), "response": {"transform": by("caller")}});
    let execution = ended(&beadle, &request).await?;
    assert_eq!(execution["error_details"]["code"], "transform", "{execution:#}");
    assert_eq!(execution["api_calls_made"], 1, "{execution:#}");
    Ok(())
}
