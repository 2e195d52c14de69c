//! Try a function.

use std::sync::Arc;

use axum::{Json, extract::State, response::IntoResponse, response::Response};
use beadle_domain::function::DryRun;
use beadle_values::violation::Path;

use super::response::DryRunResponse;
use crate::{
    http::{Caller, FunctionPath, JsonBody, Problem},
    state::Api,
};

/// Try a function
///
/// For operators: runs it once for at most 10 seconds. Nothing is stored, and nothing is sent: its calls get the answers in
/// `fetches`, and a call without one fails. A failure of the function is a result, with status 200.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/functions/{name}/test",
    operation_id = "test_function",
    tag = "functions",
    params(("name" = String, Path, description = "The name of the function")),
    request_body = DryRun,
    responses(
        (status = 200, description = "What the function returned, or why it failed", body = DryRunResponse<'_>),
        (status = 403, description = "Only operators may try functions"),
        (status = 404, description = "The function does not exist, or has no such version"),
        (status = 422, description = "The body is invalid"),
    )
))]
pub(crate) async fn test(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    FunctionPath(name): FunctionPath,
    body: JsonBody,
) -> Result<Response, Problem> {
    let run = DryRun::parse(&body.value, &Path::body())?;
    let result = api.services.functions.dry_run(api.call(&by), &name, run).await?;
    Ok(Json(DryRunResponse::of(&result)).into_response())
}
