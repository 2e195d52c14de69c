//! Delete a function.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use crate::{
    http::{Caller, FunctionPath, IfMatch, Problem},
    state::Api,
};

/// Delete a function
///
/// For operators. All its versions go; tasks that call it fail with `function_missing` from then on.
#[cfg_attr(test, utoipa::path(
    delete,
    path = "/api/v1/functions/{name}",
    operation_id = "delete_function",
    tag = "functions",
    params(("name" = String, Path, description = "The name of the function"), IfMatch),
    responses(
        (status = 204, description = "The function is deleted"),
        (status = 403, description = "Only operators may delete functions"),
        (status = 404, description = "The function does not exist"),
        (status = 412, description = "The function has changed since it was read"),
    )
))]
pub(crate) async fn delete(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    FunctionPath(name): FunctionPath,
    IfMatch(expected): IfMatch,
) -> Result<StatusCode, Problem> {
    api.services.functions.delete(api.call(&by), &name, &expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
