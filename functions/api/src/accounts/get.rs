//! Look at an account.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use super::response::AccountResponse;
use crate::{
    document::AccountParameters,
    http::{Caller, Problem, Query},
    state::Api,
};

/// What you may use, and what you use
///
/// The subscription level, what it allows, what is used of it, and the credits of this month.
#[utoipa::path(
    get,
    path = "/api/v1/account",
    operation_id = "get_account",
    tag = "accounts",
    params(AccountParameters),
    responses(
        (status = 200, description = "The account", body = AccountResponse<'_>),
        (status = 403, description = "It is another user's"),
        (status = 422, description = "A parameter has faults"),
    )
)]
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

/// Your limits, and what you use of them
///
/// The same as `/api/v1/account`.
#[utoipa::path(
    get,
    path = "/api/v1/limits",
    operation_id = "get_limits",
    tag = "accounts",
    params(AccountParameters),
    responses(
        (status = 200, description = "The account", body = AccountResponse<'_>),
        (status = 403, description = "It is another user's"),
        (status = 422, description = "A parameter has faults"),
    )
)]
pub(crate) async fn limits(
    state: State<Arc<Api>>,
    caller: Caller,
    query: Query,
) -> Result<Response, Problem> {
    get(state, caller, query).await
}
