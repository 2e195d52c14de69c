//! A release: the decision that a task runs, or is skipped, because all of its dependencies have ended.

use std::collections::BTreeMap;

use beadle_values::id::{ExecutionId, TaskId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::MAX_CHAINED_RELEASES;
use crate::{
    execution::{Execution, Failure, FailureCode, Trigger, TriggerKind},
    policy::RunDefaults,
    task::Task,
};

/// The latest release of a task. One exists per task that was ever released. It is written before the
/// execution is started, so that whoever finds it later can continue from there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// The released task.
    pub task: TaskId,
    /// The number of writes, starting at 1.
    pub version: u64,
    /// The execution of each dependency on which the release is based.
    pub consumed: BTreeMap<TaskId, Consumed>,
    /// Whether it is a skip: the execution is cancelled because a dependency did not complete.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub skipped: bool,
    /// The execution that it starts.
    pub execution: ExecutionId,
    /// The skipped execution that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replay_of: Option<ExecutionId>,
    /// The number of chained releases that led to it.
    pub depth: u32,
    /// The circle of dependencies that it would have closed, with its path: the execution fails in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circle: Option<String>,
    /// Whether the execution is known to be started.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub started: bool,
}

/// An execution of a dependency on which a release is based.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consumed {
    /// The execution.
    pub execution: ExecutionId,
    /// If it did not complete: the executions whose replay repairs it. The first one is the execution itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repaired_by_replay_of: Vec<ExecutionId>,
}

impl Consumed {
    /// Whether the execution completed.
    pub fn completed(&self) -> bool {
        self.repaired_by_replay_of.is_empty()
    }
}

impl Release {
    /// Whether it may close a circle. Not if the task was released after `last` for the same dependencies at
    /// least as deep in a chain: a circle that was closed since then changed the dependencies of one of its
    /// tasks, and each pass through a circle is deeper than the one before.
    pub fn may_close_circle(&self, last: Option<&Self>) -> bool {
        last.is_none_or(|last| {
            last.circle.is_some() || self.depth > last.depth || !self.consumed.keys().eq(last.consumed.keys())
        })
    }

    /// The same release, refused since it would close the circle `path`. Nothing is released after it: what
    /// follows it would go round for ever.
    #[must_use]
    pub fn refused(self, path: String) -> Self {
        Self { circle: Some(path), skipped: false, depth: MAX_CHAINED_RELEASES, ..self }
    }

    /// The execution that it starts at `now`, or that records why it does not.
    pub fn execution(&self, task: &Task, defaults: &RunDefaults, now: Timestamp) -> Execution {
        let request = task.request(self.execution, self.trigger(), defaults, now);
        match &self.circle {
            None => Execution::new(request, now),
            Some(path) => {
                let message = format!("it would run after itself, again and again: {path}");
                Execution::failed(request, Failure::new(FailureCode::DependencyCycle, message))
            }
        }
    }

    /// The trigger of the released execution.
    pub fn trigger(&self) -> Trigger {
        let ids = |consumed: &Consumed| consumed.execution;
        let failed = self.consumed.values().filter(|consumed| self.skipped && !consumed.completed());
        Trigger {
            upstream: self.consumed.values().map(ids).collect(),
            skipped_for: failed.map(ids).collect(),
            replay_of: self.replay_of,
            depth: self.depth,
            ..Trigger::of(TriggerKind::Dependency)
        }
    }
}
