//! Buying credits beside the monthly budget.

use beadle_domain::account::{Account, Credits};
use beadle_values::id::OwnerId;

use super::{
    AccountService,
    change::{Change, change},
    release,
    service::entry_of,
};
use crate::{Call, Error, Operation};

/// Result of a top-up.
#[derive(Debug, Clone, PartialEq)]
pub struct TopUp {
    /// The account before it.
    pub before: Account,
    /// The account after it.
    pub account: Account,
    /// Whether an earlier call with the same key made it.
    pub replayed: bool,
    /// Waiting executions that were released.
    pub released: usize,
}

impl AccountService {
    /// Adds `credits` to those that `owner` has bought, once per `key`, and releases the executions that wait
    /// for them. A repeat adds nothing, and releases what an interrupted call did not.
    ///
    /// # Errors
    /// [`Error::Denied`] for all but admins, [`Error::Store`].
    pub async fn top_up(
        &self,
        call: Call<'_>,
        owner: &OwnerId,
        key: &str,
        credits: Credits,
    ) -> Result<TopUp, Error> {
        Operation::ChangeAccount.check_own(call.by)?;
        let (before, account, replayed) =
            change(&*self.accounts, owner, call.now, |account| match account.ledger.top_up(key, credits) {
                Some(ledger) => {
                    let next = Account { ledger, ..account.clone() };
                    let audit = entry_of(call, account, &next).map(Box::new);
                    Change::Audited(next.clone(), (account.clone(), next, false), audit)
                }
                None => Change::Keep((account.clone(), account.clone(), true)),
            })
            .await?;
        let released = release(&*self.executions, owner, call.now).await?;
        Ok(TopUp { before, account, replayed, released })
    }
}
