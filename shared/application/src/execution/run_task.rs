//! Running a saved task now, beside its schedule.

use beadle_domain::{
    dependency,
    execution::{Status, Trigger, TriggerKind},
    task::Task,
};
use beadle_values::{
    id::{ExecutionId, TaskId},
    violation::Path,
};
use serde_json::{Map, Value};

use super::{Begun, ExecutionService};
use crate::{Call, Error, Operation, Unmet, account, task};

/// A run of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct RunTask {
    /// The task.
    pub id: TaskId,
    /// The input; its members override those of the task's own. Only who may redirect the task may give any.
    pub input: Map<String, Value>,
    /// Run it even if its dependencies have not all completed.
    pub force: bool,
}

impl ExecutionService {
    /// Starts an execution of the task as it is now.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `body.input` if its order key can't be resolved, [`Error::TaskNotFound`],
    /// [`Error::DependenciesUnmet`], [`Error::Denied`], [`Error::Limit`], [`Error::KeyReused`], [`Error::Store`].
    pub async fn run_task(&self, call: Call<'_>, run: RunTask) -> Result<Begun, Error> {
        let task = task::find(&*self.tasks, call.by, run.id, Operation::ExecuteTask).await?.task;
        account::may_start(&*self.accounts, call, &task.owner, 1, task.credits_per_run).await?;
        let mut input = task.input.clone();
        input.extend(run.input);
        let with_input = Task { input, ..task.clone() };
        task::may_redirect(call, &task, &with_input)?;
        let task = with_input;
        let upstream = self.upstream(&task, run.force).await?;
        let trigger = Trigger { upstream, ..Trigger::of(TriggerKind::Manual) };
        let id = call.execution_id(&*self.ids);
        let mut request = task.request(id, trigger, &self.defaults.task, call.now);
        let place = || Path::body().key("input");
        request.order = request.order.map(|order| order.checked(place())).transpose()?;
        request.idempotency = call.key.map(|key| key.stamp.clone());
        self.begin(call, request, call.now).await
    }

    /// The completed executions of the dependencies of `task`.
    async fn upstream(&self, task: &Task, force: bool) -> Result<Vec<ExecutionId>, Error> {
        if task.dependencies.is_empty() {
            return Ok(Vec::new());
        }
        let (found, deleted): (Vec<_>, Vec<_>) =
            task::dependencies::read_with_deleted(&*self.tasks, &task.dependencies)
                .await?
                .into_iter()
                .partition(|saved| saved.task.deleted_at.is_none());
        let ends = task::dependencies::ends(&found);
        let unmet = dependency::unmet(task, &ends);
        if !unmet.is_empty() && !force {
            let unmet = unmet.into_iter().map(|(task, status)| {
                let live = found.iter().find(|saved| saved.task.id == task);
                let row = live.or_else(|| deleted.iter().find(|saved| saved.task.id == task));
                let name = row.map(|saved| saved.task.name.clone());
                Unmet { task, name, deleted: live.is_none(), status }
            });
            return Err(Error::DependenciesUnmet(unmet.collect()));
        }
        let completed = ends.values().filter(|end| end.status == Status::Completed);
        Ok(completed.map(|end| end.execution).collect())
    }
}
