//! Get an account.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_domain::access::Principal;
use beadle_values::id::OwnerId;

use super::response::AccountResponse;
use crate::{
    http::{Caller, OwnerParameters, Problem, Query},
    state::Api,
};

/// Get your account
///
/// The subscription level with its limits, the current usage, and the credits of this month.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/account",
    operation_id = "get_account",
    tag = "accounts",
    params(OwnerParameters),
    responses(
        (status = 200, description = "The account", body = AccountResponse<'_>),
        (status = 403, description = "The account belongs to another user"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn get(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given, .. }: Query<OwnerParameters>,
) -> Result<Response, Problem> {
    let owner = given.owner(&by);
    account(&api, &by, &owner).await
}

/// Responds with the account of `owner`.
pub(crate) async fn account(api: &Api, by: &Principal, owner: &OwnerId) -> Result<Response, Problem> {
    let call = api.call(by);
    let overview = api.services.accounts.overview(call, owner).await?;
    let pause = api.services.pauses.of_account(call, owner).await?;
    Ok(Json(AccountResponse::of(&overview, pause.as_ref())).into_response())
}

/// Get your limits and usage
///
/// The same as `/api/v1/account`.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/limits",
    operation_id = "get_limits",
    tag = "accounts",
    params(OwnerParameters),
    responses(
        (status = 200, description = "The account", body = AccountResponse<'_>),
        (status = 403, description = "The account belongs to another user"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn limits(
    state: State<Arc<Api>>,
    caller: Caller,
    query: Query<OwnerParameters>,
) -> Result<Response, Problem> {
    get(state, caller, query).await
}
