//! `beadle dev --clock manual`: users test their tasks without waiting for them.

use std::{collections::BTreeSet, path::Path, process::Stdio};

use anyhow::{Context, ensure};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::process::Command;

use super::{Beadle, run_to_end};
use crate::{
    documents,
    e2e::{destination::Destination, jobs::Jobs, setting},
};

/// The page that tells users of the clock.
const PAGE: &str = "infra/docs/testing.md";

/// Beadle with a clock that stands still until it is moved.
struct World {
    beadle: Beadle,
    destination: Destination,
}

async fn manual(data: &Path) -> anyhow::Result<Beadle> {
    Beadle::start_as(data, &["--clock", "manual"], &[]).await
}

impl World {
    async fn start(data: &Path) -> anyhow::Result<Self> {
        Ok(Self { beadle: manual(data).await?, destination: Destination::start().await? })
    }

    async fn advance(&self, body: Value) -> anyhow::Result<Value> {
        let (status, moved) = self.beadle.post("/dev/clock/advance", &body).await?;
        ensure!(status == 200, "{status} {moved:#}");
        let shown = self.beadle.get("/dev/clock").await?;
        let expected = json!({"now": moved["now"], "quiet": true, "next": moved["next"]});
        ensure!(shown == expected, "it returns when nothing is left to do: {shown:#}");
        Ok(moved)
    }

    async fn create(&self, path: &str, body: &Value) -> anyhow::Result<String> {
        let (status, made) = self.beadle.send(Method::POST, path, body).await?;
        ensure!(status.is_success(), "{status} {made:#}");
        Ok(made["id"].as_str().context("no id")?.to_owned())
    }

    async fn task(&self, id: &str) -> anyhow::Result<Value> {
        self.beadle.get(&format!("/api/v1/tasks/{id}")).await
    }

    async fn execution(&self, id: &str) -> anyhow::Result<Value> {
        self.beadle.get(&format!("/api/v1/executions/{id}")).await
    }
}

#[tokio::test]
async fn a_year_of_a_daily_schedule_passes_in_one_request() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let world = World::start(data.path()).await?;
    let config = json!({"method": "POST", "url": world.destination.url("/ok"), "body": {"at": "${execution.scheduled_for}"}});
    let daily = json!({"name": "daily", "type": "http", "config": config, "schedule": "daily at 9:00"});
    let daily = world.create("/api/v1/tasks", &daily).await?;
    let after = json!({"name": "after", "type": "http", "config": {"url": world.destination.url("/status/200")}, "dependencies": [daily]});
    let after = world.create("/api/v1/tasks", &after).await?;
    let began = std::time::Instant::now();
    let moved = world.advance(json!({"by": "365d"})).await?;
    assert_eq!(moved["steps"], 365, "{moved:#}");
    for task in [&daily, &after] {
        let task = world.task(task).await?;
        assert_eq!((&task["run_count"], &task["success_count"]), (&json!(365), &json!(365)), "{task:#}");
    }
    let days: BTreeSet<String> = world
        .destination
        .calls()
        .iter()
        .filter(|call| call.path == "/ok")
        .filter_map(|call| call.body["at"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(days.len(), 365);
    assert!(days.iter().all(|day| day.ends_with("T09:00:00Z")), "{:?}", days.first());
    println!("365 days with 730 executions in {} ms", began.elapsed().as_millis());
    Ok(())
}

#[tokio::test]
async fn retries_an_hour_apart_are_made_as_the_clock_is_moved() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let world = World::start(data.path()).await?;
    let retry = json!({"strategy": "fixed", "delay": "1h", "max_retries": 5});
    let request = json!({"type": "http", "url": world.destination.url("/fails/3"), "retry": retry});
    let id = world.create("/api/v1/execute", &request).await?;
    let mut made = Vec::new();
    for by in ["0s", "59m", "1m", "59m", "2h"] {
        world.advance(json!({"by": by})).await?;
        let execution = world.execution(&id).await?;
        made.push((execution["api_calls_made"].clone(), execution["status"].clone()));
    }
    let expected = [(1, "retrying"), (1, "retrying"), (2, "retrying"), (2, "retrying"), (4, "completed")];
    assert_eq!(made, expected.map(|(calls, status)| (json!(calls), json!(status))));
    let execution = world.execution(&id).await?;
    let times: anyhow::Result<Vec<jiff::Timestamp>> = execution["attempts"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|attempt| Ok(attempt["started_at"].as_str().context("no time")?.parse()?))
        .collect();
    let times = times?;
    let apart: Vec<i64> = times.windows(2).map(|pair| pair[1].duration_since(pair[0]).as_secs()).collect();
    assert_eq!(apart, [3_600; 3]);
    Ok(())
}

