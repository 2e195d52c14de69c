//! The functions, called with the sample events of `events/` over the embedded store.

pub mod api;
mod closing;
mod deadletter;
mod deferring;
mod executor;
mod listener;
mod projector;
mod published;
mod schedule;

use std::{fs, sync::Arc};

use anyhow::Context;
use beadle_domain::{
    execution::Message,
    policy::StatedPolicy,
    spec::TaskSpec,
    task::{Priority, Task},
};
use beadle_embedded::{Embedded, Options};
use beadle_values::{
    id::{ExecutionId, TaskId},
    violation::Path,
};
use serde_json::{Map, Value, json};

use crate::{
    conformance::{
        adapters::stepped_clock::SteppedClock,
        specimen::{at, owner},
    },
    repository,
};

/// The task in the samples.
const TASK: &str = "tsk_019bc0bf1c007000800000000000002a";
/// The execution in the samples.
const EXECUTION: &str = "exe_019bc0bf2ba070008000000000000001";

fn sample(name: &str) -> anyhow::Result<String> {
    let path = repository::root().join("events").join(name);
    fs::read_to_string(&path).with_context(|| path.display().to_string())
}

fn task_id() -> TaskId {
    TASK.parse().expect("the id of a task")
}

fn execution_id() -> ExecutionId {
    EXECUTION.parse().expect("the id of an execution")
}

/// The first message of an event of a queue.
fn message(event: &str) -> anyhow::Result<Message> {
    let event: Value = serde_json::from_str(event)?;
    let body = event["Records"][0]["body"].as_str().context("a body")?;
    Ok(serde_json::from_str(body)?)
}

/// A store in memory whose clock stands at the time of the samples, and the clock.
fn store() -> anyhow::Result<(Embedded, Arc<SteppedClock>)> {
    let clock = Arc::new(SteppedClock::default());
    clock.advance_to(at(10));
    Ok((Embedded::open(Options { clock: clock.clone(), ..Options::in_memory() })?, clock))
}

/// The task of the samples.
fn task() -> anyhow::Result<Task> {
    let config = json!({"url": "https://api.example.com/weather", "query": {"city": "Berlin"}});
    let config = config.as_object().context("an object")?;
    let spec = TaskSpec::parse(beadle_domain::spec::TaskType::Http, config, &[], &Path::body())
        .map_err(|faults| anyhow::anyhow!("{faults}"))?;
    let schedule = json!({"cron": "0 7 * * *", "timezone": "Europe/Berlin"});
    let schedule = beadle_schedule::Schedule::parse(&schedule, &Path::body())
        .map_err(|faults| anyhow::anyhow!("{faults}"))?;
    Ok(Task {
        key: None,
        plan: None,
        id: task_id(),
        owner: owner("ada"),
        name: "Fetch the weather".into(),
        description: None,
        spec,
        schedule,
        config_id: None,
        input: Default::default(),
        schedule_version: 1,
        policy: StatedPolicy::default(),
        priority: Priority::default(),
        tags: vec!["weather".into()],
        metadata: Map::new(),
        dependencies: Vec::new(),
        on_dependency_failure: Default::default(),
        assigned_to: None,
        notify: None,
        hook: None,
        due_date: None,
        reminder_time: None,
        completed_at: None,
        credits_per_run: Default::default(),
        order: None,
        template_id: None,
        number: None,
        paused: false,
        paused_by: None,
        created_at: at(0),
        updated_at: at(0),
        updated_by: owner("ada"),
        deleted_at: None,
        imported_at: None,
        version: 1,
        idempotency: None,
    })
}
