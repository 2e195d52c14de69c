//! What `${dep…}` stands for: the executions of the tasks that a task runs after.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::{
    call,
    execution::{Execution, Status},
    task::Task,
};

/// What the tasks that a task runs after came to, under their ids and their names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Upstream {
    /// What is known of each, under its id, and under its name where no other has it.
    values: Map<String, Value>,
    /// The names that several of them have.
    ambiguous: BTreeSet<String>,
}

impl Upstream {
    /// What the executions `ran` of tasks came to, one for each task.
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
            // An id stands for its own task, whatever another one is called.
            if !ambiguous.contains(&name) && !values.contains_key(&name) {
                values.insert(name, value);
            }
        }
        Self { values, ambiguous }
    }

    /// What is known of the task with this id or name.
    pub(super) fn get(&self, task: &str) -> Option<&Value> {
        self.values.get(task)
    }

    /// Whether several tasks have this name.
    pub(super) fn is_ambiguous(&self, name: &str) -> bool {
        self.ambiguous.contains(name) && !self.values.contains_key(name)
    }

    /// Everything that is known.
    pub(super) fn values(&self) -> &Map<String, Value> {
        &self.values
    }
}

/// What is known of an execution: its result is the one that the API answers.
fn value(task: &Task, execution: &Execution) -> Value {
    let task_type = execution.request.spec.task_type();
    let answer = execution.progress.answer.as_ref().filter(|_| execution.status() == Status::Completed);
    let result = answer.map(|answer| call::result_value(task_type, answer));
    json!({
        "id": task.id,
        "execution_id": execution.id(),
        "status": execution.status(),
        "result": result,
    })
}
