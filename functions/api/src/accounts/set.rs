//! Set the limits of an account.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::account::AccountChange;
use beadle_domain::account::{Credits, SubscriptionLevel, credits};
use beadle_values::{
    body,
    body::{Shape, one_of, optional},
    violation::Path,
};

use super::get::account;
#[cfg(test)]
use super::response::AccountResponse;
use crate::{
    http::{Caller, JsonBody, OwnerPath, Problem},
    state::Api,
};

body! {
    /// Limits of an account. Members that are left out stay as they are.
    pub(crate) struct ChangeBody as "AccountChangeRequest" {
        /// Subscription level: `free`, `basic`, `pro` or `enterprise`; null leaves it to the token.
        subscription_level: Option<Option<SubscriptionLevel>> = optional(one_of().typed().or_null()).strict(),
        /// Budget of a month, in credits; null for that of the level.
        monthly_credits: Option<Option<Credits>> =
            optional(credits("value_error").hiding(&["maximum"]).or_null()).strict(),
    }
    example {"subscription_level": "pro", "monthly_credits": 500}
}

/// Set the subscription level or budget of a user
///
/// For admins. Tasks that exceed the new limits are paused, newest first, and resume once they fit again.
/// Executions that waited for credits or for a limit are checked again at once.
#[cfg_attr(test, utoipa::path(
    put,
    path = "/api/v1/accounts/{id}",
    operation_id = "set_account",
    tag = "accounts",
    params(("id" = String, Path, description = "The id of the user")),
    request_body = ChangeBody,
    responses(
        (status = 200, description = "The account after the change", body = AccountResponse<'_>),
        (status = 403, description = "Only admins may change accounts"),
        (status = 422, description = "The change is invalid; all violations are listed"),
    )
))]
pub(crate) async fn set(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    OwnerPath(owner): OwnerPath,
    body: JsonBody,
) -> Result<Response, Problem> {
    let ChangeBody { subscription_level, monthly_credits } = ChangeBody::parse(&body.value, &Path::body())?;
    let change = AccountChange { level: subscription_level, monthly_credits };
    api.services.accounts.set(api.call(&by), &owner, change).await?;
    account(&api, &by, &owner).await
}
