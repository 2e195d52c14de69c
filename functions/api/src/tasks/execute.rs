//! Run a saved task now.

use std::{sync::Arc, time::Duration};

use axum::{extract::State, response::Response};
use beadle_application::execution::RunTask;

use crate::{
    document::{RunParameters, RunRequest, StartHeaders},
    executions::response::ExecutionResponse,
    http::{Caller, IdempotencyKey, InputBody, LONGEST_WAIT, Prefer, Problem, Query, TaskPath, started},
    state::Api,
};

/// Run a task now
///
/// Waits up to 25 seconds for the end and answers 200 with the result (seed 003); `Prefer: respond-async` turns the wait
/// off, `Prefer: wait=N` shortens it. The members of `input` take the place of those of the task's.
#[utoipa::path(
    post,
    path = "/api/v1/tasks/{id}/execute",
    operation_id = "execute_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), StartHeaders, RunParameters),
    request_body = Option<RunRequest>,
    responses(
        (status = 200, description = "It ended while we waited", body = ExecutionResponse<'_>),
        (status = 202, description = "It is started", body = ExecutionResponse<'_>),
        (status = 404, description = "There is no such task"),
        (status = 409, description = "Tasks that it runs after have not completed: `dependencies` names them"),
        (status = 422, description = "The body has faults, all of which are listed"),
    )
)]
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
    let key = key.given(format!("tasks/{id}/execute"), &body.bytes);
    let begun = api
        .executions
        .run_task(api.call(&by).with_key(key.as_ref()), RunTask { id, input: body.input, force })
        .await?;
    Ok(started::started(&api, begun, prefer, Duration::from_secs(LONGEST_WAIT)).await)
}
