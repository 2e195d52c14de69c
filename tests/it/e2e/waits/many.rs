//! Many waits at once whose jobs call back at once: half of them before their start is answered.

use std::collections::BTreeSet;

use anyhow::{Context, ensure};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{On, World};
use crate::e2e::eventually::eventually;

/// How many are started at once.
const STARTED_AT_ONCE: usize = 32;

/// How many are looked at at once.
const SHOWN_AT_ONCE: usize = 8;

/// Runs `count` waits.
async fn each_ends_once(on: On, count: usize) -> anyhow::Result<()> {
    let world = World::start(on).await?;
    let mut tasks = Vec::new();
    for manner in ["before", "after"] {
        let mut config = world.wait(manner, 0, &json!({"callback": {"extract": "$.number"}}));
        config["request"]["body"]["number"] = json!("${input.number}");
        config.as_object_mut().and_then(|config| config.remove("type")).context("no type")?;
        tasks.push(world.beadle.task(&json!({"name": manner, "type": "wait", "config": config})).await?);
    }
    let begun = Instant::now();
    let (beadle, paths) = (&world.beadle, &tasks);
    let ids: Vec<String> = stream::iter(0..count)
        .map(|number| async move {
            let path = format!("{}/execute", paths[number % 2]);
            beadle.execute(&path, &json!({"input": {"number": number}})).await
        })
        .buffered(STARTED_AT_ONCE)
        .try_collect()
        .await?;
    let mut ended = Vec::new();
    for (place, path) in tasks.iter().enumerate() {
        let expected = (count + 1 - place) / 2;
        let runs = eventually(&format!("the end of {expected} waits"), || async {
            let runs = beadle.executions(path).await?;
            Ok(runs.iter().all(|run| !run["completed_at"].is_null()).then_some(runs))
        })
        .await?;
        ensure!(runs.len() == expected, "{} runs of {expected}", runs.len());
        ended.extend(runs);
        // The projector counts each end.
        let counts = |task: &Value| (task["run_count"].as_u64(), task["success_count"].as_u64());
        eventually(&format!("{expected} runs to be counted"), || async {
            Ok((counts(&beadle.get(path).await?) >= (Some(expected as u64), None)).then_some(()))
        })
        .await?;
        let task = beadle.get(path).await?;
        ensure!(counts(&task) == (Some(expected as u64), Some(expected as u64)), "{task:#}");
    }
    let took = begun.elapsed();
    let jobs = world.jobs.all();
    ensure!(jobs.len() == count, "{} jobs of {count} waits", jobs.len());
    let known: BTreeSet<&str> = ended.iter().filter_map(|execution| execution["id"].as_str()).collect();
    ensure!(ids.iter().all(|id| known.contains(id.as_str())), "one that was accepted is not there");
    // A list shows no results.
    let shown: Vec<Value> = stream::iter(&ids)
        .map(|id| async move { beadle.get(&format!("/api/v1/executions/{id}")).await })
        .buffered(SHOWN_AT_ONCE)
        .try_collect()
        .await?;
    for (number, execution) in shown.iter().enumerate() {
        let id = &ids[number];
        ensure!(execution["status"] == "completed" && execution["result"] == number, "{execution:#}");
        ensure!(execution["api_calls_made"] == 1, "{execution:#}");
        let job = jobs.get(id).with_context(|| format!("{id} was not started"))?;
        let [(200, answer)] = &job.answers[..] else { anyhow::bail!("{id} {:?}", job.answers) };
        ensure!(job.starts.len() == 1 && answer["outcome"] == "completed", "{job:?}");
    }
    println!(
        "{count} waits on {}: {} started once, {} callbacks answered 200, {} completed with their own results, in {:.1} s",
        world.beadle.name(),
        jobs.len(),
        jobs.values().map(|job| job.answers.len()).sum::<usize>(),
        shown.len(),
        took.as_secs_f64(),
    );
    Ok(())
}

#[tokio::test]
async fn five_hundred_waits_at_once_end_once_each_on_one_machine() -> anyhow::Result<()> {
    each_ends_once(On::OneMachine, 500).await
}

#[tokio::test]
async fn five_hundred_waits_at_once_end_once_each_through_the_deployed_template() -> anyhow::Result<()> {
    each_ends_once(On::Aws, 500).await
}
