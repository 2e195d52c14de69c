//! What follows from what other services tell about users.

use beadle_domain::{
    access::Principal,
    account_event::AccountEvent,
    projection::{
        AuditEntry,
        audit::{AuditAction, Subject, Verb},
    },
};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::{
    Operation, Refusal,
    account::{LevelChange, LevelPorts, ReleasePorts, change_level},
    audit,
    close_account::{CloseAccountPorts, Closed, close_account},
};

/// What came of what was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// The account of a user who is gone.
    Closed(Closed),
    /// What the new level led to.
    Level(LevelChange),
}

impl Heard {
    /// Whether nothing is left to do; otherwise a repeat goes on.
    pub fn is_finished(&self) -> bool {
        match self {
            Self::Closed(closed) => closed.finished,
            Self::Level(_) => true,
        }
    }
}

/// Does what follows from `event`, until `until` at the latest. Whatever is not done is found by a repeat.
///
/// # Errors
/// [`Refusal::Store`], [`Refusal::Scheduler`], [`Refusal::Contended`]: ask again.
pub async fn hear(
    ports: CloseAccountPorts<'_>,
    event: &AccountEvent,
    until: Timestamp,
) -> Result<Heard, Refusal> {
    follow(ports, &OwnerId::subscription_changed(), event, until).await
}

async fn follow(
    ports: CloseAccountPorts<'_>,
    actor: &OwnerId,
    event: &AccountEvent,
    until: Timestamp,
) -> Result<Heard, Refusal> {
    match event {
        AccountEvent::UserDeleted { user } => close_account(ports, user, until).await.map(Heard::Closed),
        AccountEvent::SubscriptionChanged { user, level, at } => {
            let CloseAccountPorts { tasks, executions, changer, audit_log, clock, .. } = ports;
            let ports = LevelPorts { tasks, executions: ReleasePorts { executions, changer }, audit_log };
            change_level(ports, actor, user, *level, *at, clock.now()).await.map(Heard::Level)
        }
    }
}

/// The same, told by `by` rather than by a service that is believed.
///
/// # Errors
/// [`Refusal::Denied`] to all but admins, and those of [`hear`].
pub async fn tell(
    ports: CloseAccountPorts<'_>,
    by: &Principal,
    event: &AccountEvent,
    until: Timestamp,
) -> Result<Heard, Refusal> {
    Operation::TellEvent.check_own(by)?;
    if let AccountEvent::UserDeleted { user } = event {
        // What follows is entered under another name.
        let action = AuditAction { subject: Subject::Account, verb: Verb::Deleted };
        let now = ports.clock.now();
        let entry = AuditEntry::new(action, &by.owner, Some(user), user, None, now);
        audit::note(ports.audit_log, &entry).await;
    }
    follow(ports, &by.owner, event, until).await
}
