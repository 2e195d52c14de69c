//! The dependencies of an execution's task that explain its status.

use std::fmt;

use beadle_values::id::{ExecutionId, TaskId};

use crate::execution::Status;

/// A dependency that has not completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// The task.
    pub task: TaskId,
    /// Its name; `None` if it is gone or may not be revealed.
    pub name: Option<String>,
    /// The latest ended execution and its status; `None` if none has ended.
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

/// All of them as one phrase; `None` if there are none.
pub(super) fn listed(needed: &[Needed]) -> Option<String> {
    let descriptions: Vec<String> = needed.iter().map(ToString::to_string).collect();
    (!descriptions.is_empty()).then(|| descriptions.join("; "))
}
