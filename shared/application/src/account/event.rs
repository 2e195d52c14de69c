//! What other services report about users, and its effects.

use beadle_domain::{
    access::{Principal, Role},
    account_event::AccountEvent,
    projection::audit::{Subject, Verb},
};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::{AccountClosing, AccountService, Closed, LevelChange};
use crate::{
    Call, Error, Operation,
    audit::{Target, audit},
};

/// Effects of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handled {
    /// The account of the deleted user was closed.
    Closed(Closed),
    /// The level was changed.
    Level(LevelChange),
}

impl Handled {
    /// Whether nothing is left to do; otherwise a repeat continues.
    pub fn is_finished(&self) -> bool {
        match self {
            Self::Closed(closed) => closed.finished,
            Self::Level(_) => true,
        }
    }
}

/// Handles what other services report about users.
#[derive(Clone)]
pub struct AccountEventService {
    /// Closes the accounts of deleted users.
    pub closing: AccountClosing,
    /// The accounts whose levels change.
    pub accounts: AccountService,
}

impl AccountEventService {
    /// Handles `event` of a trusted service, until `until` at the latest. A repeat does what is left.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Scheduler`], [`Error::Contended`]: call again.
    pub async fn handle(&self, event: &AccountEvent, until: Timestamp) -> Result<Handled, Error> {
        let service = Principal::in_person(OwnerId::subscription_changed(), Role::Admin);
        self.apply(&service, event, until).await
    }

    /// Records `event` as the caller reports it, and handles it.
    ///
    /// # Errors
    /// [`Error::Denied`] for all but admins, and those of [`Self::handle`].
    pub async fn record(
        &self,
        by: &Principal,
        event: &AccountEvent,
        until: Timestamp,
    ) -> Result<Handled, Error> {
        Operation::ReportEvent.check_own(by)?;
        if let AccountEvent::UserDeleted { user } = event {
            // The entries of what follows name the system.
            let call = Call::new(by, self.closing.clock.now());
            let target = Target::new(Some(user), user);
            audit(&*self.closing.audit, call, (Subject::Account, Verb::Deleted), target).await;
        }
        self.apply(by, event, until).await
    }

    async fn apply(&self, by: &Principal, event: &AccountEvent, until: Timestamp) -> Result<Handled, Error> {
        match event {
            AccountEvent::UserDeleted { user } => self.closing.close(user, until).await.map(Handled::Closed),
            AccountEvent::SubscriptionChanged { user, level, at } => {
                let call = Call::new(by, self.closing.clock.now());
                self.accounts.change_level(call, user, *level, *at).await.map(Handled::Level)
            }
        }
    }
}
