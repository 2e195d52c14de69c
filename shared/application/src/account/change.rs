//! Writing an account on condition that it is the one that was decided on.

use beadle_domain::account::Account;
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use crate::port::{AccountWritten, Accounts, StoreError, StoredAccount};

/// How often to decide anew when someone else was faster. Executors and the projector of one owner meet here.
const TRIES: usize = 64;

/// What a decision about an account comes to.
pub(super) enum Change<T> {
    /// It stays as it is.
    Keep(T),
    /// It becomes this.
    Write(Account, T),
}

/// Replaces the account of `owner` by what `decide` makes of it, again from the current one while others are faster.
///
/// # Errors
/// [`StoreError`]; [`StoreError::Unavailable`] when others were faster too often.
pub(super) async fn change<T: Send>(
    accounts: &dyn Accounts,
    owner: &OwnerId,
    now: Timestamp,
    decide: impl Fn(&Account) -> Change<T> + Send,
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
    mut stored: StoredAccount,
    owner: &OwnerId,
    now: Timestamp,
    decide: impl Fn(&Account) -> Change<T> + Send,
) -> Result<T, StoreError> {
    for _ in 0..TRIES {
        let account = stored.account.unwrap_or_else(|| Account::new(owner.clone(), now));
        let (next, result) = match decide(&account) {
            Change::Keep(result) => return Ok(result),
            Change::Write(next, result) => (Account { updated_at: now, ..next }, result),
        };
        match accounts.write(&next, stored.version).await? {
            AccountWritten::Done => return Ok(result),
            AccountWritten::Conflict(current) => stored = *current,
        }
    }
    Err(StoreError::Unavailable(format!("the account of {owner} was changed by others too often meanwhile")))
}
