//! Running a saved task now, beside its schedule.

use beadle_domain::{
    dependency,
    execution::{Status, Trigger, TriggerKind},
    task::Task,
};
use beadle_values::id::{ExecutionId, TaskId};
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
    /// [`Error::TaskNotFound`], [`Error::DependenciesUnmet`], [`Error::Denied`], [`Error::Limit`],
    /// [`Error::KeyReused`], [`Error::Store`].
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
        request.idempotency = call.key.map(|key| key.stamp.clone());
        self.begin(call, request, call.now).await
    }

    /// The completed executions of the dependencies of `task`.
    async fn upstream(&self, task: &Task, force: bool) -> Result<Vec<ExecutionId>, Error> {
        if task.dependencies.is_empty() {
            return Ok(Vec::new());
        }
        let found = task::dependencies::read(&*self.tasks, &task.dependencies).await?;
        let ends = task::dependencies::ends(&found);
        let unmet = dependency::unmet(task, &ends);
        if !unmet.is_empty() && !force {
            let name =
                |id| found.iter().find(|saved| saved.task.id == id).map(|saved| saved.task.name.clone());
            let unmet =
                unmet.into_iter().map(|(task, status)| Unmet { task, name: name(task), status }).collect();
            return Err(Error::DependenciesUnmet(unmet));
        }
        let completed = ends.values().filter(|end| end.status == Status::Completed);
        Ok(completed.map(|end| end.execution).collect())
    }
}
