//! Get an execution.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::Operation;

use super::response::ExecutionResponse;
use crate::{
    http::{Caller, ExecutionPath, Problem},
    state::Api,
};

/// Get an execution
///
/// With its attempts, the request and the response.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/executions/{id}",
    operation_id = "get_execution",
    tag = "executions",
    params(("id" = String, Path, description = "The id of the execution")),
    responses(
        (status = 200, description = "The execution", body = ExecutionResponse<'_>),
        (status = 404, description = "The execution does not exist"),
    )
))]
pub(crate) async fn get(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    ExecutionPath(id): ExecutionPath,
) -> Result<Response, Problem> {
    let execution = api.executions.find(&by, id, Operation::ReadExecution).await?;
    Ok(Json(ExecutionResponse::of(&execution)).into_response())
}
