//! Every value of a task is read back as it was written.

use std::time::Duration;

use beadle_domain::{
    execution::IdempotencyStamp,
    plan::PlanMark,
    policy::{Milliseconds, RetryPolicy, StatedPolicy},
    spec::TaskSpec,
    task::{Priority, Task},
};
use beadle_schedule::Schedule;
use beadle_values::violation::Path;
use serde_json::{Value, json};

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{AWKWARD_TEXT, at, changed, http, key, owner, task_with},
};

pub async fn every_field_is_read_back_as_written(tasks: Fixture) -> Verdict {
    let task = task_with(|task| {
        task.description = Some("Fetches the users of the day".into());
        task.spec = TaskSpec::ApiCall(http(Some(json!({"since": "${now}"}))));
        task.schedule = Schedule::from_phrase("every 5 minutes").expect("a schedule");
        task.schedule_version = 7;
        task.policy = StatedPolicy {
            give_up_after: Some(Milliseconds(Duration::from_secs(600))),
            timeout: Some(Milliseconds(Duration::from_millis(1_500))),
            retry: Some(RetryPolicy::with_retries(0)),
        };
        task.due_date = "9999-12-31T23:59:59Z".parse().ok();
        task.priority = Priority::High;
        task.tags = vec!["b".into(), "a".into()];
        task.metadata = members(json!({"z": 1, "a": {"deep": [null, true, 1.5]}}));
        task.key = Some(key("shop/poll"));
        task.plan = Some(PlanMark { name: key("shop"), digest: "9f86d081".into() });
        task.idempotency = Some(IdempotencyStamp { key: "k1".into(), body_digest: "d1".into() });
    });
    is_kept(&tasks, &task).await?;
    let next = changed(&task, at(1) + jiff::SignedDuration::from_millis(1), |task| {
        task.paused = true;
        task.deleted_at = Some(at(2));
        task.updated_by = owner("root");
        task.schedule = None;
        task.metadata.clear();
    });
    tasks.store.replace(&next, 1).await?;
    assert_eq!(tasks.stored(task.id).await?, next);
    Ok(())
}

pub async fn awkward_text_is_read_back_as_written(tasks: Fixture) -> Verdict {
    let task = task_with(|task| {
        task.owner = owner("ada\u{FFFF}#👩‍👩‍👧‍👦");
        task.name = AWKWARD_TEXT.into();
        task.description = Some(AWKWARD_TEXT.into());
        task.spec = TaskSpec::Webhook(http(Some(json!({AWKWARD_TEXT: AWKWARD_TEXT}))).into());
        task.tags = vec![AWKWARD_TEXT.into()];
        task.metadata = members(json!({AWKWARD_TEXT: [AWKWARD_TEXT], "": ""}));
    });
    is_kept(&tasks, &task).await
}

pub async fn every_kind_of_schedule_is_read_back_as_written(tasks: Fixture) -> Verdict {
    let schedules = [
        json!("every 30 seconds"),
        json!("rate(5 minutes)"),
        json!("cron(0 9 ? * MON-FRI *)"),
        json!("at(2099-01-01T09:00:00)"),
        json!({"expression": "daily at 9:00", "timezone": "Europe/Berlin", "overlap": "queue", "catch_up": "latest"}),
    ];
    for written in schedules {
        let schedule = Schedule::parse(&written, &Path::of("schedule"))
            .map_err(|violations| anyhow::anyhow!("{written}: {violations:?}"))?;
        let task = task_with(|task| task.schedule = schedule);
        is_kept(&tasks, &task).await?;
        // A schedule is equal to another one whatever their phrases.
        let phrase =
            |task: &Task| task.schedule.as_ref().and_then(|schedule| schedule.phrase().map(str::to_owned));
        assert_eq!(phrase(&tasks.stored(task.id).await?), phrase(&task), "{written}");
    }
    Ok(())
}

pub async fn a_long_description_is_read_back_as_written(tasks: Fixture) -> Verdict {
    let task = task_with(|task| {
        task.description = Some("€".repeat(10_000));
        task.spec = TaskSpec::Webhook(http(Some(json!({"blob": "x".repeat(200_000)}))).into());
    });
    is_kept(&tasks, &task).await
}

async fn is_kept(tasks: &Fixture, task: &Task) -> Verdict {
    tasks.insert(task).await?;
    assert_eq!(tasks.stored(task.id).await?, *task);
    Ok(())
}

fn members(value: Value) -> serde_json::Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => serde_json::Map::new(),
    }
}
