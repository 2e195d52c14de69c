//! Update a task.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::{Call, Edit};

use super::response::TaskResponse;
use crate::{
    http::{Caller, IfMatch, JsonBody, MergePatch, Problem, TaskPath},
    state::Api,
};

/// Set members of a task
///
/// Each given member replaces the member of the task; other members are kept. Null resets a member to its
/// default.
#[cfg_attr(test, utoipa::path(
    put,
    path = "/api/v1/tasks/{id}",
    operation_id = "set_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), IfMatch),
    request_body = beadle_domain::task::draft::TaskChange,
    responses(
        (status = 200, description = "The task after the change", body = TaskResponse<'_>),
        (status = 404, description = "The task does not exist"),
        (status = 412, description = "The task has changed since it was read"),
        (status = 422, description = "The change is invalid; all violations are listed"),
    )
))]
pub(crate) async fn set(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    body: JsonBody,
) -> Result<Response, Problem> {
    let now = api.now();
    let saved = api.services.tasks.update(Call::new(&by, now), id, &Edit::Set(body.value), &expected).await?;
    Ok(TaskResponse::respond(&api, &saved, now))
}

/// Merge a patch into a task
///
/// JSON Merge Patch (RFC 7396): objects are merged, null removes a member, any other value replaces it.
#[cfg_attr(test, utoipa::path(
    patch,
    path = "/api/v1/tasks/{id}",
    operation_id = "patch_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), IfMatch),
    request_body(content((beadle_domain::task::draft::TaskChange = "application/merge-patch+json"), (beadle_domain::task::draft::TaskChange = "application/json"))),
    responses(
        (status = 200, description = "The task after the change", body = TaskResponse<'_>),
        (status = 404, description = "The task does not exist"),
        (status = 412, description = "The task has changed since it was read"),
        (status = 422, description = "The change is invalid; all violations are listed"),
    )
))]
pub(crate) async fn patch(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    MergePatch(patch): MergePatch,
) -> Result<Response, Problem> {
    let now = api.now();
    let saved = api.services.tasks.update(Call::new(&by, now), id, &Edit::Merge(patch), &expected).await?;
    Ok(TaskResponse::respond(&api, &saved, now))
}
