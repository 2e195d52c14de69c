//! Pause and resume all executions of a user.

use std::sync::Arc;

use axum::{extract::State, response::Response};
#[cfg(test)]
use beadle_application::pause::PauseDraft;

use super::draft;
#[cfg(test)]
use crate::accounts::response::AccountResponse;
use crate::{
    accounts::get::account,
    http::{Caller, JsonBody, NoBody, OwnerPath, Problem},
    state::Api,
};

/// Pause an account
///
/// All executions of the user are held when they are due; no attempt and no retry is used up. Calls in progress go on. Takes
/// effect within two seconds. A pause that exists is replaced. For the user and admins; what an admin has paused, only admins
/// resume.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/accounts/{id}/pause",
    operation_id = "pause_account",
    tag = "accounts",
    params(("id" = String, Path, description = "The id of the user")),
    request_body = PauseDraft,
    responses(
        (status = 200, description = "The account", body = AccountResponse<'_>),
        (status = 403, description = "The caller may not pause the account, or an admin has paused it"),
        (status = 422, description = "The body is invalid; all violations are listed"),
    )
))]
pub(crate) async fn pause(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    OwnerPath(owner): OwnerPath,
    body: JsonBody,
) -> Result<Response, Problem> {
    let draft = draft(&body)?;
    api.services.pauses.pause_account(api.call(&by), &owner, &draft).await?;
    account(&api, &by, &owner).await
}

/// Resume an account
///
/// Wakes the executions that wait. An account that is not paused does not change.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/accounts/{id}/resume",
    operation_id = "resume_account",
    tag = "accounts",
    params(("id" = String, Path, description = "The id of the user")),
    responses(
        (status = 200, description = "The account", body = AccountResponse<'_>),
        (status = 403, description = "The caller may not resume the account, or an admin has paused it"),
        (status = 422, description = "The id of the user is invalid"),
    )
))]
pub(crate) async fn resume(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    OwnerPath(owner): OwnerPath,
    _: NoBody,
) -> Result<Response, Problem> {
    api.services.pauses.resume_account(api.call(&by), &owner).await?;
    account(&api, &by, &owner).await
}
