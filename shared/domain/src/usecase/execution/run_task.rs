//! Run a saved task now, beside its schedule.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::begin::{Begun, begin};
use crate::{
    access::Principal,
    execution::{Request, Trigger, TriggerKind},
    id::{ExecutionId, TaskId},
    policy::RunDefaults,
    port::{Ids, ReadTasks, StartExecutions},
    usecase::{GivenKey, Operation, Refusal, task},
};

/// Starts an execution of the task as it stands; the members of `input` take the place of those of the task's.
///
/// # Errors
/// [`Refusal::TaskNotFound`], [`Refusal::Denied`], [`Refusal::KeyReused`], [`Refusal::Store`].
#[expect(clippy::too_many_arguments, reason = "two ports, ids and defaults, then what is asked")]
pub async fn run_task(
    tasks: &dyn ReadTasks,
    executions: &dyn StartExecutions,
    ids: &dyn Ids,
    defaults: &RunDefaults,
    by: &Principal,
    id: TaskId,
    input: Map<String, Value>,
    key: Option<&GivenKey>,
    now: Timestamp,
) -> Result<Begun, Refusal> {
    let task = task::find(tasks, by, id, Operation::ExecuteTask).await?.task;
    let id = key.map_or_else(|| ExecutionId::from_uuid(ids.fresh(now)), |key| key.execution_id(&by.owner));
    let request = Request {
        id,
        owner: task.owner,
        task_id: Some(task.id),
        spec: task.spec.resolved(defaults),
        config_id: task.config_id,
        input: task.input.into_iter().chain(input).collect(),
        policy: task.policy.resolve(defaults, task.config_id.is_some()),
        priority: task.priority,
        credits: task.credits_per_run,
        trigger: Trigger::of(TriggerKind::Manual),
        created_at: now,
        idempotency: key.map(|key| key.stamp.clone()),
    };
    begin(executions, request, now, key).await
}
