//! Get a task.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::Operation;

use super::response::TaskResponse;
use crate::{
    executions::get::find_and_respond,
    http::{Caller, Problem, TaskOrExecution},
    state::Api,
};

/// Get a task
///
/// Also accepts the id of an execution and returns that execution.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/tasks/{id}",
    operation_id = "get_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task")),
    responses(
        (status = 200, description = "The task", body = TaskResponse<'_>),
        (status = 404, description = "The task does not exist"),
    )
))]
pub(crate) async fn get(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    id: TaskOrExecution,
) -> Result<Response, Problem> {
    match id {
        TaskOrExecution::Task(id) => {
            let saved = api.services.tasks.find(&by, id, Operation::ReadTask).await?;
            Ok(TaskResponse::respond(&api, &saved, api.now()))
        }
        TaskOrExecution::Execution(id) => find_and_respond(&api, &by, id).await,
    }
}
