//! List API keys.

use std::sync::Arc;

use axum::{Json, extract::State, response::IntoResponse, response::Response};

use super::response::ApiKeyList;

use crate::{
    http::{Caller, OwnerParameters, Problem, Query},
    state::Api,
};

/// List API keys, newest first
///
/// All keys in one response; there are at most 50.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/api-keys",
    operation_id = "list_api_keys",
    tag = "api-keys",
    params(OwnerParameters),
    responses(
        (status = 200, description = "The keys without their secrets", body = ApiKeyList<'_>),
        (status = 403, description = "They belong to another user"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given, .. }: Query<OwnerParameters>,
) -> Result<Response, Problem> {
    let owner = given.owner(&by);
    let keys = api.services.api_keys.list(&by, &owner).await?;
    Ok(Json(ApiKeyList::of(&keys)).into_response())
}
