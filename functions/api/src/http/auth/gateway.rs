//! Authentication by a gateway, which passes the user in a header (seed 003) and proves itself with a secret.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use beadle_domain::{
    access::{Principal, Role},
    account::SubscriptionLevel,
};
use beadle_values::id::OwnerId;
use http::HeaderMap;

use super::AuthError;

const USER_ID: &str = "x-user-id";

/// The header that a gateway proves itself with. Without it, whoever reaches the API could name any user.
const SECRET: &str = "x-gateway-secret";

/// A gateway, whose requests have its secret in `X-Gateway-Secret` and the user in `X-User-ID`.
pub struct Gateway {
    secret: Vec<u8>,
}

impl Gateway {
    /// A gateway that proves itself with `secret`.
    pub fn with_secret(secret: &str) -> Self {
        Self { secret: secret.as_bytes().to_vec() }
    }

    /// The user that the gateway names.
    pub(super) fn principal(&self, headers: &HeaderMap) -> Result<Principal, AuthError> {
        let user = only(headers, USER_ID)?.ok_or(AuthError::Missing)?;
        let secret = only(headers, SECRET)?.ok_or(AuthError::Missing)?;
        verify_slices_are_equal(secret, &self.secret).map_err(|_| AuthError::Invalid)?;
        let user = std::str::from_utf8(user).map_err(|_| AuthError::Invalid)?;
        let owner = OwnerId::of_caller(user).map_err(|_| AuthError::Invalid)?;
        Ok(Principal { level: SubscriptionLevel::UNSTATED, ..Principal::in_person(owner, Role::User) })
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").finish_non_exhaustive()
    }
}

/// The value of a header that may be given once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a [u8]>, AuthError> {
    let mut given = headers.get_all(name).iter();
    let value = given.next().map(http::HeaderValue::as_bytes);
    if given.next().is_some() { Err(AuthError::Invalid) } else { Ok(value) }
}
