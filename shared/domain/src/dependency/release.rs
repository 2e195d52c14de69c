//! A release: the decision that a task runs, or is skipped, since all that it depends on has ended.

use std::collections::BTreeMap;

use beadle_values::id::{ExecutionId, TaskId};
use serde::{Deserialize, Serialize};

use crate::execution::{Trigger, TriggerKind};

/// What a task was released on the last time. There is one for each task that was ever released, and it is written
/// before the execution is started, so that whoever finds it later can go on from there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// The task that is released.
    pub task: TaskId,
    /// Counts the writes, from 1.
    pub version: u64,
    /// The execution of each task it depends on that it was released on.
    pub consumed: BTreeMap<TaskId, Consumed>,
    /// Whether it is a skip: the execution is cancelled, since something it depends on did not complete.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub skipped: bool,
    /// The execution that it starts.
    pub execution: ExecutionId,
    /// The skipped execution that this one is made in place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replay_of: Option<ExecutionId>,
    /// How many releases led here one after the other.
    pub depth: u32,
    /// Whether the execution is known to be started.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub started: bool,
}

/// An execution that a task was released on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consumed {
    /// The execution.
    pub execution: ExecutionId,
    /// For one that did not complete: what an execution has to repeat to take its place. It is itself the first.
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
    /// What starts its execution.
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
