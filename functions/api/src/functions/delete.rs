//! Delete a function.

use std::sync::Arc;

use axum::extract::State;
use beadle_values::{
    body::{flag, otherwise},
    query,
};
use http::StatusCode;

use crate::{
    http::{Caller, FunctionPath, IfMatch, Problem, Query},
    state::Api,
};

query! {
    /// How to delete a function.
    pub(crate) struct DeleteFunctionParameters {
        /// Whether to delete it though tasks or configs name it.
        force: bool = otherwise(flag(), || false),
    }
}

/// Delete a function
///
/// For operators. All its versions go. Refused while tasks or configs of the caller name it, as the function of a task, of a
/// retry rule or of a transformation, unless `force=true`. To find these, the caller's tasks and configs are read, a page of
/// 100 at a time (on AWS half a read unit for each 4 KB of them); those of other users are not looked for.
///
/// From then on tasks that call it fail with `function_missing` and transformations with `transform`, which both are never
/// tried again; a retry rule falls back to the default delays, and the log of the execution says so.
#[cfg_attr(test, utoipa::path(
    delete,
    path = "/api/v1/functions/{name}",
    operation_id = "delete_function",
    tag = "functions",
    params(("name" = String, Path, description = "The name of the function"), IfMatch, DeleteFunctionParameters),
    responses(
        (status = 204, description = "The function is deleted"),
        (status = 403, description = "Only operators may delete functions"),
        (status = 404, description = "The function does not exist"),
        (status = 409, description = "Tasks or configs name it: `use_count` is their number, `uses` lists the first of them"),
        (status = 412, description = "The function has changed since it was read"),
    )
))]
pub(crate) async fn delete(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    FunctionPath(name): FunctionPath,
    IfMatch(expected): IfMatch,
    Query { given, .. }: Query<DeleteFunctionParameters>,
) -> Result<StatusCode, Problem> {
    api.services.functions.delete(api.call(&by), &name, given.force, &expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
