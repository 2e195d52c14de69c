//! What follows from what other services tell about users.

use jiff::Timestamp;

use super::{
    Operation, Refusal,
    account::{LevelChange, LevelPorts, ReleasePorts, change_level},
    close_account::{CloseAccountPorts, Closed, close_account},
};
use crate::{access::Principal, account_event::AccountEvent};

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
    match event {
        AccountEvent::UserDeleted { user } => close_account(ports, user, until).await.map(Heard::Closed),
        AccountEvent::SubscriptionChanged { user, level, at } => {
            let CloseAccountPorts { tasks, executions, changer, clock, .. } = ports;
            let ports = LevelPorts { tasks, executions: ReleasePorts { executions, changer } };
            change_level(ports, user, *level, *at, clock.now()).await.map(Heard::Level)
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
    hear(ports, event, until).await
}
