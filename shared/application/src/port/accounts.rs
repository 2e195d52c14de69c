//! Where accounts are kept, and how much their owners use.

use async_trait::async_trait;
use beadle_domain::account::Account;
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::StoreError;

/// An account with the version of its row; version 0 for one that was never written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoredAccount {
    /// The version.
    pub version: u64,
    /// The account.
    pub account: Option<Account>,
}

/// Keeps accounts, each written by compare-and-swap.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// The account of `owner`, as it was last written or was a moment before: a write on what is no longer so is refused.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn read(&self, owner: &OwnerId) -> Result<StoredAccount, StoreError>;

    /// Writes the account in place of version `expected`, as version `expected + 1`. 0 for one that was never written.
    ///
    /// # Errors
    /// [`StoreError`] when it may or may not be written.
    async fn write(&self, account: &Account, expected: u64) -> Result<AccountWritten, StoreError>;
}

/// What came of a write.
#[derive(Debug, Clone, PartialEq)]
pub enum AccountWritten {
    /// It is written.
    Done,
    /// It has another version by now: this one.
    Conflict(Box<StoredAccount>),
}

/// How many executions of an owner there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExecutionCount {
    /// That were started.
    pub started: u64,
    /// That completed or failed.
    pub ran: u64,
}

/// Tells how much owners use.
#[async_trait]
pub trait ReadUsage: Send + Sync {
    /// How many tasks of `owner` are not deleted; `most` where there are more. May be a moment behind.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn tasks(&self, owner: &OwnerId, most: u32) -> Result<u32, StoreError>;

    /// How many executions of `owner` there were in the hours from that of `from` to that of `to`, both included, as far
    /// as it is projected.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn executions(
        &self,
        owner: &OwnerId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<ExecutionCount, StoreError>;
}
