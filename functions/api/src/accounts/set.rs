//! Set the limits of an account.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::account::AccountChange;
use beadle_domain::account::{Credits, SubscriptionLevel};
use beadle_values::violation::{Path, Violation, Violations};
use serde_json::Value;

use super::response::AccountResponse;
use crate::{
    document::AccountChangeRequest,
    http::{Caller, JsonBody, OwnerPath, Problem},
    state::Api,
};

/// Set the subscription level or budget of a user
///
/// For admins. Tasks that exceed the new limits are paused, newest first, and resume once they fit again.
/// Executions that waited for credits or for a limit are checked again at once.
#[utoipa::path(
    put,
    path = "/api/v1/accounts/{id}",
    operation_id = "set_account",
    tag = "accounts",
    params(("id" = String, Path, description = "The id of the user")),
    request_body = AccountChangeRequest,
    responses(
        (status = 200, description = "The account after the change", body = AccountResponse<'_>),
        (status = 403, description = "Only admins may change accounts"),
        (status = 422, description = "The change is invalid; all violations are listed"),
    )
)]
pub(crate) async fn set(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    OwnerPath(owner): OwnerPath,
    body: JsonBody,
) -> Result<Response, Problem> {
    let (change, call) = (read(&body.value)?, api.call(&by));
    api.accounts.set(call, &owner, change).await?;
    let overview = api.accounts.overview(call, &owner).await?;
    Ok(Json(AccountResponse::of(&overview)).into_response())
}

fn read(body: &Value) -> Result<AccountChange, Violations> {
    let path = Path::body();
    let Some(body) = body.as_object() else {
        return Err(Violation::new(path, "type_error", "must be a JSON object").into());
    };
    let (mut change, mut faults) = (AccountChange::default(), Violations::new());
    for (member, value) in body {
        let place = path.key(member);
        match (member.as_str(), value) {
            ("subscription_level", Value::Null) => change.level = Some(None),
            ("monthly_credits", Value::Null) => change.monthly_credits = Some(None),
            ("subscription_level", value) => match value.as_str().map(str::parse::<SubscriptionLevel>) {
                Some(Ok(level)) => change.level = Some(Some(level)),
                Some(Err(error)) => faults.add(place, "enum", error.to_string()),
                None => faults.add(place, "type_error", "must be a string"),
            },
            ("monthly_credits", value) => {
                change.monthly_credits = faults.take(credits(value, &place)).map(Some);
            }
            _ => faults.add(place, "unknown_field", "unknown field"),
        }
    }
    faults.into_result(change)
}

/// Reads an amount of credits.
pub(super) fn credits(value: &Value, path: &Path) -> Result<Credits, Violations> {
    match value.as_f64().map(Credits::from_number) {
        Some(Ok(credits)) => Ok(credits),
        Some(Err(error)) => Err(Violation::new(path.clone(), "value_error", error.to_string()).into()),
        None => Err(Violation::new(path.clone(), "type_error", "must be a number").into()),
    }
}
