//! Save a task under a number, and run it.

use beadle_domain::{access::Principal, execution::IdempotencyStamp, policy::RunDefaults, task::TaskDraft};
use jiff::Timestamp;
use serde_json::Map;

use crate::{
    GivenKey, Refusal, execution,
    port::{Ids, StartExecutions, Tasks},
    task::{self, Created, TaskPorts},
};

/// What it takes to create a task that has a number.
#[derive(Clone, Copy)]
pub struct NumberedPorts<'a> {
    /// What it takes to save it.
    pub tasks: TaskPorts<'a>,
    /// What gives it its number.
    pub numbers: &'a dyn Tasks,
    /// What runs it.
    pub executions: &'a dyn StartExecutions,
    /// What makes ids.
    pub ids: &'a dyn Ids,
}

/// Saves what `draft` describes under a number, and starts its one execution. Who repeats this under the same key finishes
/// what stopped in between.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::Invalid`], [`Refusal::KeyReused`], [`Refusal::Store`], [`Refusal::Scheduler`].
pub async fn create(
    ports: NumberedPorts<'_>,
    defaults: &RunDefaults,
    by: &Principal,
    draft: TaskDraft,
    key: Option<&GivenKey>,
    now: Timestamp,
) -> Result<Created, Refusal> {
    let NumberedPorts { tasks, numbers, executions, ids } = ports;
    let created = task::save(tasks, ids, Some(numbers), by, draft, key, now).await?;
    if created.saved.task.deleted_at.is_some() {
        // It was deleted since, and runs no more.
        return Ok(created);
    }
    let id = created.saved.task.id;
    let once = once(&id.to_string());
    execution::run_task(
        tasks.reader,
        tasks.accounts,
        executions,
        ids,
        defaults,
        by,
        id,
        Map::new(),
        false,
        Some(&once),
        now,
    )
    .await?;
    Ok(created)
}

/// The key of the execution that a task is created with.
fn once(task: &str) -> GivenKey {
    let stamp = IdempotencyStamp { key: task.to_owned(), body_digest: String::new() };
    GivenKey { route: "numbered".to_owned(), stamp }
}
