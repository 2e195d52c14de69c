//! Add purchased credits to an account.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_domain::account::{Credits, credits};
use beadle_values::{
    body,
    body::{Shape, required},
    id::ExecutionId,
    violation::Path,
};

use super::get::account;
#[cfg(test)]
use super::response::AccountResponse;
use crate::{
    http::{Caller, IdempotencyKey, JsonBody, OwnerPath, Problem, idempotent},
    state::Api,
};

body! {
    /// Purchased credits.
    pub(crate) struct TopUpBody as "TopUpRequest" {
        /// Number of credits, with at most three decimals.
        credits: Credits = required(credits("value_error").hiding(&["maximum"])).strict(),
    }
    example {"credits": 100}
}

/// Add purchased credits
///
/// For admins. Purchased credits are used after the monthly budget is spent and carry over from month to
/// month. Executions that waited for credits are checked again at once. A repeat with the same
/// `Idempotency-Key` adds nothing.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/accounts/{id}/credits",
    operation_id = "top_up_account",
    tag = "accounts",
    params(("id" = String, Path, description = "The id of the user"), IdempotencyKey),
    request_body = TopUpBody,
    responses(
        (status = 200, description = "The account after the top-up", body = AccountResponse<'_>),
        (status = 403, description = "Only admins may add credits"),
        (status = 422, description = "The body is invalid; all violations are listed"),
    )
))]
pub(crate) async fn top_up(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    OwnerPath(owner): OwnerPath,
    key: IdempotencyKey,
    body: JsonBody,
) -> Result<Response, Problem> {
    let call = api.call(&by);
    let TopUpBody { credits: amount } = TopUpBody::parse(&body.value, &Path::body())?;
    // Without a key, each request is a separate top-up.
    let key = match key.scoped("credits", &amount)? {
        Some(given) => format!("{} {}", given.stamp.key, given.stamp.body_digest),
        None => ExecutionId::from_uuid(api.services.ports.ids.fresh(call.now)).to_string(),
    };
    let done = api.services.accounts.top_up(call, &owner, &key, amount).await?;
    Ok(idempotent::mark_replayed(account(&api, &by, &owner).await?, done.replayed))
}
