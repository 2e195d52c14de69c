//! Reads what the tasks came to that a task runs after, where its call names them.

use beadle_application::{port::StoreError, task::dependencies};
use beadle_domain::{call, execution::Execution, interpolation::Upstream, task::Task};
use beadle_values::id::ExecutionId;
use futures_util::future::try_join_all;

use super::super::Job;
use crate::Ports;

/// What the executions came to that the one of `job` was started on; `None` where its call names none, or there are none.
pub(super) async fn read(ports: &Ports, job: &Job) -> Result<Option<Upstream>, StoreError> {
    let execution = &*job.execution;
    if !call::names_dependencies(execution, job.config.as_deref()) {
        return Ok(None);
    }
    let ids = ran(ports, execution).await?;
    if ids.is_empty() {
        return Ok(None);
    }
    let found = try_join_all(ids.iter().map(|id| of(ports, *id))).await?;
    let readable = found.iter().flatten().filter(|(task, _)| may_read(execution, task));
    Ok(Some(Upstream::of(readable.map(|(task, execution)| (task, execution)))))
}

/// The executions that it was started on: those its trigger tells, else the last of each task that its own runs after.
async fn ran(ports: &Ports, execution: &Execution) -> Result<Vec<ExecutionId>, StoreError> {
    let trigger = &execution.request.trigger;
    let Some(id) = execution.request.task_id.filter(|_| trigger.upstream.is_empty()) else {
        return Ok(trigger.upstream.clone());
    };
    let Some(saved) = ports.tasks.get(id).await? else { return Ok(Vec::new()) };
    let upstream = dependencies::read(&*ports.tasks, &saved.task.dependencies).await?;
    Ok(upstream.into_iter().filter_map(|saved| Some(saved.stats.last_end?.execution)).collect())
}

/// The execution and its task; `None` where one of them is gone.
async fn of(ports: &Ports, id: ExecutionId) -> Result<Option<(Task, Execution)>, StoreError> {
    let Some(execution) = ports.executions.get(id).await? else { return Ok(None) };
    let Some(task) = execution.request.task_id else { return Ok(None) };
    Ok(ports.tasks.get(task).await?.map(|saved| (saved.task, execution)))
}

/// Whether whoever `execution` belongs to may read what came of `task`: it may have stopped being theirs to see.
fn may_read(execution: &Execution, task: &Task) -> bool {
    let owner = &execution.request.owner;
    task.owner == *owner || task.assigned_to.as_ref() == Some(owner)
}
