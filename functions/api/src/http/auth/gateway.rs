//! Authentication by a trusted gateway, which passes the user in a header (seed 003).

use beadle_domain::{
    access::{Principal, Role},
    account::SubscriptionLevel,
};
use beadle_values::id::OwnerId;
use http::HeaderMap;

use super::AuthError;

const USER_ID: &str = "x-user-id";

pub(super) fn principal(headers: &HeaderMap) -> Result<Principal, AuthError> {
    let mut given = headers.get_all(USER_ID).iter();
    let value = given.next().ok_or(AuthError::Missing)?;
    if given.next().is_some() {
        return Err(AuthError::Invalid);
    }
    let text = std::str::from_utf8(value.as_bytes()).map_err(|_| AuthError::Invalid)?;
    let owner = OwnerId::of_caller(text).map_err(|_| AuthError::Invalid)?;
    Ok(Principal { level: SubscriptionLevel::UNSTATED, ..Principal::in_person(owner, Role::User) })
}
