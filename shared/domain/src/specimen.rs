//! Executions and tasks for tests.

#![allow(clippy::unwrap_used, missing_docs, reason = "only tests are built with it")]

use std::time::Duration;

use beadle_values::{
    id::{ExecutionId, OwnerId, TaskId},
    violation::Path,
};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::execution::{Event, Execution, Failure, FailureCode, Request, Trigger, TriggerKind};
use crate::{
    policy::{Backoff, RetryPolicy, RunPolicy},
    spec::{TaskSpec, TaskType},
    task::{Priority, Task, TaskDraft},
};

/// The time `second` seconds after the epoch.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// An ad-hoc request of the call `config`, created at second 0: four attempts, ten seconds apart.
pub fn request(config: &Value) -> Request {
    let backoff = Backoff::Fixed { delay: Duration::from_secs(10) };
    Request {
        id: ExecutionId::from_uuid(Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_00ff)),
        owner: OwnerId::parse("ada").unwrap(),
        task_id: None,
        spec: TaskSpec::parse(TaskType::Http, config.as_object().unwrap(), &[], &Path::body()).unwrap(),
        config_id: None,
        input: Default::default(),
        policy: RunPolicy {
            timeout: Duration::from_secs(30),
            retry: RetryPolicy { max_retries: 3, backoff, retry_on: None, stop_when: None },
            give_up_after: None,
            overrides: Default::default(),
        },
        priority: Priority::default(),
        credits: Default::default(),
        order: None,
        trigger: Trigger::of(TriggerKind::Api),
        created_at: at(0),
        batch_id: None,
        idempotency: None,
    }
}

/// An execution that is due at second 0.
pub fn pending() -> Execution {
    Execution::new(request(&json!({"url": "http://a.example"})), at(0))
}

/// The execution, claimed at `second` for a minute.
pub fn claimed(execution: &Execution, second: i64) -> Execution {
    execution.apply(Event::Claim { lease_until: at(second + 60) }, at(second)).unwrap()
}

/// A retryable failure.
pub fn timeout() -> Failure {
    Failure::new(FailureCode::Timeout, "no answer")
}

/// The execution after its claimed attempt failed at `second`, with the next one due at `due`.
pub fn retrying(execution: &Execution, second: i64, due: i64) -> Execution {
    execution.apply(Event::Retry { failure: timeout(), answer: None, due: at(due) }, at(second)).unwrap()
}

/// The execution after its claimed attempt was deferred at `second` until `due`.
pub fn deferred(execution: &Execution, second: i64, due: i64) -> Execution {
    execution
        .apply(
            Event::Defer {
                due: at(due),
                hold: crate::execution::Hold::new(crate::execution::HoldKind::Breaker, "a gate is closed"),
            },
            at(second),
        )
        .unwrap()
}

/// The id of the task with this number.
pub fn task_id(number: usize) -> TaskId {
    TaskId::from_uuid(Uuid::from_u128(number as u128 + 1))
}

/// A task of `ada` called `t<number>` that depends on the tasks with the numbers `upstream`.
pub fn task(number: usize, upstream: &[usize]) -> Task {
    let body = json!({"name": format!("t{number}"), "type": "http", "config": {"url": "http://a.example"}});
    let draft = TaskDraft::parse(&body, &Path::body()).unwrap();
    let mut task = draft.into_task(task_id(number), OwnerId::parse("ada").unwrap(), at(0));
    task.dependencies = upstream.iter().map(|number| task_id(*number)).collect();
    task
}
