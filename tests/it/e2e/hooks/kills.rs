//! Deliveries while the process is killed three times: none that was accepted is lost, and none starts two executions.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, ensure};
use futures_util::{StreamExt as _, stream};
use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Sent, send, variables};
use crate::e2e::{command::Beadle, destination::Destination};

const KILLS: usize = 3;

/// How many deliveries are sent before each kill.
const DELIVERIES: usize = 60;

/// How many of them are answered before the process is killed.
const ANSWERED: usize = 25;

async fn start(data: &TempDir) -> anyhow::Result<Beadle> {
    let variables = variables();
    let variables: Vec<(&str, &str)> =
        variables.iter().map(|(name, secret)| (name.as_str(), *secret)).collect();
    Beadle::start_with(data.path(), &variables).await
}

#[tokio::test]
async fn deliveries_survive_three_kills() -> anyhow::Result<()> {
    let destination = Destination::start().await?;
    let data = tempfile::tempdir()?;
    let client = Client::builder().no_proxy().build()?;
    let mut beadle = start(&data).await?;
    let task = json!({
        "name": "hooked", "type": "http",
        "config": {"method": "POST", "url": destination.url("/ok"), "body": {"n": "${input.n}"}},
        "hook": {"verify": {"scheme": "token", "secret": "${secret:senders/token}"}},
    });
    let (status, task) = beadle.post("/api/v1/tasks", &task).await?;
    ensure!(status == 201, "{task:#}");
    let task = task["id"].as_str().context("no id")?.to_owned();
    let mut accepted: BTreeMap<usize, String> = BTreeMap::new();
    let mut unanswered = 0;
    for round in 0..KILLS {
        let hook = format!("{}/hooks/{task}", beadle.url);
        // Each is sent twice at once, and the process is killed while some are under way.
        let numbers = (round * DELIVERIES..(round + 1) * DELIVERIES).flat_map(|n| [n, n]);
        let client = &client;
        let hook = &hook;
        let mut sending = stream::iter(numbers)
            .map(async move |n| {
                let sent = Sent::with_token(&format!("d-{n}"), &json!({"n": n}));
                (n, send(client, hook, &sent).await)
            })
            .buffer_unordered(8);
        let mut answers = 0;
        while answers < ANSWERED {
            let (n, answer) = sending.next().await.context("all were answered")?;
            take(&mut accepted, n, answer?)?;
            answers += 1;
        }
        let (killed, left) = tokio::join!(beadle.kill(), sending.collect::<Vec<_>>());
        killed?;
        for (n, answer) in left {
            match answer {
                Ok(answer) => take(&mut accepted, n, answer)?,
                Err(_) => unanswered += 1,
            }
        }
        beadle = start(&data).await?;
    }
    assert!(unanswered > 0, "the process was killed after everything was answered");
    // The sender sends again what was not answered, and here also what was.
    let hook = format!("{}/hooks/{task}", beadle.url);
    for n in 0..KILLS * DELIVERIES {
        let sent = Sent::with_token(&format!("d-{n}"), &json!({"n": n}));
        take(&mut accepted, n, send(&client, &hook, &sent).await?)?;
    }
    let executions: BTreeSet<&String> = accepted.values().collect();
    assert_eq!((accepted.len(), executions.len()), (KILLS * DELIVERIES, KILLS * DELIVERIES));
    for (n, execution) in &accepted {
        let ended = beadle.ended(execution).await?;
        ensure!(ended["status"] == "completed" && ended["input"]["n"] == *n, "{n}: {ended:#}");
    }
    assert_eq!(destination.effects().len(), KILLS * DELIVERIES);
    println!("{} deliveries, {unanswered} answers lost in {KILLS} kills", accepted.len());
    Ok(())
}

/// Notes which execution the delivery `n` started; every answer says the same one.
fn take(accepted: &mut BTreeMap<usize, String>, n: usize, answer: (u16, Value)) -> anyhow::Result<()> {
    let (status, answer) = answer;
    ensure!(status == 202, "{n}: {status} {answer:#}");
    let execution = answer["execution_id"].as_str().context("no id")?.to_owned();
    let known = accepted.entry(n).or_insert_with(|| execution.clone());
    ensure!(*known == execution, "{n} started {known} and {execution}");
    Ok(())
}
