//! Delete a task.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use crate::{
    http::{Caller, IfMatch, Problem, Query, TaskPath},
    state::Api,
    tasks::delete::DeleteParameters,
};

/// Delete task
#[cfg_attr(test, utoipa::path(
    delete,
    path = "/api/tasks/{id}",
    operation_id = "delete_automated_task",
    tag = "automated tasks",
    params(("id" = String, Path, description = "The id of the task"), IfMatch, DeleteParameters),
    responses(
        (status = 204, description = "The task is deleted"),
        (status = 404, description = "The task does not exist"),
        (status = 409, description = "Tasks run after it: `dependents` lists them"),
    )
))]
pub(crate) async fn delete(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    Query { given, .. }: Query<DeleteParameters>,
) -> Result<StatusCode, Problem> {
    given.check(&api, &by, id).await?;
    api.services.tasks.delete(api.call(&by), id, &expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
