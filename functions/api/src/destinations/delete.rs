//! Delete a destination.

use std::sync::Arc;

use axum::extract::State;
use beadle_values::{
    body::{flag, otherwise},
    query,
};
use http::StatusCode;

use crate::{
    http::{Caller, DestinationPath, IfMatch, Problem, Query},
    state::Api,
};

query! {
    /// How to delete a config.
    pub(crate) struct DeleteConfigParameters {
        /// Whether to delete it though tasks name it.
        force: bool = otherwise(flag(), || false),
    }
}

/// Delete a config permanently
///
/// Refused while tasks refer to it, unless `force=true`. An execution that refers to a deleted config fails
/// at its next attempt.
#[cfg_attr(test, utoipa::path(
    delete,
    path = "/api/v1/configs/{id}",
    operation_id = "delete_config",
    tag = "configs",
    params(
        ("id" = String, Path, description = "The id of the config"),
        IfMatch,
        DeleteConfigParameters,
    ),
    responses(
        (status = 204, description = "The config is deleted"),
        (status = 404, description = "The config does not exist"),
        (status = 409, description = "Tasks use the config: `task_count` is their number, `task_ids` lists the first of them"),
        (status = 412, description = "The config has changed since it was read"),
    )
))]
pub(crate) async fn delete(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    DestinationPath(id): DestinationPath,
    IfMatch(expected): IfMatch,
    Query { given, .. }: Query<DeleteConfigParameters>,
) -> Result<StatusCode, Problem> {
    api.services.configs.delete(api.call(&by), id, given.force, &expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
