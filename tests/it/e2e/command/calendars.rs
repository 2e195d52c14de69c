//! Calendars of `beadle dev`: decided at the tick, through kill -9.

use anyhow::ensure;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::Beadle;
use crate::e2e::{destination::Destination, eventually::eventually};

const HOLIDAYS: &str = "/api/v1/calendars/holidays";

/// The days around now, whichever day it is where.
pub(in crate::e2e) fn today() -> Value {
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let span = |days: i64| now.saturating_add(jiff::ToSpan::days(days));
    json!({"days": [{"days": format!("{}/{}", span(-1), span(1)), "title": "The day of the test"}]})
}

#[tokio::test]
async fn a_calendar_that_excludes_today_skips_runs_and_a_change_of_it_lets_them_run() -> anyhow::Result<()> {
    let destination = Destination::start().await?;
    let data = tempfile::tempdir()?;
    let beadle = Beadle::start(data.path()).await?;
    let (status, written) = beadle.send(Method::PUT, HOLIDAYS, &today()).await?;
    ensure!(status == StatusCode::CREATED, "{written:#}");
    let task = json!({
        "name": "pulse", "type": "http", "config": {"url": destination.url("/ok")},
        "schedule": {"every": "2 seconds", "exclude": ["holidays"]},
    });
    let (status, task) = beadle.post("/api/v1/tasks", &task).await?;
    ensure!(status == StatusCode::CREATED, "{task:#}");
    let path = format!("/api/v1/tasks/{}", task["id"].as_str().unwrap_or_default());

    // What is skipped is recorded once, and says why.
    let task = eventually("the count of skipped runs", || async {
        let task = beadle.get(&path).await?;
        Ok(task["last_skip"].is_object().then_some(task))
    })
    .await?;
    ensure!(task["last_skip"]["reason"] == "day_excluded", "{task:#}");
    let id = task["last_skip"]["execution_id"].as_str().unwrap_or_default();
    let explained = beadle.get(&format!("/api/v1/executions/{id}/explain")).await?.to_string();
    ensure!(explained.contains("is excluded by `holidays` (The day of the test)"), "{explained}");

    // A killed process goes on as the calendar says, and records nothing twice.
    beadle.kill().await?;
    let beadle = Beadle::start(data.path()).await?;
    let upcoming = beadle.get(&format!("{path}/upcoming?count=1")).await?;
    ensure!(upcoming["skipped"][0]["title"] == "The day of the test", "{upcoming:#}");
    ensure!(destination.calls().is_empty(), "nothing was called on an excluded day");

    let (status, changed) = beadle.send(Method::PUT, HOLIDAYS, &json!({"days": []})).await?;
    ensure!(status == StatusCode::OK, "{changed:#}");
    eventually("a run", || async {
        let task = beadle.get(&path).await?;
        Ok((task["success_count"].as_u64() > Some(0)).then_some(()))
    })
    .await?;
    let listed = beadle.get(&format!("{path}/executions?status=cancelled")).await?;
    let records = listed["executions"].as_array().into_iter().flatten();
    let days: Vec<&str> = records.filter_map(|record| record["scheduled_for"].as_str()?.get(..10)).collect();
    let distinct: std::collections::BTreeSet<&&str> = days.iter().collect();
    ensure!(!days.is_empty() && distinct.len() == days.len(), "one record for each excluded day: {listed:#}");

    // A tick makes the runs of a minute ahead; those are taken back.
    let (status, changed) = beadle.send(Method::PUT, HOLIDAYS, &today()).await?;
    ensure!(status == StatusCode::OK, "{changed:#}");
    eventually("runs that are taken back", || async {
        let task = beadle.get(&path).await?;
        Ok((task["skipped_count"].as_u64() > Some(days.len() as u64 + 1)).then_some(()))
    })
    .await?;
    Ok(())
}
