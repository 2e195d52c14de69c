//! The values of `${dep…}`: the executions of the task's dependencies.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::{
    call,
    execution::{Execution, Status},
    task::Task,
};

/// The results of a task's dependencies, by id and by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Upstream {
    /// The facts of each dependency by its id, and by its name if that is unique.
    values: Map<String, Value>,
    /// The names that several dependencies have.
    ambiguous: BTreeSet<String>,
}

impl Upstream {
    /// The facts of the executions `ran`, one per task.
    pub fn of<'a>(ran: impl IntoIterator<Item = (&'a Task, &'a Execution)>) -> Self {
        let (mut values, mut named, mut ambiguous) = (Map::new(), Map::new(), BTreeSet::new());
        for (task, execution) in ran {
            let value = value(task, execution);
            if named.insert(task.name.clone(), value.clone()).is_some() {
                ambiguous.insert(task.name.clone());
            }
            values.insert(task.id.to_string(), value);
        }
        for (name, value) in named {
            // An id always refers to its own task, even if another task has it as its name.
            if !ambiguous.contains(&name) && !values.contains_key(&name) {
                values.insert(name, value);
            }
        }
        Self { values, ambiguous }
    }

    /// The facts of the task with this id or name.
    pub(super) fn get(&self, task: &str) -> Option<&Value> {
        self.values.get(task)
    }

    /// Whether several tasks have this name.
    pub(super) fn is_ambiguous(&self, name: &str) -> bool {
        self.ambiguous.contains(name) && !self.values.contains_key(name)
    }

    /// All facts.
    pub(super) fn values(&self) -> &Map<String, Value> {
        &self.values
    }
}

/// The facts of an execution; its result is the one that the API returns. One that is gone is left out: what refers to it can't
/// be made, while null would be taken for a result.
fn value(task: &Task, execution: &Execution) -> Value {
    let task_type = execution.request.spec.task_type();
    let answer = execution.progress.answer.as_ref().filter(|_| execution.status() == Status::Completed);
    let result = answer.map(|answer| call::result_value(task_type, answer));
    let mut facts = json!({"id": task.id, "execution_id": execution.id(), "status": execution.status()});
    if answer.is_none_or(|answer| answer.apart().is_none()) {
        facts["result"] = result.into();
    }
    facts
}
