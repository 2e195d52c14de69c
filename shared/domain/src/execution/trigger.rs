//! What started an execution.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use beadle_values::{
    id::{ExecutionId, TaskId},
    names,
};

use crate::{batch::BatchSummary, call::trace::TraceParent, hook::Delivery, task::Task};

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
        /// A delivery to the hook of its task.
        Webhook = "webhook",
        /// The end of a batch.
        Batch = "batch",
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
    /// Why its day is excluded, if it is skipped because of a calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excluded: Option<String>,
    /// What its task was when its schedule or reminder made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_under: Option<MadeUnder>,
    /// The delivery that started it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Box<Delivery>>,
    /// The batch whose end it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<BatchSummary>,
    /// The caller's place in a trace, if it named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<TraceParent>,
    /// The number of chained releases that led to it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub depth: u32,
}

/// The versions of a task under which its schedule or reminder made an execution. The execution is compared
/// with the task as it is when it is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeUnder {
    /// The version of the task, counted from 1.
    pub task: u64,
    /// The version of its schedule.
    pub schedule: u64,
}

impl MadeUnder {
    /// The versions of `task` as it is.
    pub fn of(task: &Task) -> Self {
        Self { task: task.version, schedule: task.schedule_version }
    }
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
            excluded: None,
            made_under: None,
            delivery: None,
            batch: None,
            trace: None,
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

    /// The automatic run of `task` at `time`: by its schedule, or else its reminder.
    pub fn automatic(task: &Task, time: Timestamp) -> Self {
        let trigger = if task.schedule.is_some() { Self::tick(time) } else { Self::reminder(time) };
        Self { made_under: Some(MadeUnder::of(task)), ..trigger }
    }

    /// A delivery of a webhook.
    pub fn delivery(delivery: Delivery) -> Self {
        Self { delivery: Some(Box::new(delivery)), ..Self::of(TriggerKind::Webhook) }
    }

    /// A replay of `execution`.
    pub fn replay(execution: ExecutionId) -> Self {
        Self { replay_of: Some(execution), ..Self::of(TriggerKind::Replay) }
    }

    /// The end of a batch.
    pub fn batch_end(summary: BatchSummary) -> Self {
        Self { batch: Some(summary), ..Self::of(TriggerKind::Batch) }
    }

    /// A notification about `task`.
    pub fn notice(task: TaskId) -> Self {
        Self { notice_of: Some(task), ..Self::of(TriggerKind::Event) }
    }
}
