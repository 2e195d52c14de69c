//! Many of what can be asked one by one.

use utoipa::ToSchema;

use super::{AdHocRequest, TaskRequest};

/// Tasks to save.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct TaskBatchRequest {
    /// The tasks.
    #[schema(min_items = 1, max_items = 100)]
    tasks: Vec<TaskRequest>,
}

/// Requests to run once.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct ExecutionBatchRequest {
    /// The requests.
    #[schema(min_items = 1, max_items = 100)]
    requests: Vec<AdHocRequest>,
}
