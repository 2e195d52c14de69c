//! Add purchased credits to an account.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_values::{
    id::ExecutionId,
    violation::{Path, Violation, Violations},
};

use super::{response::AccountResponse, set::credits};
use crate::{
    document::{CreateHeaders, TopUpRequest},
    http::{Caller, IdempotencyKey, JsonBody, OwnerPath, Problem, idempotent},
    state::Api,
};

/// Add purchased credits
///
/// For admins. Purchased credits are used after the monthly budget is spent and carry over from month to
/// month. Executions that waited for credits are checked again at once. A repeat with the same
/// `Idempotency-Key` adds nothing.
#[utoipa::path(
    post,
    path = "/api/v1/accounts/{id}/credits",
    operation_id = "top_up_account",
    tag = "accounts",
    params(("id" = String, Path, description = "The id of the user"), CreateHeaders),
    request_body = TopUpRequest,
    responses(
        (status = 200, description = "The account after the top-up", body = AccountResponse<'_>),
        (status = 403, description = "Only admins may add credits"),
        (status = 422, description = "The body is invalid; all violations are listed"),
    )
)]
pub(crate) async fn top_up(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    OwnerPath(owner): OwnerPath,
    key: IdempotencyKey,
    body: JsonBody,
) -> Result<Response, Problem> {
    let (path, call, mut faults) = (Path::body(), api.call(&by), Violations::new());
    let members = body.value.as_object().cloned().unwrap_or_default();
    for member in members.keys().filter(|member| *member != "credits") {
        faults.add(path.key(member), "unknown_field", "unknown field");
    }
    let amount = match members.get("credits") {
        Some(value) => faults.take(credits(value, &path.key("credits"))),
        None => {
            faults.push(Violation::new(path.key("credits"), "missing", "is required"));
            None
        }
    };
    let Some(amount) = amount.filter(|_| faults.is_empty()) else { return Err(faults.into()) };
    // Without a key, each request is a separate top-up.
    let key = match key.scoped("credits", &body.bytes) {
        Some(given) => format!("{} {}", given.stamp.key, given.stamp.body_digest),
        None => ExecutionId::from_uuid(api.ids.fresh(call.now)).to_string(),
    };
    let done = api.accounts.top_up(call, &owner, &key, amount).await?;
    let overview = api.accounts.overview(call, &owner).await?;
    Ok(idempotent::mark_replayed(Json(AccountResponse::of(&overview)).into_response(), done.replayed))
}
