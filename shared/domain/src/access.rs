//! Who asks, and what they may do: [`decide`] is the whole rule, its test the whole table.

mod decision;
mod pace;
mod scope;

use beadle_values::{id::OwnerId, names};

pub use self::{
    decision::{Access, Action, Relation, decide},
    pace::{Asked, Pace, Standing},
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

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The caller's name; what it creates belongs to it.
    pub owner: OwnerId,
    /// The strongest of the caller's roles.
    pub role: Role,
    /// What the caller has subscribed to.
    pub level: SubscriptionLevel,
    /// What of that role the credentials are good for.
    pub scopes: Scopes,
}

impl Principal {
    /// A caller of the least level who came in person, not with a key.
    pub fn in_person(owner: OwnerId, role: Role) -> Self {
        Self { owner, role, level: SubscriptionLevel::UNSTATED, scopes: Scopes::IN_PERSON }
    }
}
