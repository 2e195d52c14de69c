//! Change a task.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::{Call, Edit};

use super::response::TaskResponse;
use crate::{
    document::{ChangeHeaders, TaskChange},
    http::{Caller, IfMatch, JsonBody, MergePatch, Problem, TaskPath},
    state::Api,
};

/// Set the members given
///
/// Each member given takes the place of the task's; the others stay. Null goes back to the default.
#[utoipa::path(
    put,
    path = "/api/v1/tasks/{id}",
    operation_id = "set_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), ChangeHeaders),
    request_body = TaskChange,
    responses(
        (status = 200, description = "The task after the change", body = TaskResponse<'_>),
        (status = 404, description = "There is no such task"),
        (status = 412, description = "The task was changed since it was read"),
        (status = 422, description = "The change has faults, all of which are listed"),
    )
)]
pub(crate) async fn set(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    body: JsonBody,
) -> Result<Response, Problem> {
    let now = api.clock.now();
    let saved = api.tasks.update(Call::new(&by, now), id, &Edit::Set(body.value), &expected).await?;
    Ok(TaskResponse::respond(&api, &saved, now))
}

/// Merge a patch into a task
///
/// JSON Merge Patch (RFC 7396): objects are merged, null removes, anything else takes the place of what was there.
#[utoipa::path(
    patch,
    path = "/api/v1/tasks/{id}",
    operation_id = "patch_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), ChangeHeaders),
    request_body(content((TaskChange = "application/merge-patch+json"), (TaskChange = "application/json"))),
    responses(
        (status = 200, description = "The task after the change", body = TaskResponse<'_>),
        (status = 404, description = "There is no such task"),
        (status = 412, description = "The task was changed since it was read"),
        (status = 422, description = "The change has faults, all of which are listed"),
    )
)]
pub(crate) async fn patch(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    MergePatch(patch): MergePatch,
) -> Result<Response, Problem> {
    let now = api.clock.now();
    let saved = api.tasks.update(Call::new(&by, now), id, &Edit::Merge(patch), &expected).await?;
    Ok(TaskResponse::respond(&api, &saved, now))
}
