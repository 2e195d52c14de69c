//! Changing a task by compare-and-swap.

use beadle_domain::task::{PausedBy, SavedTask, Task};
use beadle_values::{id::TaskId, violation::Path};

use super::{TaskService, dependencies, replace::replace};
use crate::{
    Call, Error, Expected, Operation, account, config,
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::Replaced,
    resource_key::free_for_task,
};

impl TaskService {
    /// Replaces the task by what `edited` makes of it, if the caller may do `operation` to it, deciding anew
    /// on each conflict. An edit that changes nothing writes nothing.
    pub(super) async fn change(
        &self,
        call: Call<'_>,
        id: TaskId,
        operation: Operation,
        expected: &Expected,
        edited: impl Fn(&Task) -> Result<Task, Error> + Send + Sync,
    ) -> Result<SavedTask, Error> {
        let edited = &edited;
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let saved = match operation {
                Operation::RestoreTask => self.find_deleted(call, id).await?,
                _ => self.find(call.by, id, operation).await?,
            };
            let SavedTask { task, stats } = saved;
            expected.check(task.version)?;
            let next = edited(&task)?;
            if next == task && phrase(&next) == phrase(&task) {
                return Ok(Attempt::Done(SavedTask { task, stats }));
            }
            let next = self.next_version(call, &task, next).await?;
            let replaced = replace(&*self.tasks, &*self.scheduler, &task, &next).await?;
            if replaced == Replaced::Done && links(&task, &next) {
                self.check_written(call, &task, &next).await?;
            }
            Ok(Attempt::done_if(replaced == Replaced::Done, SavedTask { task: next, stats }))
        })
        .await
    }

    /// `next` as the version after `task`, if what it changes is allowed.
    async fn next_version(&self, call: Call<'_>, task: &Task, mut next: Task) -> Result<Task, Error> {
        if next.config_id != task.config_id {
            config::ensure_usable(&*self.configs, next.config_id, &task.owner, &Path::body()).await?;
        }
        let resumed = task.paused_by == Some(PausedBy::Limit) && !next.paused;
        let restored = task.deleted_at.is_some() && next.deleted_at.is_none();
        if next.schedule != task.schedule || resumed || restored {
            let schedules: Vec<_> = next.schedule.iter().collect();
            let more = if restored { Some(1) } else { resumed.then_some(0) };
            account::may_save(&*self.accounts, call, &task.owner, more, &schedules).await?;
        }
        if next.held_key() != task.held_key() {
            free_for_task(&*self.tasks, &next).await?;
        }
        if next.dependencies != task.dependencies {
            dependencies::visible(&*self.tasks, call.by, &next, &task.dependencies).await?;
        }
        if links(task, &next) {
            dependencies::acyclic(&*self.tasks, call.by, &next).await?;
        }
        if next.schedule != task.schedule
            || next.reminder_time != task.reminder_time
            || next.paused != task.paused
            || next.is_armed() != task.is_armed()
        {
            next.schedule_version += 1;
        }
        next.version += 1;
        next.updated_at = call.now;
        next.updated_by = call.by.owner.clone();
        Ok(next)
    }
}

/// Whether `next`, in place of `task`, begins to run after other tasks.
fn links(task: &Task, next: &Task) -> bool {
    let restored = task.deleted_at.is_some() && next.deleted_at.is_none();
    (next.dependencies != task.dependencies || restored) && !next.dependencies.is_empty()
}

/// The phrase of its schedule, which does not identify the schedule.
fn phrase(task: &Task) -> Option<&str> {
    task.schedule.as_ref()?.phrase()
}
