//! Changing an account by compare-and-swap.

use beadle_domain::{account::Account, projection::AuditEntry};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use crate::{
    conflict::{Attempt, retry_on_conflict},
    port::{Accounts, StoreError, StoredAccount, VersionedWrite},
};

/// How often to decide anew. Executors and the projector of one owner compete for its account.
const CAS_RETRIES: usize = 64;

/// A decision about an account.
pub(super) enum Change<T> {
    /// Leave it as it is.
    Keep(T),
    /// Replace it with this.
    Write(Account, T),
    /// Replace it with this, and write the entry of the audit trail about it.
    Audited(Account, T, Option<Box<AuditEntry>>),
}

/// Replaces the account of `owner` as `decide` decides, deciding anew on each conflict.
///
/// # Errors
/// [`StoreError`]; [`StoreError::Unavailable`] after too many conflicts.
pub(super) async fn change<T: Send>(
    accounts: &dyn Accounts,
    owner: &OwnerId,
    now: Timestamp,
    decide: impl Fn(&Account) -> Change<T> + Send + Sync,
) -> Result<T, StoreError> {
    let stored = accounts.read(owner).await?;
    change_from(accounts, stored, owner, now, decide).await
}

/// The same for an account that was just read.
///
/// # Errors
/// As [`change`].
pub(super) async fn change_from<T: Send>(
    accounts: &dyn Accounts,
    stored: StoredAccount,
    owner: &OwnerId,
    now: Timestamp,
    decide: impl Fn(&Account) -> Change<T> + Send + Sync,
) -> Result<T, StoreError> {
    let decide = &decide;
    retry_on_conflict(CAS_RETRIES, stored, |stored: StoredAccount| async move {
        let account = stored.account.unwrap_or_else(|| Account::new(owner.clone(), now));
        let (next, result, audit) = match decide(&account) {
            Change::Keep(result) => return Ok(Attempt::Done(result)),
            Change::Write(next, result) => (next, result, None),
            Change::Audited(next, result, audit) => (next, result, audit),
        };
        let next = Account { updated_at: now, ..next };
        Ok(match accounts.write(&next, stored.version, audit.as_deref()).await? {
            VersionedWrite::Done => Attempt::Done(result),
            VersionedWrite::Conflict(current) => Attempt::Conflict(*current),
        })
    })
    .await
}
