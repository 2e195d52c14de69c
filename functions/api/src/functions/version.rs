//! Get a version of a function.

use std::sync::Arc;

use axum::{Json, extract::State, response::IntoResponse, response::Response};

use super::response::VersionWithSource;
use crate::{
    http::{Caller, FunctionVersionPath, Problem},
    state::Api,
};

/// Get a version of a function
///
/// For operators: the version with its source.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/functions/{name}/versions/{version}",
    operation_id = "get_function_version",
    tag = "functions",
    params(
        ("name" = String, Path, description = "The name of the function"),
        ("version" = u32, Path, description = "The number of the version", minimum = 1),
    ),
    responses(
        (status = 200, description = "The version", body = VersionWithSource<'_>),
        (status = 403, description = "Only operators may read the source of functions"),
        (status = 404, description = "The function does not exist, or has no such version"),
    )
))]
pub(crate) async fn version(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    FunctionVersionPath(name, number): FunctionVersionPath,
) -> Result<Response, Problem> {
    let (version, upload) = api.services.functions.version(&by, &name, Some(number)).await?;
    Ok(Json(VersionWithSource::of(&version, &upload)).into_response())
}