#[tokio::test]
async fn a_wait_ends_at_its_deadline_and_not_before() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let world = World::start(data.path()).await?;
    let jobs = Jobs::start().await?;
    let body = json!({"number": 1, "hook": "${callback.url}", "polls": 1});
    let request = json!({"method": "POST", "url": jobs.url("/jobs/quiet"), "body": body});
    let wait = json!({"type": "wait", "deadline": "24h", "request": request});
    let id = world.create("/api/v1/execute", &wait).await?;
    world.advance(json!({"by": "0s"})).await?;
    let started = world.execution(&id).await?;
    let deadline: jiff::Timestamp = started["waiting_until"].as_str().context("it does not wait")?.parse()?;
    let before = deadline - jiff::SignedDuration::from_secs(1);
    world.advance(json!({"to": before})).await?;
    assert_eq!(world.execution(&id).await?["status"], "waiting");
    world.advance(json!({"by": "1s"})).await?;
    let ended = world.execution(&id).await?;
    assert_eq!(
        (&ended["status"], &ended["error_details"]["code"]),
        (&json!("failed"), &json!("job_timeout")),
        "{ended:#}"
    );
    assert_eq!(ended["completed_at"], json!(deadline));
    Ok(())
}

#[tokio::test]
async fn a_deleted_task_is_kept_for_thirty_days() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let world = World::start(data.path()).await?;
    let todo = json!({"name": "gone", "type": "todo"});
    let task = world.create("/api/v1/tasks", &todo).await?;
    let (path, restore) = (format!("/api/v1/tasks/{task}"), format!("/api/v1/tasks/{task}/restore"));
    for (days, expected) in [(29, 200), (31, 404)] {
        let (status, _) = world.beadle.send(Method::DELETE, &path, &json!({})).await?;
        ensure!(status == 204, "{status}");
        world.advance(json!({"by": format!("{days}d")})).await?;
        // What is past its retention goes with the next new task.
        world.create("/api/v1/tasks", &todo).await?;
        let (status, answer) = world.beadle.send(Method::POST, &restore, &json!({})).await?;
        assert_eq!(status, expected, "after {days} days: {answer:#}");
    }
    Ok(())
}

#[tokio::test]
async fn a_clock_that_was_moved_survives_a_kill_and_nothing_runs_twice() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let mut world = World::start(data.path()).await?;
    let config = json!({"method": "POST", "url": world.destination.url("/ok")});
    let hourly = json!({"name": "hourly", "type": "http", "config": config, "schedule": "every hour"});
    let hourly = world.create("/api/v1/tasks", &hourly).await?;
    let mut shown = Value::Null;
    for day in 1..=3_u64 {
        shown = world.advance(json!({"by": "24h"})).await?["now"].clone();
        assert_eq!(world.task(&hourly).await?["run_count"], 24 * day);
        world.beadle.kill().await?;
        world.beadle = manual(data.path()).await?;
        assert_eq!(world.beadle.get("/dev/clock").await?["now"], shown);
    }
    world.advance(json!({"to": shown})).await?;
    assert_eq!(world.task(&hourly).await?["run_count"], 72);
    assert_eq!(world.destination.effects().len(), 72);
    Ok(())
}

