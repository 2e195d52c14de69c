//! Restore a task that was deleted.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::{Call, task::Toggle};

use super::response::TaskResponse;
use crate::{
    document::ChangeHeaders,
    http::{Caller, IfMatch, NoBody, Problem, TaskPath},
    state::Api,
};

/// Restore a deleted task
///
/// Within 30 days of its deletion; `GET /api/v1/tasks?deleted=true` lists those that can be restored. Its schedule goes on.
#[utoipa::path(
    post,
    path = "/api/v1/tasks/{id}/restore",
    operation_id = "restore_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), ChangeHeaders),
    responses(
        (status = 200, description = "The task", body = TaskResponse<'_>),
        (status = 404, description = "There is no such task, or it was deleted too long ago"),
        (status = 409, description = "It is not deleted"),
        (status = 412, description = "The task was changed since it was read"),
    )
)]
pub(crate) async fn restore(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    _: NoBody,
) -> Result<Response, Problem> {
    let now = api.clock.now();
    let saved = api.tasks.toggle(Call::new(&by, now), id, Toggle::Restore, &expected).await?;
    Ok(TaskResponse::respond(&api, &saved, now))
}
