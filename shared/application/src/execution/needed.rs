//! The tasks that hold an execution back, or for which it was skipped.

use beadle_domain::{
    access::{Principal, Relation},
    dependency,
    execution::{CancelReason, Execution, State, TriggerKind, explain::Needed},
    task::{SavedTask, Task},
};

use crate::{
    Error, Operation,
    port::{Executions, StoreError, Tasks},
    task::dependencies,
};

/// The tasks that did not complete and for which `execution` of `task` was skipped, never began, or will not
/// begin. Names are included only for tasks that `by` may see.
pub(super) async fn needed(
    executions: &dyn Executions,
    tasks: &dyn Tasks,
    by: &Principal,
    execution: &Execution,
    task: Option<&Task>,
) -> Result<Vec<Needed>, StoreError> {
    let trigger = &execution.request.trigger;
    let mut needed = Vec::new();
    for id in &trigger.skipped_for {
        let Some(failed) = executions.get(*id).await? else { continue };
        let Some(task) = failed.request.task_id else { continue };
        let name = tasks.get(task).await?.and_then(|saved| name(by, &saved));
        needed.push(Needed { task, name, end: Some((*id, failed.status())) });
    }
    let waits = match execution.state() {
        State::Pending { .. } => trigger.kind == TriggerKind::Schedule,
        State::Cancelled { reason, .. } => *reason == Some(CancelReason::DependenciesUnmet),
        _ => false,
    };
    let Some(task) = task.filter(|task| waits && !task.dependencies.is_empty()) else { return Ok(needed) };
    let found = dependencies::read(tasks, &task.dependencies).await?;
    let ends = dependencies::ends(&found);
    for (id, _) in dependency::blocking(task, &ends) {
        let name = found.iter().find(|saved| saved.task.id == id).and_then(|saved| name(by, saved));
        needed.push(Needed { task: id, name, end: ends.get(&id).map(|end| (end.execution, end.status)) });
    }
    Ok(needed)
}

fn name(by: &Principal, saved: &SavedTask) -> Option<String> {
    let relation = Relation::to_task(&saved.task, by);
    let seen = Operation::ReadTask.check_as(by, relation, Error::TaskNotFound(saved.task.id));
    seen.is_ok().then(|| saved.task.name.clone())
}
