//! Logs of an execution.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::Operation;

use super::response::log::LogList;
use crate::{
    http::{Caller, ExecutionPath, Problem},
    state::Api,
};

/// Get the logs of an execution, newest first
///
/// Its attempts, delays, warnings about the response, and its end.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/executions/{id}/logs",
    operation_id = "execution_logs",
    tag = "executions",
    params(("id" = String, Path, description = "The id of the execution")),
    responses(
        (status = 200, description = "The log entries", body = LogList<'_>),
        (status = 404, description = "The execution does not exist"),
    )
))]
pub(crate) async fn logs(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    ExecutionPath(id): ExecutionPath,
) -> Result<Response, Problem> {
    let execution = api.services.executions.find(&by, id, Operation::ReadExecution).await?;
    Ok(Json(LogList::of(std::slice::from_ref(&execution), None)).into_response())
}
