//! Make a task from a template.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::Call;

use super::response::TaskResponse;
use crate::{
    document::{CreateHeaders, FromTemplateRequest},
    http::{Caller, IdempotencyKey, JsonBody, Problem, idempotent, respond},
    state::Api,
};

/// Make a task from a template
///
/// `config` gives the template's fields. What comes out is an ordinary task that names its template.
#[utoipa::path(
    post,
    path = "/api/v1/tasks/from-template",
    operation_id = "create_task_from_template",
    tag = "templates",
    params(CreateHeaders),
    request_body = FromTemplateRequest,
    responses(
        (status = 201, description = "It is saved, and its schedule is armed", body = TaskResponse<'_>),
        (status = 403, description = "The template takes a higher subscription level"),
        (status = 404, description = "There is no such template"),
        (status = 422, description = "The fields or the task have faults, all of which are listed"),
        (status = 429, description = "It is one task too many, or its schedule ticks too often"),
    )
)]
pub(crate) async fn create(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    key: IdempotencyKey,
    body: JsonBody,
) -> Result<Response, Problem> {
    let now = api.clock.now();
    let draft = api.templates.fill(&by, &body.value).await?;
    let key = key.given("tasks/from-template", &body.bytes);
    let created = api.tasks.create(Call::new(&by, now).with_key(key.as_ref()), draft).await?;
    let response = TaskResponse::respond(&api, &created.saved, now);
    let response = respond::created(response, format!("/api/v1/tasks/{}", created.saved.task.id));
    Ok(idempotent::mark(response, created.replayed))
}
