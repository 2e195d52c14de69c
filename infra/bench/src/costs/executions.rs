//! The executions whose receipts are the rows of the table.

use std::time::Duration;

use anyhow::{Context, Result};
use beadle_domain::{
    execution::{Answer, AnswerBody, Event, Execution, Request, Trigger, TriggerKind},
    policy::{RunDefaults, StatedPolicy},
    spec::{TaskSpec, TaskType},
    task::Priority,
};
use beadle_values::{
    id::{ExecutionId, OwnerId, TaskId},
    violation::Path,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Options;

/// The call of the benchmarks, which succeeds at the first attempt.
pub fn ended(task: Option<&str>, kind: TriggerKind, options: &Options) -> Result<Execution> {
    let running = claimed(TaskType::Http, &call(), task, kind)?;
    let answered = running.progress.updated_at + Duration::from_millis(options.answer_ms);
    Ok(running.apply(Event::Succeed { answer: Some(answer()) }, answered)?)
}

/// A `POST` of 200 bytes.
pub fn call() -> Value {
    let fill = 200 - json!({"order": 4711, "note": ""}).to_string().len();
    json!({
        "method": "POST",
        "url": "https://api.example.com/v1/orders/notify",
        "headers": {"content-type": "application/json"},
        "body": {"order": 4711, "note": "n".repeat(fill)},
    })
}

/// An execution that a runner has claimed.
pub fn claimed(
    task_type: TaskType,
    config: &Value,
    task: Option<&str>,
    kind: TriggerKind,
) -> Result<Execution> {
    let members = config.as_object().context("a config is an object")?;
    let spec = TaskSpec::parse(task_type, members, &[], &Path::body());
    let owner = OwnerId::parse("auth0|5f7c8ec7c33c6c004bbafe82")?;
    let requested_at = "2027-01-15T08:00:00.123Z".parse()?;
    let task_id: Option<TaskId> = task.map(str::parse).transpose()?;
    let request = Request {
        id: match task_id {
            Some(task) if kind == TriggerKind::Schedule => ExecutionId::for_tick(task, requested_at),
            _ => ExecutionId::in_list_of(&owner, 0, requested_at, Uuid::nil()),
        },
        owner,
        task_id,
        spec: spec.map_err(|faults| anyhow::anyhow!("the call is invalid: {faults:?}"))?,
        config_id: None,
        input: Default::default(),
        policy: StatedPolicy::default().resolve(&RunDefaults::AD_HOC, false),
        priority: Priority::Medium,
        credits: Default::default(),
        order: None,
        trigger: Trigger::of(kind),
        created_at: requested_at,
        batch_id: None,
        idempotency: None,
    };
    Ok(Execution::new(request, requested_at)
        .apply(Event::Claim { lease_until: requested_at }, requested_at)?)
}

/// 100 bytes of JSON, with typical response headers.
pub fn answer() -> Answer {
    let pad = "p".repeat(100 - r#"{"accepted":true,"pad":""}"#.len());
    let body: Value = json!({"accepted": true, "pad": pad});
    let headers = [("content-type", "application/json"), ("date", "Fri, 15 Jan 2027 08:00:00 GMT")];
    Answer {
        status: Some(200),
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        size: 100,
        body: AnswerBody::Json(body),
        truncated: false,
        extracted: None,
        warnings: Vec::new(),
    }
}
