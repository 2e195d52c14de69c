//! Checks of the dependencies that a write gives a task: its owner can see them, and they form no cycle.

use std::collections::BTreeMap;

use beadle_domain::{
    access::{Principal, Relation, Role},
    dependency::{Cycle, UpstreamWalk},
    task::{LastEnd, SavedTask, Task},
};
use beadle_values::{
    id::TaskId,
    violation::{Path, Violation, Violations},
};
use futures_util::future::try_join_all;

use crate::{
    Error, Operation,
    port::{StoreError, Tasks},
};

/// The most tasks that the check for cycles walks; a write that needs more is rejected.
const MAX_WALKED: usize = 1_000;

/// The number of tasks read at once.
const AT_ONCE: usize = 16;

/// Rejects dependencies of `task` that its owner can't see, except those that it had `before`.
///
/// # Errors
/// [`Error::Invalid`] at `body.dependencies`, [`Error::Store`].
pub(super) async fn visible(
    tasks: &dyn Tasks,
    by: &Principal,
    task: &Task,
    before: &[TaskId],
) -> Result<(), Error> {
    let added: Vec<(usize, TaskId)> =
        task.dependencies.iter().copied().enumerate().filter(|(_, id)| !before.contains(id)).collect();
    let ids: Vec<TaskId> = added.iter().map(|(_, id)| *id).collect();
    let found = read(tasks, &ids).await?;
    let mut violations = Violations::new();
    for (index, id) in added {
        let there = found.iter().any(|saved| saved.task.id == id && is_visible(by, task, &saved.task));
        if !there {
            let path = Path::body().key("dependencies").index(index);
            violations.push(
                Violation::new(path, "unknown_task", format!("there is no task {id}"))
                    .hint("GET /api/v1/tasks lists those that you can name"),
            );
        }
    }
    Ok(violations.into_result(())?)
}

/// Rejects a change of `task` that makes it depend on itself, through others. Two concurrent changes can form
/// a cycle that neither of them sees, so it is asked again once the change is written.
///
/// # Errors
/// [`Error::Invalid`] at `body.dependencies`, with the cycle; [`Error::Store`].
pub(super) async fn acyclic(tasks: &dyn Tasks, by: &Principal, task: &Task) -> Result<(), Error> {
    let path = Path::body().key("dependencies");
    match walk(tasks, by, task).await? {
        Walked::Acyclic => Ok(()),
        Walked::Cycle(cycle) => {
            let message = format!("they lead back to the task itself: {cycle}");
            Err(Violation::new(path, "cycle", message).into())
        }
        Walked::TooMany => {
            let message = format!("they lead to more than {MAX_WALKED} tasks");
            Err(Violation::new(path, "too_many", message).into())
        }
    }
}

/// The cycle through `task`, if there is one; its path has the names that the owner of `task` can see.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn cycle(tasks: &dyn Tasks, task: &Task) -> Result<Option<Cycle>, StoreError> {
    let owner = Principal::in_person(task.owner.clone(), Role::User);
    Ok(match walk(tasks, &owner, task).await? {
        Walked::Cycle(cycle) => Some(cycle),
        Walked::Acyclic | Walked::TooMany => None,
    })
}

/// What a walk from a task to its dependencies found.
enum Walked {
    /// They do not lead back to the task.
    Acyclic,
    /// They do.
    Cycle(Cycle),
    /// They lead to more than [`MAX_WALKED`] tasks.
    TooMany,
}

async fn walk(tasks: &dyn Tasks, by: &Principal, task: &Task) -> Result<Walked, StoreError> {
    let mut walk = UpstreamWalk::from(task);
    loop {
        if let Some(cycle) = walk.cycle() {
            return Ok(Walked::Cycle(cycle));
        }
        if walk.len() > MAX_WALKED {
            return Ok(Walked::TooMany);
        }
        let next = walk.ahead();
        if next.is_empty() {
            return Ok(Walked::Acyclic);
        }
        for SavedTask { task: found, .. } in read(tasks, &next).await? {
            let name = is_visible(by, task, &found).then(|| found.name.clone());
            walk.visit(&found, name.as_deref().unwrap_or("a task of somebody else"));
        }
    }
}

/// The tasks with these ids that exist and are not deleted, in no order.
///
/// # Errors
/// [`StoreError`].
pub async fn read(tasks: &dyn Tasks, ids: &[TaskId]) -> Result<Vec<SavedTask>, StoreError> {
    let mut found = read_with_deleted(tasks, ids).await?;
    found.retain(|saved| saved.task.deleted_at.is_none());
    Ok(found)
}

/// The same with those that are deleted, while their rows are kept.
///
/// # Errors
/// [`StoreError`].
pub async fn read_with_deleted(tasks: &dyn Tasks, ids: &[TaskId]) -> Result<Vec<SavedTask>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        found.extend(try_join_all(some.iter().map(|id| tasks.get(*id))).await?.into_iter().flatten());
    }
    Ok(found)
}

/// The last ended executions of the tasks `found`.
pub fn ends(found: &[SavedTask]) -> BTreeMap<TaskId, LastEnd> {
    found.iter().filter_map(|saved| Some((saved.task.id, saved.stats.last_end.clone()?))).collect()
}

/// Whether the owner of `task` can see `other`. Only the access of the caller is known; another owner counts
/// as a user.
fn is_visible(by: &Principal, task: &Task, other: &Task) -> bool {
    let owner = if by.owner == task.owner {
        by.clone()
    } else {
        Principal::in_person(task.owner.clone(), Role::User)
    };
    let hidden = Error::TaskNotFound(other.id);
    Operation::ReadTask.check_as(&owner, Relation::to_task(other, &owner), hidden).is_ok()
}
