//! What a token says about its bearer.

use beadle_domain::{
    access::{Principal, Role},
    account::SubscriptionLevel,
};
use beadle_values::id::OwnerId;
use serde::Deserialize;

use super::NotLetIn;

/// The claims that are read; whether the token is in force is judged by the verifier.
#[derive(Debug, Deserialize)]
pub(super) struct Claims {
    sub: String,
    #[serde(default)]
    roles: Option<Roles>,
    /// A level that means nothing here is the least one; none at all is [`SubscriptionLevel::UNSTATED`].
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
    /// The bearer: a user, or the strongest of the roles the token names. Names that mean nothing here give no more than
    /// the least role.
    pub(super) fn principal(self) -> Result<Principal, NotLetIn> {
        let owner = OwnerId::parse(self.sub).map_err(|_| NotLetIn::Invalid)?;
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
