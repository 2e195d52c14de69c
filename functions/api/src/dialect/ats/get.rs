//! Get a task.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::Operation;

use super::response::AtsTask;
use crate::{
    http::{Caller, Problem, TaskPath},
    state::Api,
};

/// Get task details
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/tasks/{id}",
    operation_id = "get_automated_task",
    tag = "automated tasks",
    params(("id" = String, Path, description = "The id of the task")),
    responses(
        (status = 200, description = "The task", body = AtsTask<'_>),
        (status = 404, description = "The task does not exist"),
    )
))]
pub(crate) async fn get(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
) -> Result<Response, Problem> {
    let saved = api.services.tasks.find(&by, id, Operation::ReadTask).await?;
    Ok(Json(AtsTask::of(&saved, &api.task_defaults, api.now())).into_response())
}
