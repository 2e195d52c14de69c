//! Callers and their permissions: [`decide`] is the complete rule, its test the complete table.

mod decision;
mod pace;
mod scope;

use beadle_values::{id::OwnerId, names};

pub use self::{
    decision::{Access, Action, Relation, decide},
    pace::{Pace, QuotaState, Usage},
    scope::{Scope, Scopes},
};
use crate::account::SubscriptionLevel;

names! {
    /// What a caller may do.
    pub enum Role {
        /// Reads its own things.
        Viewer = "viewer",
        /// Reads and changes its own things.
        User = "user",
        /// Reads everything, changes its own things.
        Operator = "operator",
        /// May do everything.
        Admin = "admin",
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
