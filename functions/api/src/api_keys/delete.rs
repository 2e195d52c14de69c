//! Revoke an API key.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use crate::{
    http::{ApiKeyPath, Caller, Problem},
    state::Api,
};

/// Revoke an API key
///
/// The key is rejected from the next request on.
#[cfg_attr(test, utoipa::path(
    delete,
    path = "/api/v1/api-keys/{id}",
    operation_id = "delete_api_key",
    tag = "api-keys",
    params(("id" = String, Path, description = "The id of the key")),
    responses(
        (status = 204, description = "The key is revoked"),
        (status = 403, description = "The caller used an API key"),
        (status = 404, description = "The API key does not exist"),
    )
))]
pub(crate) async fn delete(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    ApiKeyPath(id): ApiKeyPath,
) -> Result<StatusCode, Problem> {
    api.services.api_keys.delete(api.call(&by), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
