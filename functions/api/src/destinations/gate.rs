//! The gate of a config: looked at, and opened by hand.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use super::response::gate::GateResponse;
use crate::{
    http::{Caller, DestinationPath, NoBody, Problem},
    state::Api,
};

/// Look at the gate of a config
///
/// What its rate limit, its breaker and the most calls at once let through now, and who waits.
#[utoipa::path(
    get,
    path = "/api/v1/configs/{id}/gate",
    operation_id = "get_gate",
    tag = "configs",
    params(("id" = String, Path, description = "The id of the config")),
    responses(
        (status = 200, description = "The gate", body = GateResponse<'_>),
        (status = 404, description = "There is no such config"),
    )
)]
pub(crate) async fn gate(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    DestinationPath(id): DestinationPath,
) -> Result<Response, Problem> {
    let view = api.configs.gate(api.call(&by), id).await?;
    Ok(Json(GateResponse::of(id, &view)).into_response())
}

/// Open the gate of a config by hand
///
/// Its breaker is closed, and nothing is held against the destination any more; for operators and admins.
#[utoipa::path(
    post,
    path = "/api/v1/configs/{id}/gate/reset",
    operation_id = "reset_gate",
    tag = "configs",
    params(("id" = String, Path, description = "The id of the config")),
    responses(
        (status = 200, description = "The gate after the reset", body = GateResponse<'_>),
        (status = 403, description = "Only operators and admins reset gates"),
        (status = 404, description = "There is no such config"),
    )
)]
pub(crate) async fn reset(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    DestinationPath(id): DestinationPath,
    _: NoBody,
) -> Result<Response, Problem> {
    let view = api.configs.reset_gate(api.call(&by), id).await?;
    Ok(Json(GateResponse::of(id, &view)).into_response())
}
