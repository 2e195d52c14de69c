//! Say what an owner may use.

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

/// Say what a user may use
///
/// For admins. Tasks that no longer fit are paused, newest first, and go on once they fit again; executions that waited for
/// credits or for a limit ask again at once.
#[utoipa::path(
    put,
    path = "/api/v1/accounts/{id}",
    operation_id = "set_account",
    tag = "accounts",
    params(("id" = String, Path, description = "The user")),
    request_body = AccountChangeRequest,
    responses(
        (status = 200, description = "The account after the change", body = AccountResponse<'_>),
        (status = 403, description = "Only admins say what users may use"),
        (status = 422, description = "The change has faults, all of which are listed"),
    )
)]
pub(crate) async fn set(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    OwnerPath(owner): OwnerPath,
    body: JsonBody,
) -> Result<Response, Problem> {
    let (edit, call) = (read(&body.value)?, api.call(&by));
    api.accounts.set(call, &owner, edit).await?;
    let overview = api.accounts.overview(call, &owner).await?;
    Ok(Json(AccountResponse::of(&overview)).into_response())
}

fn read(body: &Value) -> Result<AccountChange, Violations> {
    let path = Path::body();
    let Some(body) = body.as_object() else {
        return Err(Violation::new(path, "type_error", "must be a JSON object").into());
    };
    let (mut edit, mut faults) = (AccountChange::default(), Violations::new());
    for (member, value) in body {
        let place = path.key(member);
        match (member.as_str(), value) {
            ("subscription_level", Value::Null) => edit.level = Some(None),
            ("monthly_credits", Value::Null) => edit.monthly_credits = Some(None),
            ("subscription_level", value) => match value.as_str().map(str::parse::<SubscriptionLevel>) {
                Some(Ok(level)) => edit.level = Some(Some(level)),
                Some(Err(error)) => faults.add(place, "enum", error.to_string()),
                None => faults.add(place, "type_error", "must be a text"),
            },
            ("monthly_credits", value) => {
                edit.monthly_credits = faults.take(credits(value, &place)).map(Some);
            }
            _ => faults.add(place, "unknown_field", "is not known here"),
        }
    }
    faults.into_result(edit)
}

/// An amount of credits in a body.
pub(super) fn credits(value: &Value, path: &Path) -> Result<Credits, Violations> {
    match value.as_f64().map(Credits::from_number) {
        Some(Ok(credits)) => Ok(credits),
        Some(Err(error)) => Err(Violation::new(path.clone(), "value_error", error.to_string()).into()),
        None => Err(Violation::new(path.clone(), "type_error", "must be a number").into()),
    }
}
