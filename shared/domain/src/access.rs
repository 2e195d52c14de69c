//! Who asks, and what they may do.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{account::SubscriptionLevel, id::OwnerId};

/// What a caller may do in general.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees its own.
    Viewer,
    /// Sees and changes its own.
    User,
    /// Sees all, changes its own.
    Operator,
    /// May do all.
    Admin,
}

/// A text that names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is none of viewer, user, operator, admin")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        match text {
            "viewer" => Ok(Self::Viewer),
            "user" => Ok(Self::User),
            "operator" => Ok(Self::Operator),
            "admin" => Ok(Self::Admin),
            _ => Err(UnknownRole),
        }
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The caller's name; what it creates belongs to it.
    pub owner: OwnerId,
    /// The strongest of the caller's roles.
    pub role: Role,
    /// What the caller has subscribed to.
    pub level: SubscriptionLevel,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Look at it.
    Read,
    /// Create, change, run or delete it.
    Write,
}

/// The answer to a question of access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Go ahead.
    Granted,
    /// The caller may know that it exists, but not do this.
    Denied,
    /// The caller may not even know that it exists.
    Hidden,
}

/// Whether `principal` may do `action` to what belongs to `owner`.
pub fn decide(principal: &Principal, action: Action, owner: &OwnerId) -> Access {
    let own = principal.owner == *owner;
    match (principal.role, action) {
        (Role::Admin, _) => Access::Granted,
        (Role::Operator, Action::Read) => Access::Granted,
        (Role::Operator, Action::Write) => {
            if own {
                Access::Granted
            } else {
                Access::Denied
            }
        }
        (Role::User, _) if own => Access::Granted,
        (Role::Viewer, Action::Read) if own => Access::Granted,
        (Role::Viewer, Action::Write) if own => Access::Denied,
        (Role::User | Role::Viewer, _) => Access::Hidden,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table() {
        use Access::{Denied, Granted, Hidden};
        let table = [
            // role, own read, own write, other's read, other's write
            (Role::Viewer, [Granted, Denied, Hidden, Hidden]),
            (Role::User, [Granted, Granted, Hidden, Hidden]),
            (Role::Operator, [Granted, Granted, Granted, Denied]),
            (Role::Admin, [Granted, Granted, Granted, Granted]),
        ];
        let [ada, bob] = ["ada", "bob"].map(|name| OwnerId::parse(name).unwrap());
        for (role, expected) in table {
            let principal = Principal { owner: ada.clone(), role, level: SubscriptionLevel::Free };
            let questions =
                [(Action::Read, &ada), (Action::Write, &ada), (Action::Read, &bob), (Action::Write, &bob)];
            assert_eq!(
                questions.map(|(action, owner)| decide(&principal, action, owner)),
                expected,
                "{role:?}"
            );
        }
    }
}
