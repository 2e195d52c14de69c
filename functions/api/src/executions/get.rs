//! Get an execution.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::Operation;
use beadle_domain::execution::Execution;

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
    let execution = api.services.executions.find(&by, id, Operation::ReadExecution).await?;
    respond(&api, &execution).await
}

/// Responds with `execution` and the policy in force.
pub(crate) async fn respond(api: &Api, execution: &Execution) -> Result<Response, Problem> {
    let configs = api.services.executions.configs_in_force([execution]).await?;
    Ok(Json(ExecutionResponse::of(execution, &configs)).into_response())
}
