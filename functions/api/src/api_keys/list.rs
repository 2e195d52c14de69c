//! List API keys.

use std::sync::Arc;

use axum::{Json, extract::State, response::IntoResponse, response::Response};

use super::response::ApiKeyList;

use crate::{
    http::{Caller, Problem, Query},
    state::Api,
};

/// Whose API keys to list.
#[cfg(test)]
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct ApiKeyFilters {
    /// Those of another user: for operators and admins.
    user_id: Option<String>,
}

/// List API keys, newest first
///
/// All keys in one response; there are at most 50.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/api-keys",
    operation_id = "list_api_keys",
    tag = "api-keys",
    params(ApiKeyFilters),
    responses(
        (status = 200, description = "The keys without their secrets", body = ApiKeyList<'_>),
        (status = 403, description = "They belong to another user"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let owner = query.owner(&by);
    query.finish()?;
    let keys = api.api_keys.list(&by, &owner).await?;
    Ok(Json(ApiKeyList::of(&keys)).into_response())
}
