//! Run a task.

use std::{sync::Arc, time::Duration};

use axum::{Json, extract::State, response::IntoResponse, response::Response};
use beadle_application::execution::RunTask;

use super::response::AtsExecution;
use crate::{
    http::{Caller, InputBody, MAX_WAIT_SECONDS, Problem, StartHeaders, TaskPath, started},
    state::Api,
};

/// Execute task manually
///
/// Waits up to 25 seconds for the execution to end and responds with 200 and the result. `Prefer:
/// respond-async` disables the wait; `Prefer: wait=N` shortens it.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/tasks/{id}/execute",
    operation_id = "execute_automated_task",
    tag = "automated tasks",
    params(("id" = String, Path, description = "The id of the task"), StartHeaders),
    request_body = Option<crate::http::extract::RunBody>,
    responses(
        (status = 200, description = "The execution ended within the wait", body = AtsExecution<'_>),
        (status = 202, description = "The execution is started", body = AtsExecution<'_>),
        (status = 404, description = "The task does not exist"),
    )
))]
pub(crate) async fn execute(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    StartHeaders { key, prefer, trace }: StartHeaders,
    body: InputBody,
) -> Result<Response, Problem> {
    let key = key.scoped(format!("api/tasks/{id}/execute"), &body.input)?;
    let begun = api
        .services
        .executions
        .run_task(
            api.call(&by).with_key(key.as_ref()).with_trace(trace),
            RunTask { id, input: body.input, force: false },
        )
        .await?;
    let usual = Duration::from_secs(MAX_WAIT_SECONDS);
    Ok(started::started_as(&api, begun, prefer, usual, |status, execution| {
        (status, Json(AtsExecution::of(execution))).into_response()
    })
    .await)
}
