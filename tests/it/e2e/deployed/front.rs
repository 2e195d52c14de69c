//! A function URL in front of the API, in place of an HTTP API.

use std::io::Read;

use anyhow::{Context, ensure};
use flate2::read::GzDecoder;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Deployed, text};
use crate::e2e::jobs::Jobs;

#[tokio::test]
async fn a_function_url_serves_the_api_and_its_callbacks() -> anyhow::Result<()> {
    let deployed = Deployed::start_behind("FunctionUrl", "fronted").await?;
    let url = deployed.stack.output("ApiUrl")?;
    ensure!(url.starts_with("https://") && url.ends_with(".lambda-url.us-east-1.on.aws"), "{url}");

    let refused = deployed.client.get(deployed.url("/api/v1/tasks")?).send().await?;
    ensure!(refused.status() == StatusCode::UNAUTHORIZED, "{refused:?}");
    ensure!(refused.headers().contains_key("www-authenticate"), "{refused:?}");
    ensure!(
        refused.headers()["x-request-id"].to_str()?.starts_with("1-"),
        "the id of the trace: {refused:?}"
    );

    let (status, started) = deployed.post("/api/v1/execute", &json!({"type": "simulated"})).await?;
    ensure!(status == StatusCode::ACCEPTED, "{started:#}");
    let ended = deployed.ended(text(&started, "execution_id")).await?;
    ensure!(ended["status"] == "completed", "{ended:#}");
    let listed = deployed.get("/api/v1/executions?status=failed,completed&limit=1").await?;
    ensure!(listed["executions"][0]["id"] == started["execution_id"], "{listed:#}");

    // A body of bytes passes through base64.
    let path = deployed.url("/openapi.v1.json")?;
    let response = deployed.client.get(path).header("accept-encoding", "gzip").send().await?;
    ensure!(response.headers()["content-encoding"] == "gzip", "{response:?}");
    let mut document = Vec::new();
    GzDecoder::new(&*response.bytes().await?).read_to_end(&mut document)?;
    let document: Value = serde_json::from_slice(&document)?;
    ensure!(document["openapi"].is_string());

    a_job_reports_to_the_function_url(&deployed).await
}

async fn a_job_reports_to_the_function_url(deployed: &Deployed) -> anyhow::Result<()> {
    let jobs = Jobs::start().await?;
    let wait = json!({
        "type": "wait", "deadline": "1h", "callback": {"extract": "$.number"},
        "request": {
            "method": "POST", "url": jobs.url("/jobs/quiet"),
            "body": {"number": 7, "hook": "${callback.url}", "polls": 1},
        },
    });
    let (status, started) = deployed.post("/api/v1/execute", &wait).await?;
    ensure!(status == StatusCode::ACCEPTED, "{started:#}");
    let id = text(&started, "execution_id");
    deployed.execution(id, |execution| execution["status"] == "waiting").await?;
    let job = jobs.get(id).context("a job")?;
    ensure!(job.hook()?.starts_with(&deployed.url("/cb/")?), "{}", job.hook()?);
    let (status, answer) = jobs.report(id).await?;
    ensure!(status == 200, "{answer:#}");
    let ended = deployed.ended(id).await?;
    ensure!(ended["result"] == 7, "{ended:#}");
    Ok(())
}
