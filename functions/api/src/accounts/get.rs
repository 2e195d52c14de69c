//! Get an account.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use super::response::AccountResponse;

use crate::{
    http::{Caller, Problem, Query},
    state::Api,
};

/// Whose account.
#[cfg(test)]
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct AccountParameters {
    /// Another user: for operators and admins.
    user_id: Option<String>,
}

/// Get your account
///
/// The subscription level with its limits, the current usage, and the credits of this month.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/account",
    operation_id = "get_account",
    tag = "accounts",
    params(AccountParameters),
    responses(
        (status = 200, description = "The account", body = AccountResponse<'_>),
        (status = 403, description = "The account belongs to another user"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn get(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let owner = query.owner(&by);
    query.finish()?;
    let overview = api.accounts.overview(api.call(&by), &owner).await?;
    Ok(Json(AccountResponse::of(&overview)).into_response())
}

/// Get your limits and usage
///
/// The same as `/api/v1/account`.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/limits",
    operation_id = "get_limits",
    tag = "accounts",
    params(AccountParameters),
    responses(
        (status = 200, description = "The account", body = AccountResponse<'_>),
        (status = 403, description = "The account belongs to another user"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn limits(
    state: State<Arc<Api>>,
    caller: Caller,
    query: Query,
) -> Result<Response, Problem> {
    get(state, caller, query).await
}
