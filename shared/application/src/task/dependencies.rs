//! What a write says about the tasks that a task runs after: they are there for its owner, and lead to no circle.

use std::collections::BTreeMap;

use beadle_domain::{
    access::{Principal, Relation, Role},
    dependency::UpstreamWalk,
    task::{LastEnd, SavedTask, Task},
};
use beadle_values::{
    id::TaskId,
    violation::{Path, Violation, Violations},
};
use futures_util::future::try_join_all;

use crate::{
    Operation, Refusal,
    port::{StoreError, Tasks},
};

/// How many tasks a write looks at before it is refused for what it would take to tell that it ties no circle.
const MOST_WALKED: usize = 1_000;

/// How many tasks are read at once.
const AT_ONCE: usize = 16;

/// Refuses dependencies of `task` that its owner can't see, as far as they are not among those it had `before`.
///
/// # Errors
/// [`Refusal::Invalid`] at `body.dependencies`, [`Refusal::Store`].
pub(super) async fn visible(
    reader: &dyn Tasks,
    by: &Principal,
    task: &Task,
    before: &[TaskId],
) -> Result<(), Refusal> {
    let added: Vec<(usize, TaskId)> =
        task.dependencies.iter().copied().enumerate().filter(|(_, id)| !before.contains(id)).collect();
    let ids: Vec<TaskId> = added.iter().map(|(_, id)| *id).collect();
    let found = read(reader, &ids).await?;
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

/// Refuses a change of `task` after which it runs, through others, after itself. Two changes at the same moment can tie a
/// circle that neither of them sees; it ends at [`beadle_domain::dependency::MAX_CHAINED_RELEASES`].
///
/// # Errors
/// [`Refusal::Invalid`] at `body.dependencies`, with the way round; [`Refusal::Store`].
pub(super) async fn acyclic(reader: &dyn Tasks, by: &Principal, task: &Task) -> Result<(), Refusal> {
    let path = Path::body().key("dependencies");
    let mut walk = UpstreamWalk::from(task);
    loop {
        if let Some(cycle) = walk.cycle() {
            let message = format!("they lead back to the task itself: {cycle}");
            return Err(Violation::new(path, "cycle", message).into());
        }
        if walk.len() > MOST_WALKED {
            let message = format!("they lead to more than {MOST_WALKED} tasks");
            return Err(Violation::new(path, "too_many", message).into());
        }
        let next = walk.ahead();
        if next.is_empty() {
            return Ok(());
        }
        for SavedTask { task: found, .. } in read(reader, &next).await? {
            let name = is_visible(by, task, &found).then(|| found.name.clone());
            walk.visit(&found, name.as_deref().unwrap_or("a task of somebody else"));
        }
    }
}

/// The tasks under `ids` that are there, in no order.
///
/// # Errors
/// [`StoreError`].
pub async fn read(reader: &dyn Tasks, ids: &[TaskId]) -> Result<Vec<SavedTask>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        found.extend(try_join_all(some.iter().map(|id| reader.get(*id))).await?.into_iter().flatten());
    }
    found.retain(|saved| saved.task.deleted_at.is_none());
    Ok(found)
}

/// How the executions of the tasks `found` ended last.
pub fn ends(found: &[SavedTask]) -> BTreeMap<TaskId, LastEnd> {
    found.iter().filter_map(|saved| Some((saved.task.id, saved.stats.last_end.clone()?))).collect()
}

/// Whether the owner of `task` can see `other`. Of others' access nothing is known but their name.
fn is_visible(by: &Principal, task: &Task, other: &Task) -> bool {
    let owner = if by.owner == task.owner {
        by.clone()
    } else {
        Principal::in_person(task.owner.clone(), Role::User)
    };
    let hidden = Refusal::TaskNotFound(other.id);
    Operation::ReadTask.check_as(&owner, Relation::to_task(other, &owner), hidden).is_ok()
}
