//! Cancel an execution at the path of seed 000.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use http::StatusCode;

use crate::{
    executions::cancel::cancel_and_respond,
    http::{Caller, NoBody, Problem, TaskOrExecution},
    state::Api,
};

/// Cancel an execution, at the path of seed 000
///
/// Takes the id of an execution. The same as `/api/v1/executions/{id}/cancel`.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/tasks/{id}/cancel",
    operation_id = "cancel_task_execution",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the execution")),
    responses(
        (status = 200, description = "The execution is cancelled", body = crate::executions::response::ExecutionResponse<'_>),
        (status = 202, description = "The execution is running and will be stopped", body = crate::executions::response::ExecutionResponse<'_>),
        (status = 404, description = "The execution does not exist"),
        (status = 409, description = "The execution has ended, or the id is that of a task"),
    )
))]
pub(crate) async fn cancel(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    id: TaskOrExecution,
    _: NoBody,
) -> Result<Response, Problem> {
    match id {
        TaskOrExecution::Execution(id) => cancel_and_respond(&api, &by, id).await,
        TaskOrExecution::Task(id) => {
            let detail =
                "Executions are cancelled, not tasks: give the id of one of its executions, or pause it";
            Err(Problem::new(StatusCode::CONFLICT, "not_an_execution", detail)
                .member("task_id", id.to_string()))
        }
    }
}
