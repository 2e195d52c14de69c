//! Delete a task.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use crate::{
    document::ChangeHeaders,
    http::{Caller, IfMatch, Problem, TaskPath},
    state::Api,
};

/// Delete a task
///
/// It becomes invisible and runs no more; its executions stay until their retention is over.
#[utoipa::path(
    delete,
    path = "/api/v1/tasks/{id}",
    operation_id = "delete_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), ChangeHeaders),
    responses(
        (status = 204, description = "It is deleted"),
        (status = 404, description = "There is no such task"),
        (status = 412, description = "The task was changed since it was read"),
    )
)]
pub(crate) async fn delete(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
) -> Result<StatusCode, Problem> {
    api.tasks.delete(api.call(&by), id, &expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
