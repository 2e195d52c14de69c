//! Change a task.

use beadle_domain::{
    access::{Principal, Relation, Role},
    masking,
    task::{PausedBy, SavedTask, Task, TaskDraft},
};
use beadle_schedule::Schedule;
use beadle_values::{
    id::TaskId,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;

use super::{
    dependencies,
    edit::apply,
    find::find,
    replace::{TaskPorts, replace},
};
use crate::{Edit, Expected, Operation, Refusal, account, config, port::Replaced};

/// How often the task may change under our hands before the caller is asked to try again.
pub(super) const TRIES: usize = 8;

/// Makes `edit` to the task. An edit that changes nothing writes nothing.
///
/// # Errors
/// [`Refusal::TaskNotFound`], [`Refusal::Denied`], [`Refusal::Invalid`], [`Refusal::Stale`], [`Refusal::Contended`],
/// [`Refusal::Store`], [`Refusal::Scheduler`].
pub async fn update(
    ports: TaskPorts<'_>,
    by: &Principal,
    id: TaskId,
    edit: &Edit,
    expected: &Expected,
    now: Timestamp,
) -> Result<SavedTask, Refusal> {
    let edited = |task: &Task| {
        let mut draft = apply(edit, task)?;
        masking::unmask(&mut draft.spec, Some(&task.spec), &Path::body().key("config"))?;
        unmask_notify(&mut draft, Some(task))?;
        let edited = draft.over(task, now);
        if edited.template_id.is_some()
            && edited.credits_per_run != task.credits_per_run
            && by.role != Role::Admin
        {
            let fault = Violation::new(Path::body().key("credits_per_run"), "read_only", "is read-only");
            return Err(fault.hint("the template of the task says it").into());
        }
        if redirects(task, &edited) {
            let relation = Relation::to_task(task, by);
            Operation::RedirectTask.check_as(by, relation, Refusal::TaskNotFound(id))?;
        }
        if edited.schedule != task.schedule || edited.reminder_time != task.reminder_time {
            will_run(&edited, now)?;
        }
        Ok(edited)
    };
    change(ports, by, id, Operation::UpdateTask, expected, now, edited).await
}

/// Whether more is changed than what the task says: what it sends, when it runs, what it costs, whom it is assigned to.
fn redirects(task: &Task, edited: &Task) -> bool {
    let Task { name, description, priority, tags, metadata, due_date, reminder_time, completed_at, .. } =
        edited.clone();
    let said = Task {
        name,
        description,
        priority,
        tags,
        metadata,
        due_date,
        reminder_time,
        completed_at,
        ..task.clone()
    };
    said != *edited
}

/// Puts the credentials back that the webhook of `draft` shows as masks.
pub(super) fn unmask_notify(draft: &mut TaskDraft, known: Option<&Task>) -> Result<(), Violations> {
    let Some(webhook) = draft.notify.as_mut().and_then(|notify| notify.webhook.as_mut()) else {
        return Ok(());
    };
    let known = known.and_then(|task| task.notify.as_ref()?.webhook.as_ref());
    let path = Path::body().key("notify").key("webhook");
    masking::unmask_headers(&mut webhook.http.headers, known.map(|known| &known.http.headers), &path)
}

/// Refuses a schedule all of whose times have passed at `now`, and a reminder whose time has.
pub(super) fn will_run(task: &Task, now: Timestamp) -> Result<(), Violation> {
    if let Some(time) = task.reminder_time.filter(|_| task.schedule.is_none())
        && Schedule::once(time).next_after(now, task.created_at).is_none()
    {
        let refused = Violation::new(Path::body().key("reminder_time"), "schedule", "its time has passed");
        return Err(refused.hint("give a time to come, or null for no reminder"));
    }
    match &task.schedule {
        Some(schedule) if schedule.next_after(now, task.created_at).is_none() => {
            let message = format!("`{schedule}` is not due any more: its time has passed");
            Err(Violation::new(Path::body().key("schedule"), "schedule", message)
                .hint("give a time to come, or null for no schedule"))
        }
        _ => Ok(()),
    }
}

/// Replaces the task by what `edited` makes of it, again from the start when someone else was faster.
pub(super) async fn change(
    ports: TaskPorts<'_>,
    by: &Principal,
    id: TaskId,
    operation: Operation,
    expected: &Expected,
    now: Timestamp,
    edited: impl Fn(&Task) -> Result<Task, Refusal> + Send + Sync,
) -> Result<SavedTask, Refusal> {
    for _ in 0..TRIES {
        let saved = find(ports.reader, by, id, operation).await?;
        if let Some(saved) = attempt(ports, by, saved, expected, now, &edited).await? {
            return Ok(saved);
        }
    }
    Err(Refusal::Contended)
}

/// Replaces `saved` by what `edited` makes of it; `None` when someone else was faster.
pub(super) async fn attempt(
    ports: TaskPorts<'_>,
    by: &Principal,
    saved: SavedTask,
    expected: &Expected,
    now: Timestamp,
    edited: impl Fn(&Task) -> Result<Task, Refusal> + Send,
) -> Result<Option<SavedTask>, Refusal> {
    let SavedTask { task, stats } = saved;
    expected.check(task.version)?;
    let mut next = edited(&task)?;
    if next == task {
        return Ok(Some(SavedTask { task, stats }));
    }
    if next.config_id != task.config_id {
        config::usable(ports.configs, next.config_id, &task.owner).await?;
    }
    let resumed = task.paused_by == Some(PausedBy::Limit) && !next.paused;
    let restored = task.deleted_at.is_some() && next.deleted_at.is_none();
    if next.schedule != task.schedule || resumed || restored {
        let schedules: Vec<_> = next.schedule.iter().collect();
        let more = if restored { Some(1) } else { resumed.then_some(0) };
        account::may_save(ports.accounts, by, &task.owner, more, &schedules, now).await?;
    }
    if next.dependencies != task.dependencies {
        dependencies::visible(ports.reader, by, &next, &task.dependencies).await?;
    }
    if next.dependencies != task.dependencies || restored {
        dependencies::acyclic(ports.reader, by, &next).await?;
    }
    if next.schedule != task.schedule
        || next.reminder_time != task.reminder_time
        || next.paused != task.paused
        || next.is_armed() != task.is_armed()
    {
        next.schedule_version += 1;
    }
    next.version += 1;
    next.updated_at = now;
    next.updated_by = by.owner.clone();
    let replaced = replace(ports, &task, &next).await?;
    Ok((replaced == Replaced::Done).then_some(SavedTask { task: next, stats }))
}
