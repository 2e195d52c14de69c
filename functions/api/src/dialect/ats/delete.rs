//! Delete a task of the Automated Task System.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use crate::{
    document::ChangeHeaders,
    http::{Caller, IfMatch, Problem, TaskPath},
    state::Api,
};

/// Delete task
#[utoipa::path(
    delete,
    path = "/api/tasks/{id}",
    operation_id = "delete_automated_task",
    tag = "automated tasks",
    params(("id" = String, Path, description = "The id of the task"), ChangeHeaders),
    responses(
        (status = 204, description = "It is deleted"),
        (status = 404, description = "There is no such task"),
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
