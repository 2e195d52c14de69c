//! Writing a task that was exported elsewhere.

use beadle_domain::{
    masking,
    task::{DELETED_RETENTION, Task},
    transfer::task::ImportedTask,
};
use beadle_values::{
    duration,
    id::TaskId,
    violation::{Path, Violation},
};

use super::{TaskService, dependencies, replace::insert, update::unmask_notify};
use crate::{
    Call, Error, Operation, account,
    port::{Dependencies, Inserted},
    resource_key::free_for_task,
};

impl TaskService {
    /// Writes a task of the caller by the rules of a new one, as it was elsewhere: paused, completed or deleted. Only a schedule
    /// whose times have all passed is no fault. Its last release is written first, so that it does not run again for
    /// executions that it ran after already.
    ///
    /// # Errors
    /// As [`Self::create`].
    pub(crate) async fn import(
        &self,
        call: Call<'_>,
        mut imported: ImportedTask,
        releases: &dyn Dependencies,
    ) -> Result<Inserted, Error> {
        let Call { by, now, .. } = call;
        Operation::CreateTask.check_own(by)?;
        let deleted_at = imported.deleted_at();
        if deleted_at.is_some_and(|at| duration::after(at, DELETED_RETENTION) <= now) {
            let path = Path::body().key("state").key("deleted_at");
            return Err(Violation::new(path, "expired", "was deleted so long ago that it is not kept").into());
        }
        masking::unmask(&mut imported.draft.spec, None, &Path::body().key("config"))?;
        unmask_notify(&mut imported.draft, None)?;
        match deleted_at {
            None => self.ensure_references(by, &mut imported.draft).await?,
            // What it names may be deleted too.
            Some(_) => self.code.may_run_script(by, &imported.draft.spec, &Path::body().key("config"))?,
        }
        let schedules: Vec<_> = imported.draft.schedule.iter().collect();
        let more = deleted_at.is_none().then_some(1);
        account::may_save(&*self.accounts, call, &by.owner, more, &schedules).await?;
        let (release, is_numbered) = (imported.release.take(), imported.is_numbered);
        let mut task = imported.into_task(&by.owner, now);
        let gone = self.gone_dependencies(call, &task).await?;
        dependencies::visible(&*self.tasks, by, &task, &gone).await?;
        if !task.dependencies.is_empty() {
            dependencies::acyclic(&*self.tasks, by, &task).await?;
        }
        free_for_task(&*self.tasks, &task).await?;
        if is_numbered {
            task.number = Some(self.tasks.assign_number(task.id).await?);
        }
        if let Some(release) = release {
            // A conflict is with one that an interrupted import wrote.
            releases.put_release(&release).await?;
        }
        insert(&*self.tasks, &*self.scheduler, &task).await
    }

    /// Those dependencies of `task` that are tasks of the caller which were deleted; of a deleted task also those that there are
    /// no more.
    async fn gone_dependencies(&self, call: Call<'_>, task: &Task) -> Result<Vec<TaskId>, Error> {
        let found = dependencies::read_with_deleted(&*self.tasks, &task.dependencies).await?;
        let is_gone = |id: &TaskId| match found.iter().find(|saved| saved.task.id == *id) {
            Some(saved) => saved.task.deleted_at.is_some() && saved.task.owner == call.by.owner,
            None => task.deleted_at.is_some(),
        };
        Ok(task.dependencies.iter().copied().filter(is_gone).collect())
    }
}
