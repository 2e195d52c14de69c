//! Get a function.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use super::response::FunctionResponse;
use crate::{
    http::{Caller, FunctionPath, Problem},
    state::Api,
};

/// Get a function
///
/// Its versions, without their source.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/functions/{name}",
    operation_id = "get_function",
    tag = "functions",
    params(("name" = String, Path, description = "The name of the function")),
    responses(
        (status = 200, description = "The function", body = FunctionResponse<'_>),
        (status = 404, description = "The function does not exist"),
    )
))]
pub(crate) async fn get(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    FunctionPath(name): FunctionPath,
) -> Result<Response, Problem> {
    Ok(FunctionResponse::respond(&api.services.functions.get(&by, &name).await?))
}
