//! Accounts that a process read or wrote a moment ago.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use beadle_domain::{account::Account, projection::AuditEntry};
use beadle_values::id::OwnerId;
use jiff::{SignedDuration, Timestamp};

use crate::port::{Accounts, Clock, ExecutionCount, StoreError, StoredAccount, VersionedWrite};

/// How long an account is recent. What is refused because of it is decided anew, so this bounds how late a process notices that
/// less is allowed.
const MOMENT: SignedDuration = SignedDuration::from_secs(5);

/// How many accounts a process knows at most.
const MAX_KNOWN: usize = 1_000;

/// A store of accounts of which the process knows those that it read or wrote in the last five seconds: an owner who starts much
/// would otherwise have their account read at each start.
pub struct RecentAccounts {
    accounts: Arc<dyn Accounts>,
    clock: Arc<dyn Clock>,
    known: Mutex<HashMap<OwnerId, Known>>,
}

struct Known {
    at: Timestamp,
    stored: StoredAccount,
}

impl Known {
    fn is_recent(&self, now: Timestamp) -> bool {
        (SignedDuration::ZERO..MOMENT).contains(&now.duration_since(self.at))
    }
}

impl RecentAccounts {
    /// `accounts`, with what this process knows of them.
    pub fn over(accounts: Arc<dyn Accounts>, clock: Arc<dyn Clock>) -> Arc<dyn Accounts> {
        Arc::new(Self { accounts, clock, known: Mutex::default() })
    }

    /// Notes what was `stored` at the time `at`, from before it was asked for.
    fn note(&self, owner: &OwnerId, at: Timestamp, stored: StoredAccount) {
        let mut known = self.known();
        if known.len() >= MAX_KNOWN {
            known.retain(|_, known| known.is_recent(at));
        }
        if known.len() < MAX_KNOWN {
            known.insert(owner.clone(), Known { at, stored });
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<OwnerId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Accounts for RecentAccounts {
    async fn read(&self, owner: &OwnerId) -> Result<StoredAccount, StoreError> {
        let at = self.clock.now();
        let stored = self.accounts.read(owner).await?;
        self.note(owner, at, stored.clone());
        Ok(stored)
    }

    async fn read_recent(&self, owner: &OwnerId) -> Result<StoredAccount, StoreError> {
        let now = self.clock.now();
        let recent =
            self.known().get(owner).filter(|known| known.is_recent(now)).map(|known| known.stored.clone());
        match recent {
            Some(stored) => Ok(stored),
            None => self.read(owner).await,
        }
    }

    async fn write(
        &self,
        account: &Account,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<VersionedWrite<StoredAccount>, StoreError> {
        // Until the outcome is known, and if it never is, nothing is.
        self.known().remove(&account.owner);
        let at = self.clock.now();
        let written = self.accounts.write(account, expected, audit).await?;
        let stored = match &written {
            VersionedWrite::Done => {
                StoredAccount { version: expected.saturating_add(1), account: Some(account.clone()) }
            }
            VersionedWrite::Conflict(stored) => (**stored).clone(),
        };
        self.note(&account.owner, at, stored);
        Ok(written)
    }

    async fn count_tasks(&self, owner: &OwnerId, most: u32) -> Result<u32, StoreError> {
        self.accounts.count_tasks(owner, most).await
    }

    async fn count_executions(
        &self,
        owner: &OwnerId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<ExecutionCount, StoreError> {
        self.accounts.count_executions(owner, from, to).await
    }
}
