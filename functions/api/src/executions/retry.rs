//! Retry an execution.

use std::{sync::Arc, time::Duration};

use axum::{extract::State, response::Response};

use crate::{
    http::{Caller, ExecutionPath, NoBody, Problem, StartHeaders, started},
    state::Api,
};

/// Retry an execution
///
/// Starts a new execution with the request of one that has ended.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/executions/{id}/retry",
    operation_id = "retry_execution",
    tag = "executions",
    params(("id" = String, Path, description = "The id of the execution"), StartHeaders),
    responses(
        (status = 200, description = "The new execution ended within the wait", body = crate::executions::response::ExecutionResponse<'_>),
        (status = 202, description = "The new execution is started", body = crate::executions::response::ExecutionResponse<'_>),
        (status = 404, description = "The execution does not exist"),
        (status = 409, description = "The execution has not ended, or its task was deleted"),
    )
))]
pub(crate) async fn retry(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    ExecutionPath(id): ExecutionPath,
    StartHeaders { key, prefer }: StartHeaders,
    _: NoBody,
) -> Result<Response, Problem> {
    let key = key.scoped(format!("executions/{id}/retry"), b"");
    let begun = api.executions.retry(api.call(&by).with_key(key.as_ref()), id).await?;
    Ok(started::started(&api, begun, prefer, Duration::ZERO).await)
}