#[tokio::test]
async fn the_clock_stops_where_a_ping_is_missed() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let world = World::start(data.path()).await?;
    let monitor = json!({
        "name": "backup", "type": "monitor", "config": {"period": "1h", "grace": "5m"},
        "notify": {"on": ["missed"], "webhook": {"url": world.destination.url("/ok")}},
    });
    let monitor = world.create("/api/v1/tasks", &monitor).await?;
    let clock = world.beadle.get("/dev/clock").await?;
    let began: jiff::Timestamp = clock["now"].as_str().context("no time")?.parse()?;
    world.advance(json!({"by": "64m"})).await?;
    assert_eq!(world.destination.calls().len(), 0);
    world.advance(json!({"by": "10h"})).await?;
    assert_eq!(world.destination.calls().len(), 1, "silence is told once");
    let told = world.beadle.get(&format!("/api/v1/tasks/{monitor}/executions")).await?;
    let at: jiff::Timestamp =
        told["executions"][0]["created_at"].as_str().with_context(|| told.to_string())?.parse()?;
    assert_eq!(at.as_second() - began.as_second(), 65 * 60, "{told:#}");
    Ok(())
}

#[tokio::test]
async fn the_clock_is_there_only_where_it_is_manual_and_never_goes_back() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let beadle = Beadle::start(data.path()).await?;
    for (method, path) in [(Method::GET, "/dev/clock"), (Method::POST, "/dev/clock/advance")] {
        let (status, answer) = beadle.send(method, path, &json!({"by": "1h"})).await?;
        assert_eq!((status.as_u16(), &answer["code"]), (404, &json!("no_such_route")));
    }
    beadle.kill().await?;
    let data = tempfile::tempdir()?;
    let world = World::start(data.path()).await?;
    let document = world.beadle.get("/openapi.json").await?;
    assert!(!document["paths"].as_object().context("no paths")?.keys().any(|path| path.starts_with("/dev")));
    for (body, place) in [
        (json!({}), json!(["body"])),
        (json!({"by": "1h", "to": "2030-01-01T00:00:00Z"}), json!(["body"])),
        (json!({"by": "367d"}), json!(["body", "by"])),
        (json!({"by": "soon"}), json!(["body", "by"])),
        (json!({"to": "2020-01-01T00:00:00Z"}), json!(["body", "to"])),
        (json!({"to": "2100-01-01T00:00:00Z"}), json!(["body", "to"])),
        (json!({"bye": "1h"}), json!(["body", "bye"])),
    ] {
        let (status, answer) = world.beadle.post("/dev/clock/advance", &body).await?;
        assert_eq!((status.as_u16(), &answer["code"]), (422, &json!("validation")), "{body}");
        assert_eq!(answer["detail"][0]["loc"], place, "{body} {answer:#}");
    }
    let client = Client::builder().no_proxy().build()?;
    let foreign = client.post(format!("{}/dev/clock/advance", world.beadle.url));
    let foreign = foreign.header("origin", "https://a.example").json(&json!({"by": "1h"})).send().await?;
    assert_eq!(foreign.status(), 403);
    let plain = client.post(format!("{}/dev/clock/advance", world.beadle.url)).body("{\"by\": \"1h\"}");
    assert_eq!(plain.send().await?.status(), 415);
    let wrong = run_to_end(data.path(), &["--clock", "sundial"], &[]).await?;
    assert!(!wrong.status.success());
    Ok(())
}

#[tokio::test]
async fn the_test_of_the_page_passes() -> anyhow::Result<()> {
    let data = tempfile::tempdir()?;
    let beadle = manual(data.path()).await?;
    let page = documents::read(PAGE);
    let [block] = documents::blocks(&page, "python")[..] else { anyhow::bail!("{PAGE} has one test") };
    let file = data.path().join("test_report.py");
    std::fs::write(&file, block)?;
    let mut command = Command::new(std::path::PathBuf::from(setting("BEADLE_VENV")?).join("bin/python"));
    command.args(["-m", "pytest", "-q", "-p", "no:cacheprovider"]).arg(&file);
    let ran = command.env("BEADLE_URL", &beadle.url).stdin(Stdio::null()).output().await?;
    let said = String::from_utf8_lossy(&ran.stdout);
    println!("{said}");
    ensure!(ran.status.success() && said.contains("1 passed"), "{said}");
    Ok(())
}
