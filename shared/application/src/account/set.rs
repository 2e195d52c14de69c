//! Setting what an owner may use, for admins.

use beadle_domain::account::{Account, Credits, SubscriptionLevel};
use beadle_values::id::OwnerId;

use super::{
    AccountService,
    change::{Change, change},
    release,
    service::entry_of,
};
use crate::{Call, Error, Operation};

/// The members to set; the others stay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AccountChange {
    /// The level; `Some(None)` leaves it to the token again.
    pub level: Option<Option<SubscriptionLevel>>,
    /// The monthly budget; `Some(None)` leaves it to the level again.
    pub monthly_credits: Option<Option<Credits>>,
}

impl AccountService {
    /// Applies `edit` to the account of `owner`, with the effects on its tasks and on the executions that
    /// wait.
    ///
    /// # Errors
    /// [`Error::Denied`] for all but admins, [`Error::Store`], [`Error::Scheduler`], [`Error::Contended`].
    pub async fn set(&self, call: Call<'_>, owner: &OwnerId, edit: AccountChange) -> Result<Account, Error> {
        let now = call.now;
        Operation::ChangeAccount.check_own(call.by)?;
        let account = change(&*self.accounts, owner, now, |account| {
            let next = Account {
                level: edit.level.unwrap_or(account.level),
                level_since: if edit.level.is_some() { Some(now) } else { account.level_since },
                monthly_credits: edit.monthly_credits.unwrap_or(account.monthly_credits),
                ..account.clone()
            };
            let audit = entry_of(call, account, &next).map(Box::new);
            Change::Audited(next.clone(), next, audit)
        })
        .await?;
        if edit.level.is_some() {
            self.tasks.enforce_limits(owner, &account.limits(), now).await?;
        }
        release(&*self.executions, owner, now).await?;
        Ok(account)
    }
}
