//! Let an order key go on without the execution that blocks it.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use super::response::ExecutionResponse;
use crate::{
    http::{Caller, ExecutionPath, NoBody, Problem},
    state::Api,
};

/// Let an order key go on without a failed execution
///
/// For one that failed and blocks its order key (`on_failure: block`): the next one of the key runs. To run it again in its
/// place, retry it instead.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/executions/{id}/skip",
    operation_id = "skip_execution",
    tag = "executions",
    params(("id" = String, Path, description = "The id of the execution")),
    responses(
        (status = 200, description = "Its order key goes on", body = ExecutionResponse<'_>),
        (status = 404, description = "The execution does not exist"),
        (status = 409, description = "The execution blocks no order key"),
    )
))]
pub(crate) async fn skip(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    ExecutionPath(id): ExecutionPath,
    _: NoBody,
) -> Result<Response, Problem> {
    let execution = api.services.executions.skip(api.call(&by), id).await?;
    let configs = api.services.executions.configs_in_force([&execution]).await?;
    Ok(Json(ExecutionResponse::of(&execution, &configs)).into_response())
}
