//! Get and reset the gate of a destination.

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

/// Get the gate of a config
///
/// The current state of its rate limit, circuit breaker and concurrency limit, and the number of waiting
/// executions.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/configs/{id}/gate",
    operation_id = "get_gate",
    tag = "configs",
    params(("id" = String, Path, description = "The id of the config")),
    responses(
        (status = 200, description = "The gate", body = GateResponse<'_>),
        (status = 404, description = "The config does not exist"),
    )
))]
pub(crate) async fn gate(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    DestinationPath(id): DestinationPath,
) -> Result<Response, Problem> {
    let view = api.services.configs.gate(api.call(&by), id).await?;
    Ok(Json(GateResponse::of(id, &view)).into_response())
}

/// Reset the gate of a config
///
/// Closes the circuit breaker and forgets the recorded failures of the destination. For operators and admins.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/configs/{id}/gate/reset",
    operation_id = "reset_gate",
    tag = "configs",
    params(("id" = String, Path, description = "The id of the config")),
    responses(
        (status = 200, description = "The gate after the reset", body = GateResponse<'_>),
        (status = 403, description = "Only operators and admins may reset gates"),
        (status = 404, description = "The config does not exist"),
    )
))]
pub(crate) async fn reset(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    DestinationPath(id): DestinationPath,
    _: NoBody,
) -> Result<Response, Problem> {
    let view = api.services.configs.reset_gate(api.call(&by), id).await?;
    Ok(Json(GateResponse::of(id, &view)).into_response())
}
