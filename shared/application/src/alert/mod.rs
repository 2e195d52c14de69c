//! Alerts: the rules of an owner, what fires, and telling the targets.
//!
//! Facts come from where they pass already: the projector, which sees executions end and breakers turn, and the watchdog,
//! which sees what did not come and measures the rest. What turns is written down with the fact and told by the watchdog.

mod look;
mod measure;
mod note;
mod set;
mod tell;

use std::sync::Arc;

use beadle_domain::{
    access::Principal,
    alert::AlertBook,
    watch::{Seen, Watch, WatchKey},
};
use beadle_values::{cause::Chain, id::OwnerId};

use crate::{
    Error, Operation, PolicyDefaults,
    port::{
        Accounts, AuditTrail, Clock, Configs, Executions, Replaced, StartExecutions, StoreError, Tasks,
        Watches,
    },
};

/// Keeps the rules of owners, takes facts, and tells what turns.
#[derive(Clone)]
pub struct AlertService {
    /// Where the rules are kept with what was seen of them.
    pub watches: Arc<dyn Watches>,
    /// The accounts, for the credits that are left.
    pub accounts: Arc<dyn Accounts>,
    /// The tasks, which have names and say when they last completed.
    pub tasks: Arc<dyn Tasks>,
    /// The configs, which have names.
    pub configs: Arc<dyn Configs>,
    /// The executions, some of which wait.
    pub executions: Arc<dyn Executions>,
    /// Starts the calls of targets.
    pub starter: Arc<dyn StartExecutions>,
    /// The audit trail.
    pub audit: Arc<dyn AuditTrail>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The policies that apply where nothing is stated.
    pub defaults: PolicyDefaults,
}

/// A row with what it says.
struct Stored {
    version: u64,
    book: AlertBook,
}

impl AlertService {
    /// The rules of the caller, with what fires.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn book(&self, by: &Principal) -> Result<AlertBook, Error> {
        Operation::ReadAlerts.check_own(by)?;
        Ok(self.stored(&by.owner).await?.book)
    }

    async fn stored(&self, owner: &OwnerId) -> Result<Stored, StoreError> {
        match self.watches.read(&WatchKey::Owner(owner.clone())).await? {
            Some(Watch { version, seen: Seen::Alerts(book), .. }) => Ok(Stored { version, book: *book }),
            Some(_) => Err(StoreError::Corrupt("the alerts of an owner are something else".into())),
            None => Ok(Stored { version: 0, book: AlertBook::default() }),
        }
    }

    /// What was read; `None`, and a line in the log, if it can't be read however often: the alerts go on without it.
    fn readable<T>(owner: &OwnerId, read: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
        match read {
            Ok(read) => Ok(Some(read)),
            Err(error @ (StoreError::TooLarge(_) | StoreError::Corrupt(_))) => {
                tracing::error!(%owner, error = %Chain(&error), "failed permanently on what alerts need");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Writes `book` in place of `before`, if it differs.
    async fn save(&self, owner: &OwnerId, before: &Stored, book: &AlertBook) -> Result<Replaced, StoreError> {
        if before.book == *book {
            return Ok(Replaced::Done);
        }
        let watch = Watch {
            key: WatchKey::Owner(owner.clone()),
            version: before.version.saturating_add(1),
            due: book.due(),
            keep_until: None,
            seen: Seen::Alerts(Box::new(book.clone())),
        };
        self.watches.write(&watch).await
    }
}
