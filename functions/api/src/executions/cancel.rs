//! Cancel an execution.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::execution::Cancelled;
use beadle_domain::access::Principal;
use beadle_values::id::ExecutionId;
use http::StatusCode;

use super::response::{ExecutionResponse, unrecorded::UnrecordedResponse};
use crate::{
    http::{Caller, ExecutionPath, NoBody, Problem},
    state::Api,
};

/// An execution that is cancelled.
#[cfg(test)]
#[derive(utoipa::ToSchema)]
#[schema(as = CancelledExecution)]
#[serde(untagged)]
#[expect(dead_code, clippy::large_enum_variant, reason = "describes what `cancel` writes")]
pub(crate) enum CancelledBody<'a> {
    Recorded(ExecutionResponse<'a>),
    Unrecorded(UnrecordedResponse),
}

/// Cancel an execution
///
/// A waiting execution is cancelled at once. A running execution stops when its executor sees the request.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/executions/{id}/cancel",
    operation_id = "cancel_execution",
    tag = "executions",
    params(("id" = String, Path, description = "The id of the execution")),
    responses(
        (status = 200, description = "The execution is cancelled; one without a record has only some of the members", body = CancelledBody<'_>),
        (status = 202, description = "The execution is running and will be stopped", body = ExecutionResponse<'_>),
        (status = 404, description = "The execution does not exist"),
        (status = 409, description = "The execution has ended"),
    )
))]
pub(crate) async fn cancel(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    ExecutionPath(id): ExecutionPath,
    _: NoBody,
) -> Result<Response, Problem> {
    cancel_and_respond(&api, &by, id).await
}

/// Cancels the execution and responds with it.
pub(crate) async fn cancel_and_respond(
    api: &Api,
    by: &Principal,
    id: ExecutionId,
) -> Result<Response, Problem> {
    let cancelled = api.services.executions.cancel(api.call(by), id).await?;
    let (status, execution) = match &cancelled {
        Cancelled::Now(execution) => (StatusCode::OK, execution),
        Cancelled::Requested(execution) => (StatusCode::ACCEPTED, execution),
        Cancelled::BeforeRecord(found) => return Ok(Json(UnrecordedResponse::of(found)).into_response()),
    };
    let configs = api.services.executions.configs_in_force([execution]).await?;
    Ok((status, Json(ExecutionResponse::of(execution, &configs))).into_response())
}
