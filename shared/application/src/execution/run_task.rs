//! Run a saved task now, beside its schedule.

use beadle_domain::{
    access::Principal,
    dependency,
    execution::{Status, Trigger, TriggerKind},
    policy::RunDefaults,
    task::Task,
};
use beadle_values::id::{ExecutionId, TaskId};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::begin::{Begun, begin};
use crate::{
    GivenKey, Operation, Refusal, Unmet,
    account::{self, AccountPorts},
    port::{Ids, StartExecutions, Tasks},
    task,
};

/// Starts an execution of the task as it stands; the members of `input` take the place of those of the task's. Where the
/// tasks it runs after have not all completed, only with `force`.
///
/// # Errors
/// [`Refusal::TaskNotFound`], [`Refusal::DependenciesUnmet`], [`Refusal::Denied`], [`Refusal::Limit`],
/// [`Refusal::KeyReused`], [`Refusal::Store`].
#[expect(clippy::too_many_arguments, reason = "two ports, ids and defaults, then what is asked")]
pub async fn run_task(
    tasks: &dyn Tasks,
    accounts: AccountPorts<'_>,
    executions: &dyn StartExecutions,
    ids: &dyn Ids,
    defaults: &RunDefaults,
    by: &Principal,
    id: TaskId,
    input: Map<String, Value>,
    force: bool,
    key: Option<&GivenKey>,
    now: Timestamp,
) -> Result<Begun, Refusal> {
    let task = task::find(tasks, by, id, Operation::ExecuteTask).await?.task;
    account::may_start(accounts, by, &task.owner, 1, task.credits_per_run, now).await?;
    let upstream = upstream(tasks, &task, force).await?;
    let id = key.map_or_else(|| ExecutionId::from_uuid(ids.fresh(now)), |key| key.execution_id(&by.owner));
    let trigger = Trigger { upstream, ..Trigger::of(TriggerKind::Manual) };
    let mut request = task.request(id, trigger, defaults, now);
    request.input.extend(input);
    request.idempotency = key.map(|key| key.stamp.clone());
    begin(executions, request, now, key).await
}

/// The executions of the tasks that `task` runs after, as far as they completed.
async fn upstream(tasks: &dyn Tasks, task: &Task, force: bool) -> Result<Vec<ExecutionId>, Refusal> {
    if task.dependencies.is_empty() {
        return Ok(Vec::new());
    }
    let found = task::dependencies::read(tasks, &task.dependencies).await?;
    let ends = task::dependencies::ends(&found);
    let unmet = dependency::unmet(task, &ends);
    if !unmet.is_empty() && !force {
        let name = |id| found.iter().find(|saved| saved.task.id == id).map(|saved| saved.task.name.clone());
        let unmet =
            unmet.into_iter().map(|(task, status)| Unmet { task, name: name(task), status }).collect();
        return Err(Refusal::DependenciesUnmet(unmet));
    }
    let completed = ends.values().filter(|end| end.status == Status::Completed);
    Ok(completed.map(|end| end.execution).collect())
}
