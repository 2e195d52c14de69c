//! Reminders arrive on time, and failures are reported.

use std::{collections::BTreeSet, time::Duration};

use anyhow::{Context, ensure};
use aws_sdk_eventbridge::types::Target;
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::{Deployed, text};
use crate::{
    conformance::specimen::PATIENCE,
    e2e::{
        conformance::emulator,
        destination::{Call, Destination},
        eventually::eventually,
    },
};

/// The calls that report an event of this kind, once there is one.
async fn reports(destination: &Destination, kind: &str) -> anyhow::Result<Vec<Call>> {
    eventually(kind, || async {
        let calls = destination.calls().into_iter().filter(|call| call.body["type"] == kind);
        Ok(Some(calls.collect::<Vec<_>>()).filter(|calls| !calls.is_empty()))
    })
    .await
}

#[tokio::test]
async fn a_reminder_calls_its_webhook_at_its_time() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?.by_someone_new()?.0;
    let destination = Destination::start().await?;
    let time = Timestamp::from_second(Timestamp::now().as_second())? + Duration::from_secs(3);
    let todo = json!({
        "name": "File the taxes", "type": "todo", "config": {"notes": "form A"}, "reminder_time": time,
        "notify": {"webhook": {"url": destination.url("/ok")}},
    });
    let todo = deployed.task(&todo).await?;
    let calls = reports(&destination, "task.reminder").await?;
    let data = &calls[0].body["data"];
    assert_eq!((&data["task_id"], &data["message"]), (&json!(todo), &json!("form A")), "{data:#}");
    let runs = deployed.runs(&todo, 1).await?;
    assert_eq!(runs[0]["trigger_type"], "reminder", "{runs:#?}");
    let began: Timestamp = text(&runs[0], "started_at").parse()?;
    ensure!(began >= time, "it came at {began}, before {time}");
    let task = deployed.get(&format!("/api/v1/tasks/{todo}")).await?;
    ensure!(task["next_run_time"].is_null() && task["is_completed"] == false, "{task:#}");
    let reminded = json!({"reminder": 1});
    deployed.once("/api/v1/analytics?days=2", |report| report["by_trigger"] == reminded).await?;
    assert_eq!(destination.calls().len(), 1, "it reminds once");
    Ok(())
}

#[tokio::test]
async fn a_failure_and_its_recovery_are_reported_by_webhook_and_event() -> anyhow::Result<()> {
    let deployed = Deployed::start().await?.by_someone_new()?.0;
    let (target, hook) = (Destination::start().await?, Destination::start().await?);
    let bus = deployed.stack.output("BusName")?;
    let (queues, name) = (aws_sdk_sqs::Client::new(&deployed.stack.aws), emulator::fresh_name());
    let queue = emulator::queue(&queues, &name).await?;
    let events = aws_sdk_eventbridge::Client::new(&deployed.stack.aws);
    let pattern = r#"{"source": ["beadle"], "detail-type": ["task.notification"]}"#;
    events.put_rule().event_bus_name(bus).name(&name).event_pattern(pattern).send().await?;
    let subscriber = Target::builder().id("all").arn(&queue.arn).build()?;
    events.put_targets().event_bus_name(bus).rule(&name).targets(subscriber).send().await?;

    let notify = json!({"on": ["failed", "recovered"], "webhook": {"url": hook.url("/ok")}, "event": true});
    let config = |path: &str| json!({"url": target.url(path)});
    let ping = json!({"name": "ping", "type": "http", "config": config("/status/404"), "notify": notify});
    let task = deployed.task(&ping).await?;
    let failed = deployed.run(&task).await?;
    let calls = reports(&hook, "task.failed").await?;
    let data = |call: &Call| (call.body["task_id"].clone(), call.body["execution_id"].clone());
    assert_eq!(calls.iter().map(data).collect::<Vec<_>>(), [(json!(task), json!(failed))]);

    let (status, _) = deployed
        .send(Method::PATCH, &format!("/api/v1/tasks/{task}"), &json!({"config": config("/ok")}))
        .await?;
    ensure!(status.is_success(), "{status}");
    let mended = deployed.run(&task).await?;
    let calls = reports(&hook, "task.recovered").await?;
    assert_eq!(calls.iter().map(data).collect::<Vec<_>>(), [(json!(task), json!(mended))]);

    let mut published = BTreeSet::new();
    let receiving = async {
        while published.len() < 2 {
            for body in emulator::drain(&queues, &queue, 1).await? {
                let event: Value = serde_json::from_str(&body)?;
                let (occasion, execution) =
                    (text(&event["detail"], "occasion"), text(&event["detail"], "execution_id"));
                published.insert((occasion.to_owned(), execution.to_owned()));
            }
        }
        anyhow::Ok(())
    };
    timeout(PATIENCE, receiving).await.context("two events")??;
    assert_eq!(published, [("failed".to_owned(), failed), ("recovered".to_owned(), mended)].into());
    events.remove_targets().event_bus_name(bus).rule(&name).ids("all").send().await?;
    events.delete_rule().event_bus_name(bus).name(&name).send().await?;
    Ok(())
}
