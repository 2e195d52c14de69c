//! What did not happen is told, once: runs that did not start, and pings that did not come.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use anyhow::{Context, ensure};
use jiff::Timestamp;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::{destination::Destination, eventually::eventually, machine::Machine};

/// What the destination was told, each thing once, in the order in which it came: the kind, and the time that it is about.
fn told(destination: &Destination) -> Vec<(String, String)> {
    let text = |body: &Value, member: &str| body[member].as_str().unwrap_or_default().to_owned();
    destination
        .handled()
        .iter()
        .map(|call| (text(&call.body, "type"), text(&call.body, "timestamp")))
        .collect()
}

fn count(destination: &Destination, kind: &str) -> usize {
    told(destination).iter().filter(|(told, _)| told == kind).count()
}

/// The destination was told nothing twice under different keys.
fn nothing_twice(destination: &Destination) -> anyhow::Result<()> {
    let told = told(destination);
    let distinct: BTreeSet<_> = told.iter().collect();
    ensure!(distinct.len() == told.len(), "{told:#?}");
    Ok(())
}

async fn runs_that_did_not_start_are_told(mut machine: Machine) -> anyhow::Result<()> {
    let (target, hook) = (Destination::start().await?, Destination::start().await?);
    // Early in a minute, so that there is time to stop the machine before the next one.
    while Timestamp::now().as_second().rem_euclid(60) > 35 {
        sleep(Duration::from_millis(100)).await;
    }
    let task = machine
        .task(&json!({
            "name": "backup", "type": "http", "config": {"url": target.url("/ok")},
            "schedule": {"cron": "* * * * *", "catch_up": "none"},
            "notify": {"on": ["missed"], "grace": "2s", "webhook": {"url": hook.url("/ok")}},
        }))
        .await?;
    let created = Timestamp::now();
    machine.down().await?;
    // A run comes and its grace passes while nothing runs.
    let minute = created.as_second().div_euclid(60) * 60 + 60;
    let over = Timestamp::from_second(minute + 3)?;
    while Timestamp::now() < over {
        sleep(Duration::from_millis(100)).await;
    }
    machine.up().await?;
    let first = eventually("a missed run", || async {
        Ok(hook.calls().into_iter().find(|call| call.body["type"] == "task.missed"))
    })
    .await?;
    ensure!(first.body["task_id"] == json!(task.rsplit('/').next()), "{:#}", first.body);
    let run: Timestamp = first.body["scheduled_time"].as_str().context("a time")?.parse()?;
    ensure!(run.as_second() == minute, "{:#}", first.body);
    ensure!(first.body["reason"].is_string(), "{:#}", first.body);
    println!("{}: {} told for {run}: {}", machine.name(), first.body["type"], first.body["reason"]);
    machine.pause(&task).await?;
    nothing_twice(&hook)
}

#[tokio::test]
async fn runs_that_did_not_start_are_told_on_one_machine() -> anyhow::Result<()> {
    runs_that_did_not_start_are_told(Machine::command().await?).await
}

#[tokio::test]
async fn runs_that_did_not_start_are_told_on_the_deployed_template() -> anyhow::Result<()> {
    runs_that_did_not_start_are_told(Machine::stack("missed").await?).await
}

async fn silence_and_its_end_are_told(mut machine: Machine) -> anyhow::Result<()> {
    let hook = Destination::start().await?;
    let monitor = machine
        .task(&json!({
            "name": "their backup", "type": "monitor", "config": {"period": "3s", "grace": "1s"},
            "notify": {"on": ["missed", "failed", "recovered"], "webhook": {"url": hook.url("/ok")}},
        }))
        .await?;
    let seen = machine.get(&format!("{monitor}/monitor")).await?;
    ensure!(seen["condition"] == "up" && seen["pings"] == 0, "{seen:#}");
    let path = seen["ping_path"].as_str().context("no path")?.to_owned();
    let answer = machine.get(&path).await?;
    ensure!(answer["condition"] == "up", "{answer:#}");
    eventually("silence to be told", || async { Ok((count(&hook, "task.missed") == 1).then_some(())) })
        .await?;

    // A process that is killed has told what it has told, at worst again under the same key, and takes the next ping.
    machine.down().await?;
    machine.up().await?;
    let (status, answer) = machine.post(&path, &json!({})).await?;
    ensure!(status == StatusCode::OK && answer["condition"] == "up", "{status} {answer:#}");
    eventually("the recovery to be told", || async {
        Ok((count(&hook, "task.recovered") == 1).then_some(()))
    })
    .await?;
    let answer = machine.get(&format!("{path}/3")).await?;
    ensure!(answer["condition"] == "failing", "{answer:#}");
    eventually("the failure to be told", || async { Ok((count(&hook, "task.failed") >= 1).then_some(())) })
        .await?;
    machine.pause(&monitor).await?;
    let (status, answer) = machine.post(&path.replace("tsk_", "tsk_0"), &json!({})).await?;
    ensure!(status == StatusCode::NOT_FOUND && answer["code"] == "unknown_ping", "{status} {answer:#}");
    let mut kinds = BTreeMap::<String, usize>::new();
    for (kind, _) in told(&hook) {
        *kinds.entry(kind).or_default() += 1;
    }
    println!("{}: {kinds:?}", machine.name());
    nothing_twice(&hook)
}

#[tokio::test]
async fn silence_and_its_end_are_told_on_one_machine() -> anyhow::Result<()> {
    silence_and_its_end_are_told(Machine::command().await?).await
}

#[tokio::test]
async fn silence_and_its_end_are_told_on_the_deployed_template() -> anyhow::Result<()> {
    silence_and_its_end_are_told(Machine::stack("monitors").await?).await
}

async fn a_success_is_pinged_and_a_slow_run_told(machine: Machine) -> anyhow::Result<()> {
    let (target, other, hook) =
        (Destination::start().await?, Destination::start().await?, Destination::start().await?);
    let task = machine
        .task(&json!({
            "name": "slow", "type": "http", "config": {"url": target.url("/fails/1")},
            "retry": {"max_retries": 1, "strategy": "fixed", "delay": "1500ms"},
            "notify": {
                "on": ["slow"], "slow_after": "1s", "ping": other.url("/ok"), "webhook": {"url": hook.url("/ok")},
            },
        }))
        .await?;
    let run = machine.execute(&format!("{task}/execute"), &json!({})).await?;
    machine.execution(&run, |execution| execution["status"] == "completed").await?;
    timeout(Duration::from_secs(100), async {
        while other.calls().is_empty() || hook.calls().is_empty() {
            sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .context("a ping and a notification")?;
    assert_eq!(told(&hook).iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(), ["task.slow"]);
    assert_eq!(other.calls().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_success_is_pinged_and_a_slow_run_told_on_one_machine() -> anyhow::Result<()> {
    a_success_is_pinged_and_a_slow_run_told(Machine::command().await?).await
}

#[tokio::test]
async fn a_success_is_pinged_and_a_slow_run_told_on_the_deployed_template() -> anyhow::Result<()> {
    a_success_is_pinged_and_a_slow_run_told(Machine::stack("missed").await?).await
}
