//! What a task runs after and what runs after it, directly and through others.

use std::collections::{BTreeMap, BTreeSet};

use beadle_domain::{
    access::{Principal, Relation},
    task::SavedTask,
};
use beadle_values::id::TaskId;

use super::{dependencies::read, find::find};
use crate::{
    Operation, Refusal,
    port::{Dependencies, Tasks},
};

/// How many tasks a graph is drawn from.
pub const MOST_NODES: usize = 1_000;

/// How many tasks are asked about at once who runs after them.
const AT_ONCE: usize = 100;

/// Tasks, and which of them runs after which.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskGraph {
    /// The tasks, in the order of their ids.
    pub nodes: Vec<SavedTask>,
    /// A task of them, and one that runs after it.
    pub edges: BTreeSet<(TaskId, TaskId)>,
    /// Whether there may be more tasks.
    pub truncated: bool,
}

/// All that the task runs after and all that runs after it, as far as `by` may see it: what only leads on through a task
/// of somebody else is left out. At most [`MOST_NODES`] tasks are looked at, the nearest first, what it runs after before
/// what runs after it.
///
/// # Errors
/// [`Refusal::TaskNotFound`], [`Refusal::Denied`], [`Refusal::Store`].
pub async fn graph(
    tasks: &dyn Tasks,
    links: &dyn Dependencies,
    by: &Principal,
    id: TaskId,
) -> Result<TaskGraph, Refusal> {
    let start = find(tasks, by, id, Operation::ReadTask).await?;
    let mut walk =
        Walk { tasks, by, found: BTreeMap::new(), looked_at: BTreeSet::from([id]), truncated: false };
    let mut next = start.task.dependencies.clone();
    while !next.is_empty() {
        let found = walk.look_at(&next, |_| true).await?;
        next = found.iter().flat_map(|id| walk.dependencies(*id)).copied().collect();
    }
    walk.found.insert(id, start);
    let mut next = vec![id];
    while !next.is_empty() && !walk.truncated {
        let mut after = Vec::new();
        for some in next.chunks(AT_ONCE) {
            let named: Vec<TaskId> = links.followers(some).await?.dependents.into_iter().collect();
            let runs_after = |saved: &SavedTask| saved.task.dependencies.iter().any(|id| some.contains(id));
            after.extend(walk.look_at(&named, runs_after).await?);
        }
        next = after;
    }
    Ok(walk.into_graph())
}

/// What was found so far.
struct Walk<'a> {
    tasks: &'a dyn Tasks,
    by: &'a Principal,
    found: BTreeMap<TaskId, SavedTask>,
    looked_at: BTreeSet<TaskId>,
    truncated: bool,
}

impl Walk<'_> {
    /// Looks at those of `ids` that were not looked at yet; those that are there, may be seen and belong.
    async fn look_at(
        &mut self,
        ids: &[TaskId],
        belongs: impl Fn(&SavedTask) -> bool,
    ) -> Result<Vec<TaskId>, Refusal> {
        let mut new = Vec::new();
        for id in ids {
            if self.looked_at.contains(id) {
                continue;
            }
            if self.looked_at.len() >= MOST_NODES {
                self.truncated = true;
                break;
            }
            self.looked_at.insert(*id);
            new.push(*id);
        }
        let mut found = Vec::new();
        for saved in read(self.tasks, &new).await? {
            let id = saved.task.id;
            let relation = Relation::to_task(&saved.task, self.by);
            let seen = Operation::ReadTask.check_as(self.by, relation, Refusal::TaskNotFound(id));
            if seen.is_ok() && belongs(&saved) {
                self.found.insert(id, saved);
                found.push(id);
            } else if seen.is_ok() {
                // It may yet turn out to run after another one.
                self.looked_at.remove(&id);
            }
        }
        Ok(found)
    }

    fn dependencies(&self, id: TaskId) -> &[TaskId] {
        self.found.get(&id).map_or(&[], |saved| &saved.task.dependencies)
    }

    fn into_graph(self) -> TaskGraph {
        let edges = self.found.values().flat_map(|saved| {
            let upstream = saved.task.dependencies.iter().filter(|id| self.found.contains_key(id));
            upstream.map(|id| (*id, saved.task.id))
        });
        TaskGraph {
            edges: edges.collect(),
            truncated: self.truncated,
            nodes: self.found.into_values().collect(),
        }
    }
}
