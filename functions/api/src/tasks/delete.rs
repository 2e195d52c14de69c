//! Delete a task.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use crate::{
    http::{Caller, IfMatch, Problem, TaskPath},
    state::Api,
};

/// Delete a task
///
/// The task disappears and stops running. Its executions are kept until their retention ends.
#[cfg_attr(test, utoipa::path(
    delete,
    path = "/api/v1/tasks/{id}",
    operation_id = "delete_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), IfMatch),
    responses(
        (status = 204, description = "The task is deleted"),
        (status = 404, description = "The task does not exist"),
        (status = 412, description = "The task has changed since it was read"),
    )
))]
pub(crate) async fn delete(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
) -> Result<StatusCode, Problem> {
    api.tasks.delete(api.call(&by), id, &expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
