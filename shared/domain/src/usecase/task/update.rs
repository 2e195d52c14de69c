//! Change a task.

use jiff::Timestamp;

use super::{
    dependencies,
    edit::apply,
    find::find,
    replace::{TaskPorts, replace},
};
use crate::{
    access::{Principal, Relation},
    id::TaskId,
    masking,
    port::{Replaced, SavedTask},
    task::{PausedBy, Task},
    usecase::{Edit, Expected, Operation, Refusal, account, config},
    violation::{Path, Violation},
};

/// How often the task may change under our hands before the caller is asked to try again.
const TRIES: usize = 8;

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
        let edited = draft.over(task);
        if redirects(task, &edited) {
            let relation = Relation::to_task(task, by);
            Operation::RedirectTask.check_as(by, relation, Refusal::TaskNotFound(id))?;
        }
        if edited.schedule != task.schedule {
            will_run(&edited, now)?;
        }
        Ok(edited)
    };
    change(ports, by, id, Operation::UpdateTask, expected, now, edited).await
}

/// Whether more is changed than what the task says: what it sends, when it runs, what it costs, whom it is assigned to.
fn redirects(task: &Task, edited: &Task) -> bool {
    let Task { name, description, priority, tags, metadata, due_date, reminder_time, .. } = edited.clone();
    let said = Task { name, description, priority, tags, metadata, due_date, reminder_time, ..task.clone() };
    said != *edited
}

/// Refuses a schedule all of whose times have passed at `now`.
pub(super) fn will_run(task: &Task, now: Timestamp) -> Result<(), Violation> {
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
    edited: impl Fn(&Task) -> Result<Task, Refusal> + Send,
) -> Result<SavedTask, Refusal> {
    for _ in 0..TRIES {
        let SavedTask { task, stats } = find(ports.reader, by, id, operation).await?;
        expected.check(task.version)?;
        let mut next = edited(&task)?;
        if next == task {
            return Ok(SavedTask { task, stats });
        }
        if next.config_id != task.config_id {
            config::usable(ports.configs, next.config_id, &task.owner).await?;
        }
        let resumed = task.paused_by == Some(PausedBy::Limit) && !next.paused;
        if next.schedule != task.schedule || resumed {
            let schedules: Vec<_> = next.schedule.iter().collect();
            let more = resumed.then_some(0);
            account::may_save(ports.accounts, by, &task.owner, more, &schedules).await?;
        }
        if next.dependencies != task.dependencies {
            dependencies::visible(ports.reader, by, &next, &task.dependencies).await?;
            dependencies::acyclic(ports.reader, by, &next).await?;
        }
        if next.schedule != task.schedule || next.paused != task.paused {
            next.schedule_version += 1;
        }
        next.version += 1;
        next.updated_at = now;
        next.updated_by = by.owner.clone();
        if replace(ports, &task, &next).await? == Replaced::Done {
            return Ok(SavedTask { task: next, stats });
        }
    }
    Err(Refusal::Contended)
}
