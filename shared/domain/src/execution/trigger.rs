//! What started an execution.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use beadle_values::{
    id::{ExecutionId, TaskId},
    names,
};

names! {
    /// What started an execution.
    pub enum TriggerKind, schema "TriggerType" {
        /// A request to run a saved task.
        Manual = "manual",
        /// An ad-hoc request.
        Api = "api",
        /// A tick of the task's schedule.
        Schedule = "schedule",
        /// The completion of the tasks that it depends on.
        Dependency = "dependency",
        /// An event on the bus.
        Event = "event",
        /// The replay of an earlier execution.
        Replay = "replay",
        /// The time of the task's reminder.
        Reminder = "reminder",
        /// A person who completed the todo.
        Completion = "completion",
    }
}

/// What started an execution, with the data of its kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trigger {
    /// The kind of trigger.
    pub kind: TriggerKind,
    /// The scheduled time that it runs for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_for: Option<Timestamp>,
    /// The execution that it replays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replay_of: Option<ExecutionId>,
    /// The executions of its dependencies, in the order of their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub upstream: Vec<ExecutionId>,
    /// The task about which it notifies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice_of: Option<TaskId>,
    /// Those of them that did not complete, if it is skipped because of that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped_for: Vec<ExecutionId>,
    /// The number of chained releases that led to it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub depth: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_zero(depth: &u32) -> bool {
    *depth == 0
}

impl Trigger {
    /// A trigger without further data.
    pub fn of(kind: TriggerKind) -> Self {
        Self {
            kind,
            scheduled_for: None,
            replay_of: None,
            upstream: Vec::new(),
            notice_of: None,
            skipped_for: Vec::new(),
            depth: 0,
        }
    }

    /// The tick of a schedule at `time`.
    pub fn tick(time: Timestamp) -> Self {
        Self { scheduled_for: Some(time), ..Self::of(TriggerKind::Schedule) }
    }

    /// The reminder of a task at `time`.
    pub fn reminder(time: Timestamp) -> Self {
        Self { scheduled_for: Some(time), ..Self::of(TriggerKind::Reminder) }
    }

    /// A replay of `execution`.
    pub fn replay(execution: ExecutionId) -> Self {
        Self { replay_of: Some(execution), ..Self::of(TriggerKind::Replay) }
    }

    /// A notification about `task`.
    pub fn notice(task: TaskId) -> Self {
        Self { notice_of: Some(task), ..Self::of(TriggerKind::Event) }
    }
}
