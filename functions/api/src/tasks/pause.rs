//! Suspend a task's schedule, and go on with it.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::{Call, task::Toggle};

use super::response::TaskResponse;
use crate::{
    document::ChangeHeaders,
    http::{Caller, IfMatch, NoBody, Problem, TaskPath},
    state::Api,
};

/// Suspend the schedule of a task
///
/// A task that is paused already stays as it is.
#[utoipa::path(
    post,
    path = "/api/v1/tasks/{id}/pause",
    operation_id = "pause_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), ChangeHeaders),
    responses(
        (status = 200, description = "The task", body = TaskResponse<'_>),
        (status = 404, description = "There is no such task"),
        (status = 412, description = "The task was changed since it was read"),
    )
)]
pub(crate) async fn pause(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    _: NoBody,
) -> Result<Response, Problem> {
    let now = api.clock.now();
    let saved = api.tasks.toggle(Call::new(&by, now), id, Toggle::Pause, &expected).await?;
    Ok(TaskResponse::respond(&api, &saved, now))
}

/// Go on with the schedule of a task
///
/// A task that is not paused stays as it is.
#[utoipa::path(
    post,
    path = "/api/v1/tasks/{id}/resume",
    operation_id = "resume_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), ChangeHeaders),
    responses(
        (status = 200, description = "The task", body = TaskResponse<'_>),
        (status = 404, description = "There is no such task"),
        (status = 412, description = "The task was changed since it was read"),
    )
)]
pub(crate) async fn resume(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    _: NoBody,
) -> Result<Response, Problem> {
    let now = api.clock.now();
    let saved = api.tasks.toggle(Call::new(&by, now), id, Toggle::Resume, &expected).await?;
    Ok(TaskResponse::respond(&api, &saved, now))
}
