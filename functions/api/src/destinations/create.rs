//! Save a config.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_domain::config::ConfigDraft;
use beadle_values::violation::Path;

use super::response::DestinationResponse;
use crate::{
    document::{ConfigRequest, CreateHeaders},
    http::{Caller, IdempotencyKey, JsonBody, Problem, idempotent, respond},
    state::Api,
};

/// Save a config
///
/// A named profile of a destination, for tasks and requests that name it with `config_id`. Sharing it with everyone takes
/// an admin.
#[utoipa::path(
    post,
    path = "/api/v1/configs",
    operation_id = "create_config",
    tag = "configs",
    params(CreateHeaders),
    request_body = ConfigRequest,
    responses(
        (status = 201, description = "It is saved", body = DestinationResponse<'_>),
        (status = 403, description = "Only an admin shares a config"),
        (status = 422, description = "The config has faults, all of which are listed"),
    )
)]
pub(crate) async fn create(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    key: IdempotencyKey,
    body: JsonBody,
) -> Result<Response, Problem> {
    let draft = ConfigDraft::parse(&body.value, &Path::body())?;
    let key = key.given("configs", &body.bytes);
    let created = api.configs.create(api.call(&by).with_key(key.as_ref()), draft).await?;
    let response = DestinationResponse::respond(&created.config);
    let response = respond::created(response, format!("/api/v1/configs/{}", created.config.id));
    Ok(idempotent::mark(response, created.replayed))
}
