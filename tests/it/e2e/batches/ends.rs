//! What runs at the ends of batches, with requests that are repeated.

use std::collections::BTreeSet;

use anyhow::ensure;
use serde_json::json;
use uuid::Uuid;

use super::{add, ended, path_of, requests, telling, told};
use crate::e2e::{destination::Destination, machine::Machine};

#[tokio::test]
async fn what_follows_a_batch_runs_once_on_one_machine() -> anyhow::Result<()> {
    what_follows_runs_once(&Machine::command().await?).await
}

#[tokio::test]
async fn what_follows_a_batch_runs_once_through_the_deployed_template() -> anyhow::Result<()> {
    what_follows_runs_once(&Machine::stack("batches").await?).await
}

async fn what_follows_runs_once(beadle: &Machine) -> anyhow::Result<()> {
    const PART: usize = 20;
    for fails in [false, true] {
        let (work, hook) = (Destination::start().await?, Destination::start().await?);
        let name = format!("import-{}", Uuid::now_v7());
        let batch = json!({
            "name": name, "on_complete": telling(&hook.url("/ok")), "on_failure": telling(&hook.url("/fails/1")),
        });
        // Three parts, each sent twice; the last closes the batch.
        let mut path = String::new();
        for part in 0..3 {
            let mut some = requests(&work.url("/fails/1"), part * PART, PART);
            if fails {
                some[0]["url"] = json!(work.url("/status/404"));
            }
            let mut batch = batch.clone();
            batch["close"] = json!(part == 2);
            let first = add(beadle, &format!("part-{part}"), &some, &batch).await?;
            let again = add(beadle, &format!("part-{part}"), &some, &batch).await?;
            ensure!(first["batch"]["total"] == (part + 1) * PART, "{:#}", first["batch"]);
            ensure!(again["batch"]["total"] == first["batch"]["total"], "{:#}", again["batch"]);
            path = path_of(&first)?;
        }
        let batch = ended(beadle, &path).await?;
        let (status, failed) = if fails { ("failed", 3) } else { ("completed", 0) };
        let completed = 3 * PART - failed;
        assert_eq!(
            (&batch["status"], &batch["total"], &batch["counts"]["completed"], &batch["counts"]["failed"]),
            (&json!(status), &json!(3 * PART), &json!(completed), &json!(failed)),
            "{batch:#}"
        );
        let expected = json!({
            "id": batch["id"], "name": name, "status": status, "total": 3 * PART, "completed": completed,
            "failed": failed, "cancelled": 0,
        });
        let (runs, other) = if fails { ("/fails/1", "/ok") } else { ("/ok", "/fails/1") };
        // The first call of the other one is answered with 500, and repeated.
        let calls = if fails { vec![expected.clone(), expected] } else { vec![expected] };
        assert_eq!(told(&hook, runs), calls);
        ensure!(told(&hook, other).is_empty() && hook.effects().len() == 1, "one execution");
        let effects = work.effects();
        ensure!(effects.len() == completed && effects.values().all(|times| *times == 1), "{effects:?}");

        let mut listed = BTreeSet::new();
        let mut page = format!("{path}/executions?limit=25");
        loop {
            let answer = beadle.get(&page).await?;
            let executions = answer["executions"].as_array().into_iter().flatten();
            listed.extend(executions.filter_map(|one| one["id"].as_str().map(str::to_owned)));
            let Some(cursor) = answer["next_cursor"].as_str() else { break };
            page = format!("{path}/executions?limit=25&cursor={cursor}");
        }
        assert_eq!(listed.len(), 3 * PART, "each is listed once");
        println!(
            "{}: {} in the batch, {failed} failed, each part sent twice; it {status} once",
            beadle.name(),
            3 * PART
        );
    }
    Ok(())
}

#[tokio::test]
async fn an_empty_batch_ends_when_it_is_closed() -> anyhow::Result<()> {
    let beadle = Machine::command().await?;
    let hook = Destination::start().await?;
    let config = json!({"method": "POST", "url": hook.url("/ok"), "body": {"total": "${batch.total}"}});
    let (status, task) =
        beadle.post("/api/v1/tasks", &json!({"name": "after", "type": "http", "config": config})).await?;
    ensure!(status == 201, "{task:#}");
    // Its only request is refused.
    let body = json!({"requests": [{"type": "http"}], "batch": {"on_complete": {"task_id": task["id"]}}});
    let (status, answer) = beadle.post("/api/v1/executions/batch", &body).await?;
    ensure!(status == 207 && answer["batch"]["total"] == 0, "{status} {answer:#}");
    let path = path_of(&answer)?;
    let (status, closed) = beadle.post(&format!("{path}/close"), &json!({})).await?;
    ensure!(status == 200, "{closed:#}");
    let batch = ended(&beadle, &path).await?;
    assert_eq!((&batch["status"], told(&hook, "/ok")), (&json!("completed"), vec![json!({"total": 0})]));
    let follows = batch["execution_id"].as_str().unwrap_or_default();
    let execution = beadle.get(&format!("/api/v1/executions/{follows}")).await?;
    assert_eq!((&execution["trigger_type"], &execution["task_id"]), (&json!("batch"), &task["id"]));
    Ok(())
}
