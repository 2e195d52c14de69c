//! Update a destination.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::Edit;

use super::response::DestinationResponse;
use crate::{
    http::{Caller, DestinationPath, IfMatch, JsonBody, MergePatch, Problem},
    state::Api,
};

/// Set members of a config
///
/// Each given member replaces the member of the config; other members are kept. Null resets a member to its
/// default. The change applies to the next attempt of every execution that refers to the config.
#[cfg_attr(test, utoipa::path(
    put,
    path = "/api/v1/configs/{id}",
    operation_id = "set_config",
    tag = "configs",
    params(("id" = String, Path, description = "The id of the config"), IfMatch),
    request_body = beadle_domain::config::draft::ConfigChange,
    responses(
        (status = 200, description = "The config after the change", body = DestinationResponse<'_>),
        (status = 403, description = "The config is shared: only its owner and admins may change it, and only admins may share it"),
        (status = 404, description = "The config does not exist"),
        (status = 412, description = "The config has changed since it was read"),
        (status = 422, description = "The change is invalid; all violations are listed"),
    )
))]
pub(crate) async fn set(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    DestinationPath(id): DestinationPath,
    IfMatch(expected): IfMatch,
    body: JsonBody,
) -> Result<Response, Problem> {
    let edit = Edit::Set(body.value);
    let config = api.services.configs.update(api.call(&by), id, &edit, &expected).await?;
    Ok(DestinationResponse::respond(&config))
}

/// Merge a patch into a config
///
/// JSON Merge Patch (RFC 7396): objects are merged, null removes a member, any other value replaces it.
#[cfg_attr(test, utoipa::path(
    patch,
    path = "/api/v1/configs/{id}",
    operation_id = "patch_config",
    tag = "configs",
    params(("id" = String, Path, description = "The id of the config"), IfMatch),
    request_body(content((beadle_domain::config::draft::ConfigChange = "application/merge-patch+json"), (beadle_domain::config::draft::ConfigChange = "application/json"))),
    responses(
        (status = 200, description = "The config after the change", body = DestinationResponse<'_>),
        (status = 403, description = "The config is shared: only its owner and admins may change it, and only admins may share it"),
        (status = 404, description = "The config does not exist"),
        (status = 412, description = "The config has changed since it was read"),
        (status = 422, description = "The change is invalid; all violations are listed"),
    )
))]
pub(crate) async fn patch(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    DestinationPath(id): DestinationPath,
    IfMatch(expected): IfMatch,
    MergePatch(patch): MergePatch,
) -> Result<Response, Problem> {
    let edit = Edit::Merge(patch);
    let config = api.services.configs.update(api.call(&by), id, &edit, &expected).await?;
    Ok(DestinationResponse::respond(&config))
}
