//! Run a task now.

use std::{sync::Arc, time::Duration};

use axum::{extract::State, response::Response};
use beadle_application::execution::RunTask;
use beadle_values::{
    body::{flag, otherwise},
    query,
};

use crate::{
    http::{Caller, InputBody, MAX_WAIT_SECONDS, Problem, Query, StartHeaders, TaskPath, started},
    state::Api,
};

query! {
    /// How to run a task.
    pub(crate) struct RunParameters {
        /// Whether to run it though tasks that it runs after have not completed.
        force: bool = otherwise(flag(), || false),
    }
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
    params(("id" = String, Path, description = "The id of the task"), StartHeaders, RunParameters),
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
    StartHeaders { key, prefer, trace }: StartHeaders,
    Query { given, .. }: Query<RunParameters>,
    body: InputBody,
) -> Result<Response, Problem> {
    let key = key.scoped(format!("tasks/{id}/execute"), &body.input)?;
    let begun = api
        .services
        .executions
        .run_task(
            api.call(&by).with_key(key.as_ref()).with_trace(trace),
            RunTask { id, input: body.input, force: given.force },
        )
        .await?;
    Ok(started::started(&api, begun, prefer, Duration::from_secs(MAX_WAIT_SECONDS)).await)
}
