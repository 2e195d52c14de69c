//! Create a task from a template.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::Call;

use super::response::TaskResponse;
use crate::{
    http::{Caller, IdempotencyKey, JsonBody, Problem, idempotent, respond},
    state::Api,
};

/// Create a task from a template
///
/// `config` holds the values of the template's fields. The result is an ordinary task that refers to its
/// template.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/tasks/from-template",
    operation_id = "create_task_from_template",
    tag = "templates",
    params(IdempotencyKey),
    request_body = beadle_domain::template::fill::FromTemplate,
    responses(
        (status = 201, description = "The task is saved and its schedule is active", body = TaskResponse<'_>),
        (status = 403, description = "The template requires a higher subscription level"),
        (status = 404, description = "The template does not exist"),
        (status = 409, description = "Another task of the owner has its key: `holder_id` is the id of that"),
        (status = 422, description = "The fields or the task are invalid; all violations are listed"),
        (status = 429, description = "The number of tasks or the frequency of the schedule exceeds the subscription level"),
    )
))]
pub(crate) async fn create(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    key: IdempotencyKey,
    body: JsonBody,
) -> Result<Response, Problem> {
    let now = api.now();
    let draft = api.services.templates.fill(&by, &body.value).await?;
    let key = key.scoped("tasks/from-template", &body.value)?;
    let created = api.services.tasks.create(Call::new(&by, now).with_key(key.as_ref()), draft).await?;
    let response = TaskResponse::respond(&api, &created.saved, now);
    let response = respond::created(response, format!("/api/v1/tasks/{}", created.saved.task.id));
    Ok(idempotent::mark_replayed(response, created.replayed))
}
