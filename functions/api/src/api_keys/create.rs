//! Create an API key.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::Call;
use beadle_domain::api_key::ApiKeyDraft;
use beadle_values::{cause::Chain, violation::Path};
use http::{HeaderValue, StatusCode, header};

use super::response::NewApiKeyResponse;
use crate::{
    http::{Caller, JsonBody, Problem, auth},
    state::Api,
};

/// Create an API key
///
/// The response contains the key. It is not shown again, because only its hash is stored. The key acts on
/// your behalf, with at most your role and with the given scopes, until it expires or is revoked. An API key
/// can't create another API key.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/api-keys",
    operation_id = "create_api_key",
    tag = "api-keys",
    request_body = ApiKeyDraft,
    responses(
        (status = 201, description = "The key; it is not shown again", body = NewApiKeyResponse<'_>),
        (status = 403, description = "The caller used an API key or has a read-only role"),
        (status = 422, description = "The key is invalid (all violations are listed) or there are too many keys"),
    )
))]
pub(crate) async fn create(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    body: JsonBody,
) -> Result<Response, Problem> {
    let now = api.now();
    let draft = ApiKeyDraft::parse_at(&body.value, now, &Path::body())?;
    let generated = auth::generate_api_key().map_err(|error| {
        tracing::error!(error = %Chain(&error), "failed to generate an API key");
        Problem::internal()
    })?;
    let key = api.services.api_keys.create(Call::new(&by, now), draft, generated.hash).await?;
    let answer = Json(NewApiKeyResponse::of(&key, &generated.text));
    let headers = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((StatusCode::CREATED, headers, answer).into_response())
}
