//! Changing a task.

use beadle_domain::{
    access::{Relation, Role},
    function::usage,
    masking,
    spec::origin::origin,
    task::{Notify, SavedTask, Task, TaskDraft},
};
use beadle_schedule::Schedule;
use beadle_values::{
    id::TaskId,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;

use super::{TaskService, edit::apply};
use crate::{Call, Edit, Error, Expected, Operation, calendar};

impl TaskService {
    /// Applies `edit` to the task. An edit that changes nothing writes nothing.
    ///
    /// # Errors
    /// [`Error::TaskNotFound`], [`Error::Denied`], [`Error::Invalid`], [`Error::Stale`],
    /// [`Error::Contended`], [`Error::Store`], [`Error::Scheduler`].
    pub async fn update(
        &self,
        call: Call<'_>,
        id: TaskId,
        edit: &Edit,
        expected: &Expected,
    ) -> Result<SavedTask, Error> {
        let path = Path::body().key("config");
        if edit.gives(&["config", "type", "task_type", "retry", "notify"]) {
            let saved = self.find(call.by, id, Operation::UpdateTask).await?;
            // An edit that is refused for another reason is refused below, with all its faults.
            if let Ok(draft) = apply(edit, &saved.task) {
                let known = usage::of_task(&saved.task);
                let uses = usage::of_parts(&draft.spec, &draft.policy, draft.notify.as_ref());
                self.code.has_functions(uses.into_iter().filter(|named| !known.contains(named))).await?;
            }
        }
        let schedule = &self.edited_schedule(call, id, edit).await?;
        let edited = |task: &Task| {
            let edited = edited(call, edit, task, schedule.as_ref())?;
            if edited.spec != task.spec {
                self.code.may_run_script(call.by, &edited.spec, &path)?;
            }
            Ok(edited)
        };
        self.change(call, id, Operation::UpdateTask, expected, edited).await
    }

    /// The schedule that `edit` makes, with the days of its calendars; `None` if it leaves the schedule alone, or is refused
    /// anyway.
    async fn edited_schedule(
        &self,
        call: Call<'_>,
        id: TaskId,
        edit: &Edit,
    ) -> Result<Option<Schedule>, Error> {
        if !edit.gives(&["schedule"]) {
            return Ok(None);
        }
        let saved = self.find(call.by, id, Operation::UpdateTask).await?;
        let schedule = apply(edit, &saved.task).ok().and_then(|draft| draft.schedule);
        let Some(schedule) = schedule.filter(|schedule| schedule.calendars().next().is_some()) else {
            return Ok(None);
        };
        let schedule = calendar::look_up(&*self.calendars, &saved.task.owner, schedule).await?;
        calendar::exist(&schedule, saved.task.schedule.as_ref(), &Path::body().key("schedule"))?;
        Ok(Some(schedule))
    }
}

/// Rejects `edited` if it redirects the task and the caller may not.
///
/// # Errors
/// [`Error::Denied`], or [`Error::TaskNotFound`] for a task that the caller may not know of.
pub(crate) fn may_redirect(call: Call<'_>, task: &Task, edited: &Task) -> Result<(), Error> {
    if !task.is_redirected_by(edited) {
        return Ok(());
    }
    let relation = Relation::to_task(task, call.by);
    Operation::RedirectTask.check_as(call.by, relation, Error::TaskNotFound(task.id))
}

/// `task` after `edit`, if the caller may make it; `schedule` is what it is to have then, with the days of its calendars.
fn edited(call: Call<'_>, edit: &Edit, task: &Task, schedule: Option<&Schedule>) -> Result<Task, Error> {
    let mut draft = apply(edit, task)?;
    let is_same_config = draft.config_id == task.config_id;
    masking::unmask(&mut draft.spec, Some((&task.spec, is_same_config)), &Path::body().key("config"))?;
    unmask_notify(&mut draft, Some(task))?;
    let mut edited = draft.over(task, call.now);
    // The same schedules as texts, whose calendars are looked up.
    let known = [task.schedule.as_ref(), schedule].into_iter().flatten();
    if let Some(known) = known.into_iter().find(|known| edited.schedule.as_ref() == Some(*known)) {
        edited.schedule = edited.schedule.map(|edited| edited.with_calendars_of(known));
    }
    if edited.template_id.is_some()
        && edited.credits_per_run != task.credits_per_run
        && call.by.role != Role::Admin
    {
        let violation = Violation::new(Path::body().key("credits_per_run"), "read_only", "is read-only");
        return Err(violation.hint("the template of the task says it").into());
    }
    may_redirect(call, task, &edited)?;
    if edited.schedule != task.schedule || edited.reminder_time != task.reminder_time {
        will_run(&edited, call.now)?;
    }
    Ok(edited)
}

/// Restores the credentials that the webhooks of `draft` repeat masked.
pub(super) fn unmask_notify(draft: &mut TaskDraft, known: Option<&Task>) -> Result<(), Violations> {
    let known: Vec<_> =
        known.and_then(|task| task.notify.as_ref()).into_iter().flat_map(Notify::webhooks).collect();
    let mut violations = Violations::new();
    for (member, webhook) in draft.notify.iter_mut().flat_map(Notify::webhooks_mut) {
        let known = known.iter().find(|(of, _)| *of == member).map(|(_, known)| &known.http);
        let known = known.filter(|known| origin(&known.url) == origin(&webhook.http.url));
        let path = Path::body().key("notify").key(member);
        violations.take(masking::unmask_headers(
            &mut webhook.http.headers,
            known.map(|known| &known.headers),
            &path,
        ));
    }
    if violations.is_empty() { Ok(()) } else { Err(violations) }
}

/// Rejects a schedule and a reminder all of whose times have passed at `now`.
pub(super) fn will_run(task: &Task, now: Timestamp) -> Result<(), Violation> {
    if let Some(time) = task.reminder_time.filter(|_| task.schedule.is_none())
        && Schedule::once(time).next_after(now, task.created_at).is_none()
    {
        let refused = Violation::new(Path::body().key("reminder_time"), "schedule", "its time has passed");
        return Err(refused.hint("give a time to come, or null for no reminder"));
    }
    task.schedule
        .as_ref()
        .map_or(Ok(()), |schedule| schedule.is_still_due(now, task.created_at, &Path::body().key("schedule")))
}
