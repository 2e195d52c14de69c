//! Many of what can be asked one by one.

use utoipa::ToSchema;

use super::{AdHocRequest, TaskRequest};

/// Tasks to save.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the route reads")]
#[schema(example = json!({"tasks": [
    {"name": "Morning", "type": "api_call", "config": {"url": "https://api.example.com/morning"}, "schedule": "daily at 7:00"},
    {"name": "Call the plumber", "type": "todo", "due_date": "2099-01-01T08:00:00Z"}
]}))]
pub(crate) struct TaskBatchRequest {
    /// The tasks.
    #[schema(min_items = 1, max_items = 100)]
    tasks: Vec<TaskRequest>,
}

/// Requests to run once.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the route reads")]
#[schema(example = json!({"requests": [
    {"type": "http", "url": "https://api.example.com/users/1"},
    {"type": "http", "url": "https://api.example.com/users/2", "delay": "10m"}
]}))]
pub(crate) struct ExecutionBatchRequest {
    /// The requests.
    #[schema(min_items = 1, max_items = 100)]
    requests: Vec<AdHocRequest>,
}
