//! Create a task.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::Call;
use beadle_domain::task::TaskDraft;
use beadle_values::violation::Path;

use super::{body::Translated, dependencies, response::AtsTask};
use crate::{
    http::{Caller, IdempotencyKey, JsonBody, Problem, idempotent, respond},
    state::Api,
};

/// Create a new task
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/tasks",
    operation_id = "create_automated_task",
    tag = "automated tasks",
    params(IdempotencyKey),
    request_body = super::schema::AtsTaskBody,
    responses(
        (status = 201, description = "The task is saved and its schedule is active", body = AtsTask<'_>),
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
    let mut translated = Translated::of(body.value);
    dependencies::resolve(&api, &by, &mut translated.document, now).await?;
    let draft = TaskDraft::parse(&translated.document, &Path::body());
    let draft = translated.checked(draft)?;
    let key = key.scoped("api/tasks", &draft)?;
    let created = api.services.tasks.create(Call::new(&by, now).with_key(key.as_ref()), draft).await?;
    let answer = AtsTask::of(&created.saved, &api.task_defaults, now);
    let response = Json(answer).into_response();
    let response = respond::created(response, format!("/api/tasks/{}", created.saved.task.id));
    Ok(idempotent::mark_replayed(response, created.replayed))
}
