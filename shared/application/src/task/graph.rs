//! The graph of a task: what it depends on and what depends on it, directly and through others.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use beadle_domain::{
    access::{Principal, Relation},
    task::SavedTask,
};
use beadle_values::id::TaskId;

use super::{
    dependencies::{read, read_with_deleted},
    find::find,
};
use crate::{
    Error, Operation,
    port::{Dependencies, Tasks},
};

/// The most tasks in a graph.
pub const MAX_NODES: usize = 1_000;

/// The number of tasks whose dependents are read at once.
const AT_ONCE: usize = 100;

/// Tasks and their dependencies.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskGraph {
    /// The tasks, ordered by id; with the deleted ones that others still depend on.
    pub nodes: Vec<SavedTask>,
    /// Pairs of a task and one that depends on it.
    pub edges: BTreeSet<(TaskId, TaskId)>,
    /// Whether there may be more tasks.
    pub truncated: bool,
}

/// The graph of dependencies.
#[derive(Clone)]
pub struct GraphService {
    /// The tasks.
    pub tasks: Arc<dyn Tasks>,
    /// Their dependencies.
    pub dependencies: Arc<dyn Dependencies>,
}

impl GraphService {
    /// Everything that the task depends on and everything that depends on it, as far as `by` may see it: what
    /// is reachable only through a task that `by` may not see is left out. Visits at most [`MAX_NODES`]
    /// tasks, nearest first, upstream before downstream.
    ///
    /// # Errors
    /// [`Error::TaskNotFound`], [`Error::Denied`], [`Error::Store`].
    pub async fn graph(&self, by: &Principal, id: TaskId) -> Result<TaskGraph, Error> {
        let tasks = &*self.tasks;
        let start = find(tasks, by, id, Operation::ReadTask).await?;
        let mut walk =
            Walk { tasks, by, found: BTreeMap::new(), visited: BTreeSet::from([id]), truncated: false };
        let mut next = start.task.dependencies.clone();
        while !next.is_empty() {
            let found = walk.visit(&next, |_| true).await?;
            next = found.iter().flat_map(|id| walk.dependencies(*id)).copied().collect();
        }
        walk.found.insert(id, start);
        let mut next = vec![id];
        while !next.is_empty() && !walk.truncated {
            let mut after = Vec::new();
            for some in next.chunks(AT_ONCE) {
                let named: Vec<TaskId> =
                    self.dependencies.followers(some).await?.dependents.into_iter().collect();
                let depends = |saved: &SavedTask| saved.task.dependencies.iter().any(|id| some.contains(id));
                after.extend(walk.visit(&named, depends).await?);
            }
            next = after;
        }
        walk.add_deleted().await?;
        Ok(walk.into_graph())
    }

    /// Refuses to delete the task while others run after it: they would wait for ever.
    ///
    /// # Errors
    /// [`Error::HasDependents`] with them, [`Error::TaskNotFound`], [`Error::Denied`], [`Error::Store`].
    pub async fn may_delete(&self, by: &Principal, id: TaskId) -> Result<(), Error> {
        find(&*self.tasks, by, id, Operation::DeleteTask).await?;
        let named: Vec<TaskId> = self.dependencies.followers(&[id]).await?.dependents.into_iter().collect();
        let mut dependents = Vec::new();
        for SavedTask { task, .. } in read(&*self.tasks, &named).await? {
            if task.dependencies.contains(&id) {
                let seen = Operation::ReadTask.check_as(
                    by,
                    Relation::to_task(&task, by),
                    Error::TaskNotFound(task.id),
                );
                dependents.push(Dependent { task: task.id, name: seen.is_ok().then_some(task.name) });
            }
        }
        if dependents.is_empty() { Ok(()) } else { Err(Error::HasDependents(dependents)) }
    }
}

/// A task that runs after another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependent {
    /// The task.
    pub task: TaskId,
    /// Its name; `None` if the caller may not see it.
    pub name: Option<String>,
}

/// The tasks found so far.
struct Walk<'a> {
    tasks: &'a dyn Tasks,
    by: &'a Principal,
    found: BTreeMap<TaskId, SavedTask>,
    visited: BTreeSet<TaskId>,
    truncated: bool,
}

impl Walk<'_> {
    /// Visits those of `ids` that were not visited yet; returns those that exist, may be seen and belong.
    async fn visit(
        &mut self,
        ids: &[TaskId],
        belongs: impl Fn(&SavedTask) -> bool,
    ) -> Result<Vec<TaskId>, Error> {
        let mut new = Vec::new();
        for id in ids {
            if self.visited.contains(id) {
                continue;
            }
            if self.visited.len() >= MAX_NODES {
                self.truncated = true;
                break;
            }
            self.visited.insert(*id);
            new.push(*id);
        }
        let mut found = Vec::new();
        for saved in read(self.tasks, &new).await? {
            let id = saved.task.id;
            let relation = Relation::to_task(&saved.task, self.by);
            let seen = Operation::ReadTask.check_as(self.by, relation, Error::TaskNotFound(id));
            if seen.is_ok() && belongs(&saved) {
                self.found.insert(id, saved);
                found.push(id);
            } else if seen.is_ok() {
                // It may still turn out to depend on another one.
                self.visited.remove(&id);
            }
        }
        Ok(found)
    }

    /// Adds the deleted tasks that those found still name, as long as their rows are kept: what runs after them
    /// waits for ever.
    async fn add_deleted(&mut self) -> Result<(), Error> {
        let named = self.found.values().flat_map(|saved| &saved.task.dependencies);
        let missing: BTreeSet<TaskId> = named.filter(|id| !self.found.contains_key(id)).copied().collect();
        let missing: Vec<TaskId> = missing.into_iter().collect();
        for saved in read_with_deleted(self.tasks, &missing).await? {
            let relation = Relation::to_task(&saved.task, self.by);
            let seen = Operation::ReadTask.check_as(self.by, relation, Error::TaskNotFound(saved.task.id));
            if saved.task.deleted_at.is_some() && seen.is_ok() {
                self.found.insert(saved.task.id, saved);
            }
        }
        Ok(())
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
