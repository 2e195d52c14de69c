//! Get a task by its number.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use super::response::TasktrackTask;
use crate::{
    http::{Caller, NumberPath, Problem},
    state::Api,
};

/// Get a task
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/task/{id}",
    operation_id = "get_numbered_task",
    tag = "numbered tasks",
    params(("id" = u64, Path, description = "The number of the task")),
    responses(
        (status = 200, description = "The task", body = TasktrackTask<'_>),
        (status = 404, description = "The task does not exist"),
    )
))]
pub(crate) async fn get(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    NumberPath(number): NumberPath,
) -> Result<Response, Problem> {
    let found = api.services.numbered_tasks.get(&by, number).await?;
    Ok(Json(TasktrackTask::of(number, &found, api.now())).into_response())
}
