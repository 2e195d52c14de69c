//! Explain the status of an execution.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use super::response::explanation::ExplanationResponse;
use crate::{
    http::{Caller, ExecutionPath, Problem},
    state::Api,
};

/// Explain the status of an execution
///
/// What it waits for, what happens next and when, and the decisions made so far.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/executions/{id}/explain",
    operation_id = "explain_execution",
    tag = "executions",
    params(("id" = String, Path, description = "The id of the execution")),
    responses(
        (status = 200, description = "The explanation", body = ExplanationResponse<'_>),
        (status = 404, description = "The execution does not exist"),
    )
))]
pub(crate) async fn explain(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    ExecutionPath(id): ExecutionPath,
) -> Result<Response, Problem> {
    let explanation = api.services.executions.explain(&by, id, api.now()).await?;
    Ok(Json(ExplanationResponse::of(id, &explanation)).into_response())
}
