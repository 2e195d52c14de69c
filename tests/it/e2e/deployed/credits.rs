//! A budget of credits: executions that it does not cover are refused or deferred, and deferred ones continue
//! after a top-up.

use anyhow::ensure;
use reqwest::{Method, StatusCode};
use serde_json::json;

use super::{Deployed, text};
use crate::e2e::destination::Destination;

#[tokio::test]
async fn executions_beyond_a_budget_wait_for_a_top_up() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?;
    let (admin, (user, name)) = (deployed.by_admin()?, deployed.by_someone_new()?);
    let destination = Destination::start().await?;
    let account = format!("/api/v1/accounts/{name}");
    let (status, set) = admin.send(Method::PUT, &account, &json!({"monthly_credits": 2})).await?;
    ensure!(status == StatusCode::OK && set["credits"]["available"] == 2.0, "{status} {set:#}");
    let task = json!({
        "name": "dear", "type": "http", "config": {"url": destination.url("/ok")}, "credits_per_run": 2,
    });
    let task = user.task(&task).await?;
    let covered = user.ended(&user.run(&task).await?).await?;
    ensure!(covered["status"] == "completed" && covered["credits_consumed"] == 2.0, "{covered:#}");

    let execute = format!("/api/v1/tasks/{task}/execute");
    let (status, refused) = user.send(Method::POST, &execute, &json!({})).await?;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "{refused:#}");
    assert_eq!((&refused["code"], &refused["limit_type"]), (&json!("limit_exceeded"), &json!("credits")));

    // Admins may start any execution; it is charged all the same.
    let kept = admin.run(&task).await?;
    let execution = user.execution(&kept, |execution| execution["status"] == "deferred").await?;
    ensure!(text(&execution, "deferred_reason").contains("credits"), "{execution:#}");
    let spent = user.once("/api/v1/account", |account| account["credits"]["spent"] == 2.0).await?;
    ensure!(spent["credits"]["available"] == 0.0 && spent["credits"]["reserved"] == 0.0, "{spent:#}");
    assert_eq!(destination.calls().len(), 1);

    let (status, topped_up) = admin.post(&format!("{account}/credits"), &json!({"credits": 5})).await?;
    ensure!(status == StatusCode::OK && topped_up["credits"]["bought"] == 5.0, "{status} {topped_up:#}");
    let execution = user.ended(&kept).await?;
    assert_eq!(execution["status"], "completed", "{execution:#}");
    let account = user.once("/api/v1/account", |account| account["credits"]["spent"] == 4.0).await?;
    ensure!(account["credits"]["available"] == 3.0 && account["credits"]["reserved"] == 0.0, "{account:#}");
    assert_eq!(destination.calls().len(), 2);
    Ok(())
}
