//! Save a task.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::Call;
use beadle_domain::task::TaskDraft;
use beadle_values::violation::Path;

use super::response::TaskResponse;
use crate::{
    http::{Caller, IdempotencyKey, JsonBody, Problem, idempotent, respond},
    state::Api,
};

/// Save a task
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/tasks",
    operation_id = "create_task",
    tag = "tasks",
    params(IdempotencyKey),
    request_body = TaskDraft,
    responses(
        (status = 201, description = "The task is saved and its schedule is active", body = TaskResponse<'_>),
        (status = 409, description = "Another task of the owner has its key: `holder_id` is the id of that"),
        (status = 422, description = "The task is invalid; all violations are listed"),
    )
))]
pub(crate) async fn create(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    key: IdempotencyKey,
    body: JsonBody,
) -> Result<Response, Problem> {
    let now = api.now();
    let draft = TaskDraft::parse(&body.value, &Path::body())?;
    let key = key.scoped("tasks", &draft)?;
    let created = api.services.tasks.create(Call::new(&by, now).with_key(key.as_ref()), draft).await?;
    let response = TaskResponse::respond(&api, &created.saved, now);
    let response = respond::created(response, format!("/api/v1/tasks/{}", created.saved.task.id));
    Ok(idempotent::mark_replayed(response, created.replayed))
}
