//! Finds cycles of dependent tasks by walking from a task to its dependencies.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use beadle_values::id::TaskId;

use crate::task::Task;

/// A breadth-first walk over all direct and transitive dependencies of a task. The caller reads the tasks.
#[derive(Debug)]
pub struct UpstreamWalk {
    start: (TaskId, String),
    /// The tasks found so far, each with the task that depends on it.
    seen: BTreeMap<TaskId, TaskId>,
    names: BTreeMap<TaskId, String>,
    next: BTreeSet<TaskId>,
}

/// Tasks that depend on one another in a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// The ids and names of the tasks, each depending on the next one; the first is also the last.
    pub path: Vec<(TaskId, String)>,
}

impl UpstreamWalk {
    /// A walk that starts at `task`.
    pub fn from(task: &Task) -> Self {
        let mut walk = Self {
            start: (task.id, task.name.clone()),
            seen: BTreeMap::new(),
            names: BTreeMap::new(),
            next: BTreeSet::new(),
        };
        walk.follow(task);
        walk
    }

    /// The tasks to visit next; empty when the walk is over.
    pub fn ahead(&mut self) -> Vec<TaskId> {
        std::mem::take(&mut self.next).into_iter().collect()
    }

    /// How many tasks were found.
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// Whether no task was found.
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// Visits `task`, one of those to visit next; `name` is used in the cycle's description.
    pub fn visit(&mut self, task: &Task, name: &str) {
        self.names.insert(task.id, name.to_owned());
        if task.id != self.start.0 {
            self.follow(task);
        }
    }

    /// The cycle that leads back to the start, if there is one.
    pub fn cycle(&self) -> Option<Cycle> {
        let (start, name) = &self.start;
        let mut path = vec![(*start, name.clone())];
        let mut at = *self.seen.get(start)?;
        while at != *start && path.len() <= self.seen.len() {
            path.push((at, self.names.get(&at).cloned().unwrap_or_default()));
            at = *self.seen.get(&at)?;
        }
        path.push((*start, name.clone()));
        path.reverse();
        Some(Cycle { path })
    }

    fn follow(&mut self, task: &Task) {
        for upstream in &task.dependencies {
            if !self.seen.contains_key(upstream) {
                self.seen.insert(*upstream, task.id);
                self.next.insert(*upstream);
            }
        }
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (id, name)) in self.path.iter().enumerate() {
            if place > 0 {
                f.write_str(" → ")?;
            }
            write!(f, "{name} ({id})")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::specimen::task;
    use rstest::rstest;

    use super::*;

    /// Walks from the first task of `graph`, which lists the dependencies of each task.
    fn cycle(graph: &str) -> Option<Cycle> {
        let upstream = |list: &str| list.split_whitespace().map(|number| number.parse().unwrap()).collect();
        let lists: Vec<Vec<usize>> = graph.split(',').map(upstream).collect();
        let tasks: Vec<Task> = lists.iter().enumerate().map(|(number, list)| task(number, list)).collect();
        let mut walk = UpstreamWalk::from(&tasks[0]);
        loop {
            let next = walk.ahead();
            if next.is_empty() {
                return walk.cycle();
            }
            for id in next {
                if let Some(found) = tasks.iter().find(|task| task.id == id) {
                    walk.visit(found, &found.name);
                }
            }
        }
    }

    #[rstest]
    #[case::none("", None)]
    #[case::a_line("1, 2, ", None)]
    #[case::a_diamond("1 2, 3, 3, ", None)]
    #[case::itself("0", Some("t0 t0"))]
    #[case::two("1, 0", Some("t0 t1 t0"))]
    #[case::three_by_the_shortest_path("1 2, 2, 0 1", Some("t0 t2 t0"))]
    #[case::a_long_path("1, 2, 3, 0", Some("t0 t1 t2 t3 t0"))]
    #[case::a_cycle_without_the_start("1, 2, 1", None)]
    #[case::through_a_deleted_task("1 7, ", None)]
    fn a_cycle_is_described_by_its_path(#[case] graph: &str, #[case] expected: Option<&str>) {
        let names = |cycle: Cycle| cycle.path.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(" ");
        assert_eq!(cycle(graph).map(names).as_deref(), expected);
    }

    #[test]
    fn a_cycle_is_displayed_with_names_and_ids() {
        let printed = cycle("1, 0").map(|cycle| cycle.to_string());
        let expected = "t0 (tsk_00000000000000000000000000000001) → t1 (tsk_00000000000000000000000000000002) → \
            t0 (tsk_00000000000000000000000000000001)";
        assert_eq!(printed.as_deref(), Some(expected));
    }
}
