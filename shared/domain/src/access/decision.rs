//! Access control: one function of the caller's role, the caller's relation to the resource, and the action.

use beadle_values::{id::OwnerId, names};

use super::{Principal, Role};
use crate::{config::Config, task::Task};

names! {
    /// The relation of a caller to a thing.
    pub enum Relation {
        /// The caller owns it.
        Owner = "owner",
        /// A task that is assigned to the caller, or an execution of one.
        Assigned = "assigned",
        /// A config that its owner shares with everyone.
        Shared = "shared",
        /// Someone else's.
        Other = "other",
    }
}

impl Relation {
    /// The relation of `by` to a resource that belongs only to `owner`.
    pub fn to_owned_by(owner: &OwnerId, by: &Principal) -> Self {
        if by.owner == *owner { Self::Owner } else { Self::Other }
    }

    /// The relation of `by` to `task`.
    pub fn to_task(task: &Task, by: &Principal) -> Self {
        match Self::to_owned_by(&task.owner, by) {
            Self::Other if task.assigned_to.as_ref() == Some(&by.owner) => Self::Assigned,
            relation => relation,
        }
    }

    /// The relation of `by` to `config`.
    pub fn to_config(config: &Config, by: &Principal) -> Self {
        match Self::to_owned_by(&config.owner, by) {
            Self::Other if config.shared => Self::Shared,
            relation => relation,
        }
    }
}

names! {
    /// What a caller wants to do.
    pub enum Action {
        /// Read it and its results.
        Read = "read",
        /// Start it, cancel or repeat a run of it, complete it.
        Run = "run",
        /// Change its description: its name, its dates, whether its schedule is paused.
        Edit = "edit",
        /// Create it, delete it, change what it sends and whom it is assigned to: it acts with its owner's secrets.
        Control = "control",
        /// Issue credentials that act in the owner's name. No API key may, only a caller with a token.
        Delegate = "delegate",
        /// Open gates by hand, and whatever else keeps the service running.
        Operate = "operate",
        /// What concerns everyone: sharing, templates, accounts, the audit trail.
        Administer = "administer",
    }
}

/// The result of an access check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The action is allowed.
    Granted,
    /// The caller may know that the resource exists, but not do this.
    Denied,
    /// The caller may not know that the resource exists.
    Hidden,
}

/// Decides whether `principal` may do `action` to a resource to which it has `relation`. The scopes of an API
/// key restrict its role, and never reveal what the role may not see.
pub fn decide(principal: &Principal, relation: Relation, action: Action) -> Access {
    match by_role(principal.role, relation, action) {
        Access::Granted if !principal.scopes.allow(action) => Access::Denied,
        access => access,
    }
}

/// The table of roles, without the scopes of a key.
fn by_role(role: Role, relation: Relation, action: Action) -> Access {
    use Action::{Control, Delegate, Edit, Operate, Read, Run};
    let may_do = match (role, relation) {
        (Role::Admin, _) => &Action::ALL[..],
        (Role::Operator, Relation::Owner) => &[Read, Run, Edit, Control, Delegate, Operate],
        (Role::Operator, Relation::Assigned) => &[Read, Run, Edit, Operate],
        (Role::Operator, Relation::Shared | Relation::Other) => &[Read, Operate],
        (Role::User, Relation::Owner) => &[Read, Run, Edit, Control, Delegate],
        (Role::User, Relation::Assigned) => &[Read, Run, Edit],
        (Role::Viewer, Relation::Owner | Relation::Assigned)
        | (Role::Viewer | Role::User, Relation::Shared) => &[Read],
        (Role::Viewer | Role::User, Relation::Other) => return Access::Hidden,
    };
    if may_do.contains(&action) { Access::Granted } else { Access::Denied }
}

#[cfg(test)]
mod tests;
