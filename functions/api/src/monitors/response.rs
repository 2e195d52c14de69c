//! Response about a monitor.

use beadle_domain::{
    spec::MonitorSpec,
    task::Task,
    watch::{MonitorCondition, MonitorWatch},
};
use beadle_values::id::TaskId;
use jiff::Timestamp;
use serde::Serialize;

/// The condition of a monitor after a ping.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Ping, example = json!({"condition": "up"})))]
pub(crate) struct PingResponse {
    /// `up`, or `failing` if the ping was a failure; after a `start` what it was before.
    #[cfg_attr(test, schema(value_type = String, example = "up"))]
    pub(super) condition: MonitorCondition,
}

/// The condition of a monitor.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(
    as = Monitor,
    example = json!({
        "task_id": "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70",
        "condition": "up",
        "pings": 12,
        "last_ping_at": "2027-01-15T03:02:11Z",
        "last_success_at": "2027-01-15T03:02:11Z",
        "expected_at": "2027-01-16T03:00:00Z",
        "missing_at": "2027-01-16T03:30:00Z",
        "ping_path": "/ping/tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70.k1.AAAAAAAAAAAAAAAAAAAAAA"
    })
))]
pub(crate) struct MonitorResponse {
    /// Id of the task.
    #[cfg_attr(test, schema(value_type = String, example = "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    task_id: TaskId,
    /// `up`, `missing` when a ping is missing, `failing` when the last one was a failure.
    #[cfg_attr(test, schema(value_type = String, example = "up"))]
    condition: MonitorCondition,
    /// Number of pings.
    pings: u64,
    /// When the last ping came, of whatever kind.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    last_ping_at: Option<Timestamp>,
    /// When the last success came.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    last_success_at: Option<Timestamp>,
    /// When the run that goes on began, if the job says so.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    started_at: Option<Timestamp>,
    /// How long the last run took, in milliseconds, if the job says when it begins.
    last_duration_ms: Option<u64>,
    /// The exit code of the last failure, if the last ping was one.
    exit_code: Option<u8>,
    /// When the next ping is expected; null while the monitor is paused.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    expected_at: Option<Timestamp>,
    /// When it is missing; null while the monitor is paused, and while one is missing.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    missing_at: Option<Timestamp>,
    /// The path to ping; null for whoever may not change the monitor, and where no key is configured.
    ping_path: Option<String>,
}

impl MonitorResponse {
    pub(crate) fn of(task: &Task, spec: &MonitorSpec, seen: &MonitorWatch, token: Option<&str>) -> Self {
        let while_active = |time: Option<Timestamp>| time.filter(|_| !task.paused);
        Self {
            task_id: task.id,
            condition: seen.condition,
            pings: seen.pings,
            last_ping_at: seen.last_ping_at,
            last_success_at: seen.last_success_at,
            started_at: seen.started_at,
            last_duration_ms: seen.last_duration_ms,
            exit_code: seen.exit_code,
            expected_at: while_active(seen.expected(spec, task.created_at)),
            missing_at: while_active(seen.deadline(spec, task.created_at)),
            ping_path: token.map(|token| format!("/ping/{token}")),
        }
    }
}
