//! Get a destination.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::Operation;

use super::response::DestinationResponse;
use crate::{
    http::{Caller, DestinationPath, Problem},
    state::Api,
};

/// Get a config
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/configs/{id}",
    operation_id = "get_config",
    tag = "configs",
    params(("id" = String, Path, description = "The id of the config")),
    responses(
        (status = 200, description = "The config", body = DestinationResponse<'_>),
        (status = 404, description = "The config does not exist"),
    )
))]
pub(crate) async fn get(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    DestinationPath(id): DestinationPath,
) -> Result<Response, Problem> {
    Ok(DestinationResponse::respond(&api.services.configs.find(&by, id, Operation::ReadConfig).await?))
}
