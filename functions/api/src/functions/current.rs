//! Move the current version of a function.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_values::{
    body,
    body::{required, whole},
    violation::Path,
};

use super::response::FunctionResponse;
use crate::{
    http::{Caller, FunctionPath, IfMatch, JsonBody, Problem},
    state::Api,
};

body! {
    /// Which version of a function is the current one.
    pub(crate) struct Current as "FunctionCurrent" {
        /// The number of the version.
        version: u32 = required(whole::<u32>(1, u32::MAX as u64)),
    }
    example {"version": 3}
}

/// Move the current version of a function
///
/// For operators: a roll back. Tasks that name no version call this one from their next run on.
#[cfg_attr(test, utoipa::path(
    put,
    path = "/api/v1/functions/{name}/current",
    operation_id = "move_function",
    tag = "functions",
    params(("name" = String, Path, description = "The name of the function"), IfMatch),
    request_body = Current,
    responses(
        (status = 200, description = "The function", body = FunctionResponse<'_>),
        (status = 403, description = "Only operators may change functions"),
        (status = 404, description = "The function does not exist, or has no such version"),
        (status = 412, description = "The function has changed since it was read"),
        (status = 422, description = "The body is invalid"),
    )
))]
pub(crate) async fn set(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    FunctionPath(name): FunctionPath,
    IfMatch(expected): IfMatch,
    body: JsonBody,
) -> Result<Response, Problem> {
    let Current { version } = Current::parse(&body.value, &Path::body())?;
    let function = api.services.functions.move_to(api.call(&by), &name, version, &expected).await?;
    Ok(FunctionResponse::respond(&function))
}
