//! Reads the results of upstream tasks that a call refers to.

use beadle_application::{port::StoreError, task::dependencies};
use beadle_domain::{call, execution::Execution, interpolation::Upstream, task::Task};
use beadle_values::id::ExecutionId;
use futures_util::future::try_join_all;

use super::super::Job;
use crate::Ports;

/// The upstream results of `job`; `None` if its call refers to none, or there are none.
pub(super) async fn read(ports: &Ports, job: &Job) -> Result<Option<Upstream>, StoreError> {
    let execution = &*job.execution;
    if !call::names_dependencies(execution, job.config.as_deref()) {
        return Ok(None);
    }
    let ids = upstream_ids(ports, execution).await?;
    if ids.is_empty() {
        return Ok(None);
    }
    let found = try_join_all(ids.iter().map(|id| read_with_task(ports, *id))).await?;
    let readable = found.iter().flatten().filter(|(task, _)| is_visible_to_owner(execution, task));
    Ok(Some(Upstream::of(readable.map(|(task, execution)| (task, execution)))))
}

/// The upstream executions: those that its trigger names, or else the last execution of each task that its
/// own depends on.
async fn upstream_ids(ports: &Ports, execution: &Execution) -> Result<Vec<ExecutionId>, StoreError> {
    let trigger = &execution.request.trigger;
    let Some(id) = execution.request.task_id.filter(|_| trigger.upstream.is_empty()) else {
        return Ok(trigger.upstream.clone());
    };
    let Some(saved) = ports.tasks.get(id).await? else { return Ok(Vec::new()) };
    let upstream = dependencies::read(&*ports.tasks, &saved.task.dependencies).await?;
    Ok(upstream.into_iter().filter_map(|saved| Some(saved.stats.last_end?.execution)).collect())
}

/// An execution and its task; `None` if either is gone.
async fn read_with_task(ports: &Ports, id: ExecutionId) -> Result<Option<(Task, Execution)>, StoreError> {
    let Some(execution) = ports.runs.get(id).await? else { return Ok(None) };
    let Some(task) = execution.request.task_id else { return Ok(None) };
    Ok(ports.tasks.get(task).await?.map(|saved| (saved.task, execution)))
}

/// Whether the owner of `execution` may read the results of `task`. Access may have been withdrawn since the
/// dependency was created.
fn is_visible_to_owner(execution: &Execution, task: &Task) -> bool {
    let owner = &execution.request.owner;
    task.owner == *owner || task.assigned_to.as_ref() == Some(owner)
}
