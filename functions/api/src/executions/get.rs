//! Get an execution.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::{Error, Operation};
use beadle_domain::access::Principal;
use beadle_values::id::ExecutionId;

use super::response::{ExecutionResponse, unrecorded::UnrecordedResponse};
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
        (status = 202, description = "The execution waits in the queue, and its record is deferred", body = UnrecordedResponse),
        (status = 404, description = "The execution does not exist"),
    )
))]
pub(crate) async fn get(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    ExecutionPath(id): ExecutionPath,
) -> Result<Response, Problem> {
    find_and_respond(&api, &by, id).await
}

/// Responds with the execution `id` and the policy in force, or with what is known of it without a record.
pub(crate) async fn find_and_respond(
    api: &Api,
    by: &Principal,
    id: ExecutionId,
) -> Result<Response, Problem> {
    let execution = match api.services.executions.find(by, id, Operation::ReadExecution).await {
        Err(Error::NotRecorded(found)) => return Ok(UnrecordedResponse::accepted(&found)),
        found => found?,
    };
    let configs = api.services.executions.configs_in_force([&execution]).await?;
    Ok(Json(ExecutionResponse::of(&execution, &configs)).into_response())
}
