//! Callers and their permissions: [`decide`] is the complete rule, its test the complete table.

mod decision;
mod pace;
mod scope;

use std::str::FromStr;

use beadle_values::id::OwnerId;
use serde::{Deserialize, Serialize};

pub use self::{
    decision::{Access, Action, Relation, decide},
    pace::{Pace, QuotaState, Usage},
    scope::{Scope, Scopes, UnknownScope},
};
use crate::account::SubscriptionLevel;

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

impl Role {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::User => "user",
            Self::Operator => "operator",
            Self::Admin => "admin",
        }
    }
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

/// An authenticated caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The caller's name, which becomes the owner of what it creates.
    pub owner: OwnerId,
    /// The strongest of the caller's roles.
    pub role: Role,
    /// The caller's subscription level.
    pub level: SubscriptionLevel,
    /// The scopes of the credentials, which limit the role.
    pub scopes: Scopes,
}

impl Principal {
    /// A caller of the lowest level who authenticated in person, not with an API key.
    pub fn in_person(owner: OwnerId, role: Role) -> Self {
        Self { owner, role, level: SubscriptionLevel::UNSTATED, scopes: Scopes::IN_PERSON }
    }
}
