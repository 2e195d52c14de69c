//! Save a destination.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_domain::config::ConfigDraft;
use beadle_values::violation::Path;

use super::response::DestinationResponse;
use crate::{
    http::{Caller, IdempotencyKey, JsonBody, Problem, idempotent, respond},
    state::Api,
};

/// Save a config
///
/// A config is a named profile of a destination. Tasks and requests refer to it with `config_id`. Only admins
/// may share a config with everyone.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/configs",
    operation_id = "create_config",
    tag = "configs",
    params(IdempotencyKey),
    request_body = ConfigDraft,
    responses(
        (status = 201, description = "The config is saved", body = DestinationResponse<'_>),
        (status = 403, description = "Only admins may share a config"),
        (status = 409, description = "Another config of the owner has its key: `holder_id` is the id of that"),
        (status = 422, description = "The config is invalid; all violations are listed"),
    )
))]
pub(crate) async fn create(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    key: IdempotencyKey,
    body: JsonBody,
) -> Result<Response, Problem> {
    let draft = ConfigDraft::parse(&body.value, &Path::body())?;
    let key = key.scoped("configs", &draft)?;
    let created = api.services.configs.create(api.call(&by).with_key(key.as_ref()), draft).await?;
    let response = DestinationResponse::respond(&created.config);
    let response = respond::created(response, format!("/api/v1/configs/{}", created.config.id));
    Ok(idempotent::mark_replayed(response, created.replayed))
}
