//! Make an API key.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::Call;
use beadle_domain::api_key::ApiKeyDraft;
use beadle_values::violation::Path;
use http::{HeaderValue, StatusCode, header};

use super::response::NewApiKeyResponse;
use crate::{
    document::ApiKeyRequest,
    http::{Caller, JsonBody, Problem, auth},
    state::Api,
};

/// Make an API key
///
/// The answer shows the key, once: only its hash is stored. It acts in your name, with at most your role and the scopes
/// that you give it, until it expires or is revoked. No API key makes another.
#[utoipa::path(
    post,
    path = "/api/v1/api-keys",
    operation_id = "create_api_key",
    tag = "api-keys",
    request_body = ApiKeyRequest,
    responses(
        (status = 201, description = "The key, shown this once", body = NewApiKeyResponse<'_>),
        (status = 403, description = "You came with an API key, or may only look"),
        (status = 422, description = "The key has faults, all of which are listed, or there are too many"),
    )
)]
pub(crate) async fn create(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    body: JsonBody,
) -> Result<Response, Problem> {
    let now = api.clock.now();
    let draft = ApiKeyDraft::parse(&body.value, &Path::body(), now)?;
    let minted = auth::mint().map_err(|error| {
        tracing::error!(%error, "no randomness for an API key");
        Problem::internal()
    })?;
    let key = api.api_keys.create(Call::new(&by, now), draft, minted.hash).await?;
    let answer = Json(NewApiKeyResponse::of(&key, &minted.text));
    let headers = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((StatusCode::CREATED, headers, answer).into_response())
}
