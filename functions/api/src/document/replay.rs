//! A replay, as it is written.

use beadle_domain::{execution::FailureCode, replay::ReplayedStatus, spec::TaskType};
use beadle_values::id::{ConfigId, TaskId};
use utoipa::ToSchema;

use super::Duration;

/// Which executions to run again, and how.
#[derive(ToSchema)]
#[schema(example = json!({
    "filter": {"error_code": "http_status", "from": "2027-01-15T08:00:00Z"},
    "pace": {"rate": 10, "per": "1s"}
}))]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct ReplayRequest {
    /// Which executions.
    filter: ReplayFilterDocument,
    /// Whether to tell only which would be started.
    dry_run: Option<bool>,
    /// How fast they begin one after the other; ten a second unless said otherwise.
    pace: Option<PaceDocument>,
    /// When the first of them begins, at most 365 days ahead; at once unless said otherwise.
    #[schema(format = DateTime)]
    start_at: Option<String>,
    /// How many executions to look for at most.
    #[schema(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u32>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Which executions; at least one member beside `status` and `user_id` has to be there, and all of them have to fit.
#[derive(ToSchema)]
#[schema(as = ReplayFilter)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct ReplayFilterDocument {
    /// Those of this task.
    task_id: Option<TaskId>,
    /// Those of another user, in place of the caller's; goes without `task_id`. For admins.
    #[schema(min_length = 1, max_length = 255)]
    user_id: Option<String>,
    /// How they ended; `failed` unless said otherwise.
    status: Option<ReplayedStatus>,
    /// Those of this type.
    r#type: Option<TaskType>,
    /// Those that failed for this; goes with `failed` only.
    error_code: Option<FailureCode>,
    /// Those that name this config.
    #[schema(pattern = "^cfg_[0-9a-f]{32}$", example = "cfg_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
    config_id: Option<ConfigId>,
    /// Those created at this time or later.
    #[schema(format = DateTime)]
    from: Option<String>,
    /// Those created before this time.
    #[schema(format = DateTime)]
    to: Option<String>,
}

/// How many begin in how much time, evenly spread.
#[derive(ToSchema)]
#[schema(as = Pace, example = json!({"rate": 10, "per": "1s"}))]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct PaceDocument {
    /// How many.
    #[schema(minimum = 1, maximum = 1000)]
    rate: u32,
    /// In how much time, 100 ms to a day; one second unless said otherwise.
    per: Option<Duration>,
}
