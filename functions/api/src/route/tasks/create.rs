//! Save a task.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::task;
use beadle_domain::task::TaskDraft;
use beadle_values::violation::Path;
use http::{HeaderValue, StatusCode, header};

use super::respond;
use crate::{
    answer::TaskAnswer,
    auth::Caller,
    document::{CreateHeaders, TaskRequest},
    extract::{IdempotencyKey, JsonBody},
    problem::Problem,
    route::idempotent,
    state::Api,
};

/// Save a task
#[utoipa::path(
    post,
    path = "/api/v1/tasks",
    operation_id = "create_task",
    tag = "tasks",
    params(CreateHeaders),
    request_body = TaskRequest,
    responses(
        (status = 201, description = "It is saved, and its schedule is armed", body = TaskAnswer<'_>),
        (status = 422, description = "The task has faults, all of which are listed"),
    )
)]
pub(crate) async fn create(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    key: IdempotencyKey,
    body: JsonBody,
) -> Result<Response, Problem> {
    let now = api.clock.now();
    let draft = TaskDraft::parse(&body.value, &Path::body())?;
    let key = key.given("tasks", &body.bytes);
    let created = task::create(api.task_ports(), &*api.ids, &by, draft, key.as_ref(), now).await?;
    let mut response = respond::with_tag(&api, &created.saved, now);
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(location) = HeaderValue::try_from(format!("/api/v1/tasks/{}", created.saved.task.id)) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(idempotent::mark(response, created.replayed))
}
