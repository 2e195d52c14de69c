//! A tick: the scheduler says that it is time for a task.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::TaskId;

/// The scheduler's word that it is time for a task. At least one comes for each time of the schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// The task.
    pub task_id: TaskId,
    /// The version of the schedule it was armed with; another one than the task's is out of date.
    pub schedule_version: u64,
    /// The time of the schedule. `None` where the scheduler did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_time: Option<Timestamp>,
}
