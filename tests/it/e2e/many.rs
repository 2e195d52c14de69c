//! Cancelling, retrying and pausing what a filter selects, on one machine and through the deployed template.

use anyhow::{Context, ensure};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{destination::Destination, eventually::eventually, machine::Machine};

#[tokio::test]
async fn what_a_filter_selects_is_handled_page_by_page_on_one_machine() -> anyhow::Result<()> {
    page_by_page(Machine::command().await?).await
}

#[tokio::test]
async fn what_a_filter_selects_is_handled_page_by_page_through_the_deployed_template() -> anyhow::Result<()> {
    page_by_page(Machine::stack("batches").await?).await
}

/// Posts `body` to `path` until there is no next page; returns the results of all pages.
async fn all_pages(beadle: &Machine, path: &str, body: &Value) -> anyhow::Result<Vec<Value>> {
    let (mut body, mut results) = (body.clone(), Vec::new());
    loop {
        let (status, page) = beadle.post(path, &body).await?;
        ensure!(status == 207, "{status} {page:#}");
        results.extend(page["results"].as_array().into_iter().flatten().cloned());
        if page["next_cursor"].is_null() {
            return Ok(results);
        }
        body["cursor"] = page["next_cursor"].clone();
        if !page["next_start_at"].is_null() {
            body["start_at"] = page["next_start_at"].clone();
        }
    }
}

fn statuses(results: &[Value]) -> Vec<u64> {
    results.iter().filter_map(|item| item["status"].as_u64()).collect()
}

async fn page_by_page(mut beadle: Machine) -> anyhow::Result<()> {
    const COUNT: usize = 12;
    let destination = Destination::start().await?;
    // A task whose runs wait for an hour, and others with a tag of their own.
    let tag = format!("tag-{}", Uuid::now_v7());
    let task = json!({"name": "pay", "type": "http", "config": {"url": destination.url("/status/404")}, "tags": [tag]});
    let failing = beadle.task(&task).await?;
    let id = failing.rsplit('/').next().context("no id")?.to_owned();
    for _ in 0..COUNT {
        beadle.execute(&format!("{failing}/execute"), &json!({})).await?;
    }
    let filter = json!({"task_id": id});
    eventually("the failures", || async {
        let runs = beadle.executions(&failing).await?;
        Ok((runs.iter().filter(|run| run["status"] == "failed").count() == COUNT).then_some(()))
    })
    .await?;

    // Retried with the task as it is now, slowly enough that the retries can be cancelled.
    let change = json!({"config": {"url": destination.url("/ok")}});
    beadle.patch(&failing, &change).await?;
    let retry = json!({"filter": filter, "with": "current", "limit": 5, "pace": {"rate": 1, "per": "1h"}});
    let mut dry = retry.clone();
    dry["dry_run"] = json!(true);
    let (status, preview) = beadle.post("/api/v1/executions/retry", &dry).await?;
    assert_eq!(
        (status.as_u16(), &preview["total"], &preview["count"]),
        (200, &json!(COUNT), &json!(5)),
        "{preview:#}"
    );
    let retried = all_pages(&beadle, "/api/v1/executions/retry", &retry).await?;
    assert_eq!(statuses(&retried), [202; COUNT]);
    // What was answered survives a crash, and to repeat it starts nothing.
    beadle.down().await?;
    beadle.up().await?;
    let again = all_pages(&beadle, "/api/v1/executions/retry", &retry).await?;
    assert_eq!(statuses(&again), [200; COUNT]);

    let cancel = json!({"filter": filter, "limit": 5});
    let mut dry = cancel.clone();
    dry["dry_run"] = json!(true);
    let (_, preview) = beadle.post("/api/v1/executions/cancel", &dry).await?;
    let waiting = preview["total"].as_u64().context("no total")?;
    ensure!((COUNT as u64 - 1..=COUNT as u64).contains(&waiting), "the first runs at once: {preview:#}");
    let cancelled = all_pages(&beadle, "/api/v1/executions/cancel", &cancel).await?;
    ensure!(cancelled.len() >= COUNT - 1, "{cancelled:#?}");
    let none = all_pages(&beadle, "/api/v1/executions/cancel", &cancel).await?;
    assert_eq!(none.len(), 0, "{none:#?}");

    let filter = json!({"filter": {"tag": tag}});
    for (switch, paused) in [("pause", true), ("resume", false)] {
        let path = format!("/api/v1/tasks/{switch}");
        assert_eq!(statuses(&all_pages(&beadle, &path, &filter).await?), [200]);
        assert_eq!(beadle.get(&failing).await?["paused"], paused);
        assert_eq!(all_pages(&beadle, &path, &filter).await?.len(), 0);
    }
    println!(
        "{}: {COUNT} retried by a filter in pages of 5, none twice after a crash; {} of them cancelled",
        beadle.name(),
        cancelled.len()
    );
    Ok(())
}
