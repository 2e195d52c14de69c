//! Pause and resume the executions of a config.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
#[cfg(test)]
use beadle_application::pause::PauseDraft;
use beadle_domain::access::Principal;
use beadle_values::id::ConfigId;

use super::draft;
use crate::{
    destinations::response::gate::GateResponse,
    http::{Caller, DestinationPath, JsonBody, NoBody, Problem},
    state::Api,
};

/// Pause a config
///
/// Executions that name it are held when they are due, as behind an open circuit breaker: no attempt and no retry is used up.
/// Calls in progress go on. Takes effect within two seconds. A pause that exists is replaced. For its owner, operators and
/// admins; what an operator or an admin has paused, only these resume.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/configs/{id}/pause",
    operation_id = "pause_config",
    tag = "configs",
    params(("id" = String, Path, description = "The id of the config")),
    request_body = PauseDraft,
    responses(
        (status = 200, description = "The gate of the config", body = GateResponse<'_>),
        (status = 403, description = "The caller may not pause the config, or somebody else has paused it"),
        (status = 404, description = "The config does not exist"),
        (status = 422, description = "The body is invalid; all violations are listed"),
    )
))]
pub(crate) async fn pause(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    DestinationPath(id): DestinationPath,
    body: JsonBody,
) -> Result<Response, Problem> {
    let draft = draft(&body)?;
    api.services.pauses.pause_config(api.call(&by), id, &draft).await?;
    gate(&api, &by, id).await
}

/// Resume a config
///
/// Wakes the executions that its owner has waiting; those of others, if it is shared, ask again within five minutes. A config
/// that is not paused does not change.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/configs/{id}/resume",
    operation_id = "resume_config",
    tag = "configs",
    params(("id" = String, Path, description = "The id of the config")),
    responses(
        (status = 200, description = "The gate of the config", body = GateResponse<'_>),
        (status = 403, description = "The caller may not resume the config, or somebody else has paused it"),
        (status = 404, description = "The config does not exist"),
    )
))]
pub(crate) async fn resume(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    DestinationPath(id): DestinationPath,
    _: NoBody,
) -> Result<Response, Problem> {
    api.services.pauses.resume_config(api.call(&by), id).await?;
    gate(&api, &by, id).await
}

async fn gate(api: &Api, by: &Principal, id: ConfigId) -> Result<Response, Problem> {
    let view = api.services.configs.gate(api.call(by), id).await?;
    Ok(Json(GateResponse::of(id, &view)).into_response())
}
