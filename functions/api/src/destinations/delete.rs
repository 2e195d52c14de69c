//! Delete a config.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use crate::{
    document::{ChangeHeaders, DeleteConfigParameters},
    http::{Caller, DestinationPath, IfMatch, Problem, Query},
    state::Api,
};

/// Delete a config, for good
///
/// Refused while tasks name it, unless `force=true`. What names a config that is gone fails at its next attempt.
#[utoipa::path(
    delete,
    path = "/api/v1/configs/{id}",
    operation_id = "delete_config",
    tag = "configs",
    params(
        ("id" = String, Path, description = "The id of the config"),
        ChangeHeaders,
        DeleteConfigParameters,
    ),
    responses(
        (status = 204, description = "It is deleted"),
        (status = 404, description = "There is no such config"),
        (status = 409, description = "Tasks use it: `task_count` tells how many, `task_ids` the first of them"),
        (status = 412, description = "The config was changed since it was read"),
    )
)]
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
