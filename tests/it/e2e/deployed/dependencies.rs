//! Tasks that run after others: once per round with the results before them, or not at all.

use anyhow::ensure;
use serde_json::{Value, json};

use super::{Deployed, text};
use crate::e2e::destination::Destination;

#[tokio::test]
async fn a_diamond_runs_each_of_its_tasks_once_per_round() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?.by_someone_new()?.0;
    let destination = Destination::start().await?;
    let posting = |name: &str, told: Value, after: &[&str]| {
        json!({
            "name": name, "type": "http", "dependencies": after,
            "config": {"method": "POST", "url": destination.url("/ok"), "body": {"task": name, "told": told}},
        })
    };
    let root = deployed.task(&posting("root", Value::Null, &[])).await?;
    let told = json!("${dep.root.result.call}");
    let left = deployed.task(&posting("left", told.clone(), &[&root])).await?;
    let right = deployed.task(&posting("right", told, &[&root])).await?;
    let both = json!({"left": "${dep.left.result}", "right": format!("${{dep.{right}.execution_id}}")});
    let sink = deployed.task(&posting("sink", both, &[&left, &right])).await?;

    for round in 1..=2 {
        deployed.run(&root).await?;
        let runs = deployed.runs(&sink, round).await?;
        ensure!(runs.iter().all(|run| run["status"] == "completed"), "{runs:#?}");
        assert_eq!(runs[0]["trigger_type"], "dependency");
        for task in [&root, &left, &right, &sink] {
            assert_eq!(deployed.runs(task, round).await?.len(), round, "{task}");
        }
        let calls = destination.calls();
        let mut names: Vec<_> =
            calls[(round - 1) * 4..].iter().map(|call| text(&call.body, "task")).collect();
        assert_eq!((names.first(), names.last()), (Some(&"root"), Some(&"sink")));
        names.sort_unstable();
        assert_eq!(names, ["left", "right", "root", "sink"]);
        let told =
            |name: &str| calls.iter().rfind(|call| call.body["task"] == name).map(|call| &call.body["told"]);
        let of_right = &deployed.runs(&right, round).await?[0]["id"];
        assert_eq!((told("left"), told("right")), (Some(&json!(1)), Some(&json!(1))));
        assert_eq!(told("sink"), Some(&json!({"left": {"call": 1}, "right": of_right})));
    }
    Ok(())
}

#[tokio::test]
async fn a_dependent_of_a_failure_is_skipped_unless_configured_to_run() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?.by_someone_new()?.0;
    let destination = Destination::start().await?;
    let task = |name: &str, path: &str, after: &[&str], policy: &str| {
        json!({
            "name": name, "type": "http", "dependencies": after, "on_dependency_failure": policy,
            "config": {"url": destination.url(path)},
        })
    };
    let root = deployed.task(&task("root", "/status/404", &[], "skip")).await?;
    let skipped = deployed.task(&task("skipped", "/ok", &[&root], "skip")).await?;
    let after_it = deployed.task(&task("after it", "/ok", &[&skipped], "skip")).await?;
    let cleaning = deployed.task(&task("cleaning", "/ok", &[&root], "run")).await?;
    deployed.run(&root).await?;
    for (task, status) in
        [(&root, "failed"), (&skipped, "cancelled"), (&after_it, "cancelled"), (&cleaning, "completed")]
    {
        let runs = deployed.runs(task, 1).await?;
        assert_eq!((runs.len(), &runs[0]["status"]), (1, &json!(status)), "{runs:#?}");
        if status == "cancelled" {
            let logs = deployed.get(&format!("/api/v1/executions/{}/logs", text(&runs[0], "id"))).await?;
            ensure!(logs.to_string().contains("dependency"), "the log says why: {logs:#}");
        }
    }
    let called: Vec<_> = destination.calls().into_iter().map(|call| call.path).collect();
    assert_eq!(called, ["/status/404", "/ok"]);
    Ok(())
}
