//! Calendars of the deployed template.

use anyhow::ensure;
use reqwest::{Method, StatusCode};
use serde_json::json;

use super::{Deployed, text};
use crate::e2e::{command::calendars::today, destination::Destination};

#[tokio::test]
async fn a_calendar_that_excludes_today_skips_runs_and_a_change_of_it_lets_them_run() -> anyhow::Result<()> {
    let (user, _) = Deployed::start().await?.by_someone_new()?;
    let destination = Destination::start().await?;
    let (status, written) = user.send(Method::PUT, "/api/v1/calendars/holidays", &today()).await?;
    ensure!(status == StatusCode::CREATED, "{written:#}");
    let task = json!({
        "name": "pulse", "type": "http", "config": {"url": destination.url("/ok")},
        "schedule": {"every": "30 seconds", "exclude": ["holidays"]},
    });
    let path = format!("/api/v1/tasks/{}", user.task(&task).await?);
    let skipped = user.once(&path, |task| task["last_skip"].is_object()).await?;
    ensure!(skipped["last_skip"]["reason"] == "day_excluded", "{skipped:#}");
    let record = text(&skipped["last_skip"], "execution_id");
    let explained = user.get(&format!("/api/v1/executions/{record}/explain")).await?.to_string();
    ensure!(explained.contains("is excluded by `holidays` (The day of the test)"), "{explained}");
    let upcoming = user.get(&format!("{path}/upcoming?count=1")).await?;
    ensure!(upcoming["skipped"][0]["title"] == "The day of the test", "{upcoming:#}");
    ensure!(destination.calls().is_empty(), "nothing was called on an excluded day");

    let (status, changed) =
        user.send(Method::PUT, "/api/v1/calendars/holidays", &json!({"days": []})).await?;
    ensure!(status == StatusCode::OK, "{changed:#}");
    user.once(&path, |task| task["success_count"].as_u64() > Some(0)).await?;
    let (status, refused) = user.send(Method::DELETE, "/api/v1/calendars/holidays", &json!(null)).await?;
    ensure!(status == StatusCode::CONFLICT && refused["code"] == "calendar_in_use", "{refused:#}");
    let (status, _) = user.send(Method::DELETE, &path, &json!(null)).await?;
    ensure!(status == StatusCode::NO_CONTENT, "{status}");
    let (status, gone) = user.send(Method::DELETE, "/api/v1/calendars/holidays", &json!(null)).await?;
    ensure!(status == StatusCode::NO_CONTENT, "{gone:#}");
    Ok(())
}
