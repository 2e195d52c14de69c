//! Run a task now.

use std::{sync::Arc, time::Duration};

use axum::{extract::State, response::Response};
use beadle_application::execution::RunTask;

use crate::{
    http::{Caller, IdempotencyKey, InputBody, MAX_WAIT_SECONDS, Prefer, Problem, Query, TaskPath, started},
    state::Api,
};

/// How to run a task.
#[cfg(test)]
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct RunParameters {
    /// Whether to run it though tasks that it runs after have not completed.
    force: Option<bool>,
}

/// Run a task now
///
/// Waits up to 25 seconds for the execution to end and responds with 200 and the result (seed 003). `Prefer:
/// respond-async` disables the wait; `Prefer: wait=N` shortens it. Members of `input` replace those of the
/// task.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/tasks/{id}/execute",
    operation_id = "execute_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), crate::http::parameters::StartHeaders, RunParameters),
    request_body = Option<crate::http::extract::RunBody>,
    responses(
        (status = 200, description = "The execution ended within the wait", body = crate::executions::response::ExecutionResponse<'_>),
        (status = 202, description = "The execution is started", body = crate::executions::response::ExecutionResponse<'_>),
        (status = 404, description = "The task does not exist"),
        (status = 409, description = "Dependencies have not completed: `dependencies` lists them"),
        (status = 422, description = "The body is invalid; all violations are listed"),
    )
))]
pub(crate) async fn execute(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    key: IdempotencyKey,
    prefer: Prefer,
    mut query: Query,
    body: InputBody,
) -> Result<Response, Problem> {
    let force = query.parsed::<bool>("force", "type_error").unwrap_or(false);
    query.finish()?;
    let key = key.scoped(format!("tasks/{id}/execute"), &body.bytes);
    let begun = api
        .executions
        .run_task(api.call(&by).with_key(key.as_ref()), RunTask { id, input: body.input, force })
        .await?;
    Ok(started::started(&api, begun, prefer, Duration::from_secs(MAX_WAIT_SECONDS)).await)
}
