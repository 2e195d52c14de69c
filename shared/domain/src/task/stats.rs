//! What the projector counts about a task.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{account::Credits, execution::Status};

/// The counters of a task; exact, and behind the executions by the projector's delay.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskStats {
    /// Executions that ended.
    pub run_count: u64,
    /// Executions that completed.
    pub success_count: u64,
    /// Executions that failed.
    pub failure_count: u64,
    /// What the executions that completed cost.
    #[serde(default, skip_serializing_if = "Credits::is_zero")]
    pub total_credits_consumed: Credits,
    /// Executions that have started and not ended.
    pub active_count: u64,
    /// When an execution last ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_run_time: Option<Timestamp>,
    /// When an execution last completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_success_time: Option<Timestamp>,
    /// How the execution that ended last came out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_status: Option<Status>,
    /// Why the last one that failed did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
}
