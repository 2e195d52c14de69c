//! Change a config.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::Edit;

use super::response::DestinationResponse;
use crate::{
    document::{ChangeHeaders, ConfigChange},
    http::{Caller, DestinationPath, IfMatch, JsonBody, MergePatch, Problem},
    state::Api,
};

/// Set the members given
///
/// Each member given takes the place of the config's; the others stay. Null goes back to the default. The next attempt of
/// every execution that names the config finds the change.
#[utoipa::path(
    put,
    path = "/api/v1/configs/{id}",
    operation_id = "set_config",
    tag = "configs",
    params(("id" = String, Path, description = "The id of the config"), ChangeHeaders),
    request_body = ConfigChange,
    responses(
        (status = 200, description = "The config after the change", body = DestinationResponse<'_>),
        (status = 403, description = "It is shared: only its owner and admins change it, and only admins share it"),
        (status = 404, description = "There is no such config"),
        (status = 412, description = "The config was changed since it was read"),
        (status = 422, description = "The change has faults, all of which are listed"),
    )
)]
pub(crate) async fn set(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    DestinationPath(id): DestinationPath,
    IfMatch(expected): IfMatch,
    body: JsonBody,
) -> Result<Response, Problem> {
    let edit = Edit::Set(body.value);
    let config = api.configs.update(api.call(&by), id, &edit, &expected).await?;
    Ok(DestinationResponse::respond(&config))
}

/// Merge a patch into a config
///
/// JSON Merge Patch (RFC 7396): objects are merged, null removes, anything else takes the place of what was there.
#[utoipa::path(
    patch,
    path = "/api/v1/configs/{id}",
    operation_id = "patch_config",
    tag = "configs",
    params(("id" = String, Path, description = "The id of the config"), ChangeHeaders),
    request_body(content((ConfigChange = "application/merge-patch+json"), (ConfigChange = "application/json"))),
    responses(
        (status = 200, description = "The config after the change", body = DestinationResponse<'_>),
        (status = 403, description = "It is shared: only its owner and admins change it, and only admins share it"),
        (status = 404, description = "There is no such config"),
        (status = 412, description = "The config was changed since it was read"),
        (status = 422, description = "The change has faults, all of which are listed"),
    )
)]
pub(crate) async fn patch(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    DestinationPath(id): DestinationPath,
    IfMatch(expected): IfMatch,
    MergePatch(patch): MergePatch,
) -> Result<Response, Problem> {
    let edit = Edit::Merge(patch);
    let config = api.configs.update(api.call(&by), id, &edit, &expected).await?;
    Ok(DestinationResponse::respond(&config))
}
