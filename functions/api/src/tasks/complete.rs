//! Tick a todo off, and take it up again.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::{Call, task::Toggle};

use super::response::TaskResponse;
use crate::{
    document::ChangeHeaders,
    http::{Caller, IfMatch, NoBody, Problem, TaskPath},
    state::Api,
};

/// Tick a todo off
///
/// It reminds no more. One that is ticked off already stays as it is.
#[utoipa::path(
    post,
    path = "/api/v1/tasks/{id}/complete",
    operation_id = "complete_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), ChangeHeaders),
    responses(
        (status = 200, description = "The task", body = TaskResponse<'_>),
        (status = 404, description = "There is no such task"),
        (status = 409, description = "It is no todo"),
        (status = 412, description = "The task was changed since it was read"),
    )
)]
pub(crate) async fn complete(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    _: NoBody,
) -> Result<Response, Problem> {
    let now = api.clock.now();
    let saved = api.tasks.toggle(Call::new(&by, now), id, Toggle::Complete, &expected).await?;
    Ok(TaskResponse::respond(&api, &saved, now))
}

/// Take a todo up again
///
/// Its reminder counts again if its time is still to come. One that is not ticked off stays as it is.
#[utoipa::path(
    post,
    path = "/api/v1/tasks/{id}/reopen",
    operation_id = "reopen_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), ChangeHeaders),
    responses(
        (status = 200, description = "The task", body = TaskResponse<'_>),
        (status = 404, description = "There is no such task"),
        (status = 409, description = "It is no todo"),
        (status = 412, description = "The task was changed since it was read"),
    )
)]
pub(crate) async fn reopen(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    _: NoBody,
) -> Result<Response, Problem> {
    let now = api.clock.now();
    let saved = api.tasks.toggle(Call::new(&by, now), id, Toggle::Reopen, &expected).await?;
    Ok(TaskResponse::respond(&api, &saved, now))
}
