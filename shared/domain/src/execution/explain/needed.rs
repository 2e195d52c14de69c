//! The tasks that an execution's task runs after, as far as they have to do with where it stands.

use std::fmt;

use beadle_values::id::{ExecutionId, TaskId};

use crate::execution::Status;

/// A task that did not complete, though it was to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// The task.
    pub task: TaskId,
    /// Its name; `None` where it is gone or not to be told.
    pub name: Option<String>,
    /// The execution that this goes by and how it ended; `None` where none has ended.
    pub end: Option<(ExecutionId, Status)>,
}

impl fmt::Display for Needed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "`{name}` ({})", self.task)?,
            None => write!(f, "{}", self.task)?,
        }
        match &self.end {
            Some((execution, status)) => write!(f, ", whose {execution} is {status}"),
            None => f.write_str(", of which no execution has ended"),
        }
    }
}

/// All of them in one phrase; `None` where there are none.
pub(super) fn listed(needed: &[Needed]) -> Option<String> {
    let told: Vec<String> = needed.iter().map(ToString::to_string).collect();
    (!told.is_empty()).then(|| told.join("; "))
}
