//! Credits are bought beside the budget.

use beadle_domain::{
    access::Principal,
    account::{Account, Credits},
};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::{
    ReleasePorts,
    change::{Change, change},
    release,
};
use crate::{Operation, Refusal, port::Accounts};

/// What a top-up came to.
#[derive(Debug, Clone, PartialEq)]
pub struct TopUp {
    /// The account before it.
    pub before: Account,
    /// The account after it.
    pub account: Account,
    /// Whether it was made before under the same key.
    pub replayed: bool,
    /// Executions that waited and ask again.
    pub released: usize,
}

/// Adds `credits` to what `owner` has bought, once a key, and releases what waits for them. A repeat adds nothing, and
/// releases what an interrupted one has not.
///
/// # Errors
/// [`Refusal::Denied`] for all but admins, [`Refusal::Store`].
pub async fn top_up(
    accounts: &dyn Accounts,
    executions: ReleasePorts<'_>,
    by: &Principal,
    owner: &OwnerId,
    key: &str,
    credits: Credits,
    now: Timestamp,
) -> Result<TopUp, Refusal> {
    Operation::ChangeAccount.check_own(by)?;
    let (before, account, replayed) =
        change(accounts, owner, now, |account| match account.ledger.top_up(key, credits) {
            Some(ledger) => {
                let next = Account { ledger, ..account.clone() };
                Change::Write(next.clone(), (account.clone(), next, false))
            }
            None => Change::Keep((account.clone(), account.clone(), true)),
        })
        .await?;
    let released = release(executions, owner, now).await?;
    Ok(TopUp { before, account, replayed, released })
}
