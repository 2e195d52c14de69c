//! Delete a destination.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use crate::{
    http::{Caller, DestinationPath, IfMatch, Problem, Query},
    state::Api,
};

/// How to delete a config.
#[cfg(test)]
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct DeleteConfigParameters {
    /// Whether to delete it though tasks name it.
    force: Option<bool>,
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
        crate::http::parameters::ChangeHeaders,
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
    mut query: Query,
) -> Result<StatusCode, Problem> {
    let force = query.parsed::<bool>("force", "type_error").unwrap_or(false);
    query.finish()?;
    api.configs.delete(api.call(&by), id, force, &expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
