//! Update a task by its number.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::{Edit, Expected, Operation};
use serde_json::Value;

use super::{members, response::TasktrackMessage};
use crate::{
    http::{Caller, MergePatch, NumberPath, Problem},
    state::Api,
};

/// Change the name or description of a task
#[cfg_attr(test, utoipa::path(
    patch,
    path = "/api/task/{id}",
    operation_id = "update_numbered_task",
    tag = "numbered tasks",
    params(("id" = u64, Path, description = "The number of the task")),
    request_body(content(
        (super::NumberedTaskChange = "application/json"),
        (super::NumberedTaskChange = "application/merge-patch+json")
    )),
    responses(
        (status = 200, description = "The task is changed", body = TasktrackMessage),
        (status = 404, description = "The task does not exist"),
        (status = 422, description = "The change is invalid; all violations are listed"),
    )
))]
pub(crate) async fn update(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    NumberPath(number): NumberPath,
    MergePatch(patch): MergePatch,
) -> Result<Response, Problem> {
    let (members, violations) = members(patch)?;
    let patch = Edit::Merge(Value::Object(violations.into_result(members)?));
    let id = api.services.numbered_tasks.find(&by, number, Operation::UpdateTask).await?;
    api.services.tasks.update(api.call(&by), id, &patch, &Expected::Any).await?;
    Ok(Json(TasktrackMessage { message: "Task updated successfully", task_id: number }).into_response())
}
