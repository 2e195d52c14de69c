//! Update a task.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::{Call, Edit};

use super::{body::Translated, dependencies, response::AtsTask};
use crate::{
    http::{Caller, IfMatch, JsonBody, Problem, TaskPath},
    state::Api,
};

/// Update task
///
/// Each given member replaces the member of the task; other members are kept.
#[cfg_attr(test, utoipa::path(
    put,
    path = "/api/tasks/{id}",
    operation_id = "update_automated_task",
    tag = "automated tasks",
    params(("id" = String, Path, description = "The id of the task"), IfMatch),
    request_body = super::schema::AtsTaskChange,
    responses(
        (status = 200, description = "The task after the change", body = AtsTask<'_>),
        (status = 404, description = "The task does not exist"),
        (status = 422, description = "The change is invalid; all violations are listed"),
    )
))]
pub(crate) async fn update(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    body: JsonBody,
) -> Result<Response, Problem> {
    let now = api.now();
    let mut translated = Translated::of(body.value);
    dependencies::resolve(&api, &by, &mut translated.document, now).await?;
    let edit = Edit::Set(translated.document()?);
    let updated = api.services.tasks.update(Call::new(&by, now), id, &edit, &expected).await;
    let saved = updated.map_err(|error| translated.error(error))?;
    Ok(Json(AtsTask::of(&saved, &api.task_defaults, now)).into_response())
}
