//! Pause and resume the schedule of a task, complete and reopen a todo or an event, restore a deleted task.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::{Expected, task::Toggle};
use beadle_domain::access::Principal;
use beadle_values::id::TaskId;

use super::response::TaskResponse;
use crate::{
    http::{Caller, IfMatch, NoBody, Problem, TaskPath},
    state::Api,
};

async fn switch(
    api: &Api,
    by: &Principal,
    id: TaskId,
    expected: &Expected,
    toggle: Toggle,
) -> Result<Response, Problem> {
    let call = api.call(by);
    let saved = api.services.tasks.toggle(call, id, toggle, expected).await?;
    Ok(TaskResponse::respond(api, &saved, call.now))
}

/// Pause the schedule of a task
///
/// A task that is already paused does not change.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/tasks/{id}/pause",
    operation_id = "pause_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), IfMatch),
    responses(
        (status = 200, description = "The task", body = TaskResponse<'_>),
        (status = 404, description = "The task does not exist"),
        (status = 412, description = "The task has changed since it was read"),
    )
))]
pub(crate) async fn pause(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    _: NoBody,
) -> Result<Response, Problem> {
    switch(&api, &by, id, &expected, Toggle::Pause).await
}

/// Resume the schedule of a task
///
/// A task that is not paused does not change.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/tasks/{id}/resume",
    operation_id = "resume_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), IfMatch),
    responses(
        (status = 200, description = "The task", body = TaskResponse<'_>),
        (status = 404, description = "The task does not exist"),
        (status = 412, description = "The task has changed since it was read"),
    )
))]
pub(crate) async fn resume(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    _: NoBody,
) -> Result<Response, Problem> {
    switch(&api, &by, id, &expected, Toggle::Resume).await
}

/// Complete a todo or an event
///
/// Its reminder is cancelled. Like the end of an execution, it starts the tasks that depend on it and sends its
/// notification. One that is already completed does not change.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/tasks/{id}/complete",
    operation_id = "complete_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), IfMatch),
    responses(
        (status = 200, description = "The task", body = TaskResponse<'_>),
        (status = 404, description = "The task does not exist"),
        (status = 409, description = "The task is neither a todo nor a calendar event"),
        (status = 412, description = "The task has changed since it was read"),
    )
))]
pub(crate) async fn complete(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    _: NoBody,
) -> Result<Response, Problem> {
    switch(&api, &by, id, &expected, Toggle::Complete).await
}

/// Reopen a todo or an event
///
/// Its reminder is active again if its time is still to come. One that is not completed does not change.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/tasks/{id}/reopen",
    operation_id = "reopen_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), IfMatch),
    responses(
        (status = 200, description = "The task", body = TaskResponse<'_>),
        (status = 404, description = "The task does not exist"),
        (status = 409, description = "The task is neither a todo nor a calendar event"),
        (status = 412, description = "The task has changed since it was read"),
    )
))]
pub(crate) async fn reopen(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    _: NoBody,
) -> Result<Response, Problem> {
    switch(&api, &by, id, &expected, Toggle::Reopen).await
}

/// Restore a deleted task
///
/// Possible within 30 days of the deletion; `GET /api/v1/tasks?deleted=true` lists these tasks. The schedule
/// resumes.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/tasks/{id}/restore",
    operation_id = "restore_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), IfMatch),
    responses(
        (status = 200, description = "The task", body = TaskResponse<'_>),
        (status = 404, description = "The task does not exist or was deleted too long ago"),
        (status = 409, description = "The task is not deleted, or another one has its key"),
        (status = 412, description = "The task has changed since it was read"),
    )
))]
pub(crate) async fn restore(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    _: NoBody,
) -> Result<Response, Problem> {
    switch(&api, &by, id, &expected, Toggle::Restore).await
}
