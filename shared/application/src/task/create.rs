//! Saving a new task.

use beadle_domain::{
    access::Principal,
    function::usage,
    masking,
    task::{SavedTask, Task, TaskDraft, TaskStats},
};
use beadle_values::violation::Path;

use super::{
    TaskService, dependencies,
    replace::insert,
    update::{unmask_notify, will_run},
};
use crate::{Call, Error, Operation, account, calendar, config, port::Inserted, resource_key::free_for_task};

/// A task that was created by this call or by an earlier one with the same key.
#[derive(Debug, Clone, PartialEq)]
pub struct Created {
    /// The task as it is now.
    pub saved: SavedTask,
    /// Whether an earlier call with the same key created it.
    pub replayed: bool,
}

/// Whether a new task is given a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NewNumber {
    /// No.
    None,
    /// The next one.
    Next,
}

impl TaskService {
    /// Creates the task that `draft` describes. Its schedule is armed first: a crash in between leaves a tick
    /// without a task, which removes itself, and never a task that does not tick.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Invalid`], [`Error::Limit`], [`Error::KeyReused`], [`Error::KeyTaken`],
    /// [`Error::Store`], [`Error::Scheduler`].
    pub async fn create(&self, call: Call<'_>, draft: TaskDraft) -> Result<Created, Error> {
        self.save(call, draft, NewNumber::None).await
    }

    /// Refuses commands, functions, calendars and configs that `draft` names and that do not exist, or are not for the caller.
    /// Its schedule gets the days of its calendars.
    pub(super) async fn ensure_references(&self, by: &Principal, draft: &mut TaskDraft) -> Result<(), Error> {
        self.code.may_run_script(by, &draft.spec, &Path::body().key("config"))?;
        self.code.has_functions(usage::of_parts(&draft.spec, &draft.policy, draft.notify.as_ref())).await?;
        if let Some(schedule) = draft.schedule.take() {
            let schedule = calendar::look_up(&*self.calendars, &by.owner, schedule).await?;
            calendar::exist(&schedule, None, &Path::body().key("schedule"))?;
            draft.schedule = Some(schedule);
        }
        config::ensure_usable(&*self.configs, draft.config_id, &by.owner, &Path::body()).await
    }

    /// The same, for a task that may be given a number.
    pub(crate) async fn save(
        &self,
        call: Call<'_>,
        mut draft: TaskDraft,
        number: NewNumber,
    ) -> Result<Created, Error> {
        let Call { by, key, now, .. } = call;
        Operation::CreateTask.check_own(by)?;
        masking::unmask(&mut draft.spec, None, &Path::body().key("config"))?;
        unmask_notify(&mut draft, None)?;
        let id = call.task_id(&*self.ids);
        if let Some(key) = key
            && let Some(saved) = self.tasks.get(id).await?
        {
            key.check(saved.task.idempotency.as_ref())?;
            return Ok(Created { saved, replayed: true });
        }
        self.ensure_references(by, &mut draft).await?;
        let schedules: Vec<_> = draft.schedule.iter().collect();
        account::may_save(&*self.accounts, call, &by.owner, Some(1), &schedules).await?;
        let idempotency = key.map(|key| key.stamp.clone());
        let mut task = Task { idempotency, ..draft.into_task(id, by.owner.clone(), now) };
        will_run(&task, now)?;
        dependencies::visible(&*self.tasks, by, &task, &[]).await?;
        free_for_task(&*self.tasks, &task).await?;
        if number == NewNumber::Next {
            task.number = Some(self.tasks.assign_number(id).await?);
        }
        let (task, replayed) = match insert(&*self.tasks, &*self.scheduler, &task).await? {
            Inserted::Created => (task, false),
            Inserted::Existing(existing) => {
                if let Some(key) = key {
                    key.check(existing.idempotency.as_ref())?;
                }
                (*existing, true)
            }
        };
        Ok(Created { saved: SavedTask { task, stats: TaskStats::default() }, replayed })
    }
}
