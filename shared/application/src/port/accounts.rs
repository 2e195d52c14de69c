//! Storage of accounts, and the usage of their owners.

use async_trait::async_trait;
use beadle_domain::{account::Account, projection::AuditEntry};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::{StoreError, VersionedWrite};

/// An account with the version of its row; version 0 for one that was never written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoredAccount {
    /// The version.
    pub version: u64,
    /// The account.
    pub account: Option<Account>,
}

/// Reads and writes accounts, each by compare-and-swap, and counts what their owners use.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// The account of `owner`. The read may be slightly stale; a write based on a stale version is refused.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn read(&self, owner: &OwnerId) -> Result<StoredAccount, StoreError>;

    /// The account of `owner` for what may be decided by one that is some seconds old: an adapter for which a read costs something
    /// may give the one that this process read or wrote last.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn read_recent(&self, owner: &OwnerId) -> Result<StoredAccount, StoreError> {
        self.read(owner).await
    }

    /// Replaces version `expected` with `account`, as version `expected + 1`. 0 for one that was never
    /// written.
    ///
    /// `audit` is written with it or not at all: the entry of the audit trail about it.
    ///
    /// # Errors
    /// [`StoreError`] when it may or may not be written.
    async fn write(
        &self,
        account: &Account,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<VersionedWrite<StoredAccount>, StoreError>;

    /// The number of tasks of `owner` that are not deleted; `most` if there are more. May be slightly stale.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn count_tasks(&self, owner: &OwnerId, most: u32) -> Result<u32, StoreError>;

    /// The number of executions of `owner` in the hours from that of `from` to that of `to`, both included,
    /// as far as they have been projected.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn count_executions(
        &self,
        owner: &OwnerId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<ExecutionCount, StoreError>;
}

/// The number of executions of an owner in some period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExecutionCount {
    /// Started executions.
    pub started: u64,
    /// Executions that completed or failed.
    pub ran: u64,
}
