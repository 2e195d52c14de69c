//! What started an execution.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use beadle_values::id::ExecutionId;

/// The kind of a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerKind {
    /// A person or program asked a saved task to run.
    Manual,
    /// An ad-hoc request.
    Api,
    /// A tick of the task's schedule.
    Schedule,
    /// The tasks it depends on have completed.
    Dependency,
    /// An event on the bus.
    Event,
    /// An earlier execution is run again.
    Replay,
    /// The time of the task's reminder.
    Reminder,
}

impl TriggerKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Manual,
        Self::Api,
        Self::Schedule,
        Self::Dependency,
        Self::Event,
        Self::Replay,
        Self::Reminder,
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::Api => "api",
            Self::Schedule => "schedule",
            Self::Dependency => "dependency",
            Self::Event => "event",
            Self::Replay => "replay",
            Self::Reminder => "reminder",
        }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    /// [`TriggerKind::ALL`] is used for parsing: a kind that it lacks would make stored values unreadable.
    #[test]
    fn all_contains_every_kind() {
        let place = |kind| match kind {
            TriggerKind::Manual => 0,
            TriggerKind::Api => 1,
            TriggerKind::Schedule => 2,
            TriggerKind::Dependency => 3,
            TriggerKind::Event => 4,
            TriggerKind::Replay => 5,
            TriggerKind::Reminder => 6,
        };
        assert_eq!(TriggerKind::ALL.map(place), [0, 1, 2, 3, 4, 5, 6]);
    }
}
