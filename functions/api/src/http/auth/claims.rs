//! Claims of a token.

use beadle_domain::{
    access::{Principal, Role},
    account::SubscriptionLevel,
};
use beadle_values::id::OwnerId;
use serde::Deserialize;

use super::AuthError;

/// The claims that identify the caller. The verifier checks the registered claims such as `exp`.
#[derive(Debug, Deserialize)]
pub(super) struct Claims {
    sub: String,
    /// One issuer (RFC 7519 section 4.1.1). The verifier would take a list that contains the expected one.
    #[serde(rename = "iss", default)]
    _issuer: Option<String>,
    #[serde(default)]
    roles: Option<Roles>,
    /// An unknown level counts as the lowest one; a missing one is [`SubscriptionLevel::UNSTATED`].
    #[serde(default)]
    subscription_level: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Roles {
    /// One name, or several separated by spaces or commas.
    Text(String),
    List(Vec<String>),
}

impl Claims {
    /// Returns the caller with the strongest role in the token, or the role of a user if there are none.
    /// Unknown roles count as the weakest one.
    pub(super) fn principal(self) -> Result<Principal, AuthError> {
        let owner = OwnerId::of_caller(self.sub).map_err(|_| AuthError::Invalid)?;
        let strongest = |names: &mut dyn Iterator<Item = &str>| {
            names.filter_map(|name| name.parse::<Role>().ok()).max().unwrap_or(Role::Viewer)
        };
        let role = match &self.roles {
            None => Role::User,
            Some(Roles::Text(text)) => strongest(&mut text.split([' ', ',']).filter(|name| !name.is_empty())),
            Some(Roles::List(names)) => strongest(&mut names.iter().map(String::as_str)),
        };
        let level = self.subscription_level;
        let level = level.map_or(SubscriptionLevel::UNSTATED, |level| level.parse().unwrap_or_default());
        Ok(Principal { level, ..Principal::in_person(owner, role) })
    }
}
